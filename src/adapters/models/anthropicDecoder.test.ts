import { expect, test } from "vitest";
import type { ModelEvent } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { createAnthropicDecoder } from "./anthropicDecoder.ts";

const start = {
  type: "message_start",
  message: { content: [], usage: { input_tokens: 7, output_tokens: 1 } },
};
const stop = { type: "message_stop" };

/** What a stream of these events gives, its orderly end included. */
function decoded(...events: readonly object[]): readonly ModelEvent[] {
  const decoder = createAnthropicDecoder();
  const given = events.flatMap((event) => decoder.event(JSON.stringify(event), undefined));
  return [...given, ...decoder.end()];
}

function block(index: number, content_block: object): object {
  return { type: "content_block_start", index, content_block };
}

function delta(index: number, content: object): object {
  return { type: "content_block_delta", index, delta: content };
}

function close(index: number): object {
  return { type: "content_block_stop", index };
}

function ending(stop_reason: string, usage: object = { output_tokens: 5 }): object {
  return { type: "message_delta", delta: { stop_reason }, usage };
}

function failureOf(read: () => unknown) {
  try {
    read();
  } catch (error) {
    if (error instanceof ModelError) return error.failure;
    throw error;
  }
  return null;
}

test("thoughts are kept apart from the answer, and redacted ones are passed over", () => {
  const events = decoded(
    start,
    block(0, { type: "thinking", thinking: "" }),
    delta(0, { type: "thinking_delta", thinking: "hm" }),
    delta(0, { type: "signature_delta", signature: "c2ln" }),
    close(0),
    block(1, { type: "redacted_thinking", data: "c2VjcmV0" }),
    close(1),
    { type: "ping" },
    block(2, { type: "text", text: "" }),
    delta(2, { type: "text_delta", text: "yes" }),
    delta(2, { type: "citations_delta", citation: { cited_text: "x" } }),
    close(2),
    ending("end_turn"),
    stop,
  );
  expect(events).toMatchObject([
    { type: "reasoning", text: "hm" },
    { type: "text", text: "yes" },
    { type: "finish", reason: "stop" },
  ]);
});

test("calls are numbered among themselves, and the vendor's own tools are none", () => {
  const events = decoded(
    start,
    block(0, { type: "server_tool_use", id: "srv", name: "web_search", input: {} }),
    delta(0, { type: "input_json_delta", partial_json: '{"query":"x"}' }),
    close(0),
    block(1, { type: "tool_use", id: "a", name: "first", input: {} }),
    block(2, { type: "tool_use", id: "b", name: "second", input: {} }),
    delta(2, { type: "input_json_delta", partial_json: '{"b":' }),
    delta(1, { type: "input_json_delta", partial_json: '{"a":1}' }),
    delta(2, { type: "input_json_delta", partial_json: "2}" }),
    close(1),
    close(2),
    ending("tool_use"),
    stop,
  );
  expect(events).toMatchObject([
    { type: "tool_call", index: 0, id: "a", name: "first", arguments: "" },
    { type: "tool_call", index: 1, id: "b", name: "second", arguments: "" },
    { type: "tool_call", index: 1, arguments: '{"b":' },
    { type: "tool_call", index: 0, arguments: '{"a":1}' },
    { type: "tool_call", index: 1, arguments: "2}" },
    { type: "finish", reason: "tool_calls" },
  ]);
});

test("a call without pieces has the arguments that it began with", () => {
  const events = decoded(
    start,
    block(0, { type: "tool_use", id: "a", name: "now", input: {} }),
    delta(0, { type: "input_json_delta", partial_json: "" }),
    close(0),
    block(1, { type: "tool_use", id: "b", name: "at", input: { hour: 3 } }),
    ending("tool_use"),
    stop,
  );
  expect(events).toMatchObject([
    { index: 0, id: "a", arguments: "" },
    { index: 0, arguments: "{}" },
    { index: 1, id: "b", arguments: "" },
    { index: 1, arguments: '{"hour":3}' },
    { type: "finish" },
  ]);
});

test("what came from a cache and went into one was read too, and later counts replace earlier ones", () => {
  const first = {
    input_tokens: 3,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 20,
    output_tokens: 1,
  };
  const later = {
    input_tokens: null,
    cache_read_input_tokens: 150,
    output_tokens: 9,
    output_tokens_details: { thinking_tokens: 4 },
  };
  const message = { type: "message_start", message: { content: [], usage: first } };
  const usage = {
    inputTokens: 173,
    cachedInputTokens: 150,
    cacheWriteTokens: 20,
    outputTokens: 9,
    reasoningTokens: 4,
    estimated: false,
  };
  expect(decoded(message, ending("end_turn", later), stop)).toEqual([
    { type: "finish", reason: "stop", usage },
  ]);
});

test("a usage that is never told is an estimate of nothing", () => {
  expect(decoded(stop)).toMatchObject([{ type: "finish", usage: { inputTokens: 0, estimated: true } }]);
});

test.for([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["pause_turn", "length"],
  ["tool_use", "tool_calls"],
  ["refusal", "content_filter"],
  ["a_reason_of_tomorrow", "stop"],
])("the stop reason %s finishes as %s", ([told = "", meant]) => {
  expect(decoded(start, ending(told), stop)).toMatchObject([{ type: "finish", reason: meant }]);
});

test("a refusal says what the vendor says instead of an answer", () => {
  const details = { type: "refusal", category: "bio", explanation: "Not that." };
  const refused = { type: "message_delta", delta: { stop_reason: "refusal", stop_details: details } };
  expect(decoded(start, refused, stop)).toMatchObject([
    { type: "refusal", text: "Not that." },
    { type: "finish", reason: "content_filter" },
  ]);
});

test("without its last mark a message is not finished, its stop reason notwithstanding", () => {
  const decoder = createAnthropicDecoder();
  decoder.event(JSON.stringify(start), undefined);
  decoder.event(JSON.stringify(ending("end_turn")), undefined);
  expect([decoder.end(), decoder.finished]).toEqual([[], false]);
  decoder.event(JSON.stringify(stop), undefined);
  expect(decoder.finished).toBe(true);
});

test("nothing is read behind the last mark", () => {
  expect(decoded(start, stop, delta(0, { type: "text_delta", text: "more" }), stop)).toHaveLength(1);
});

test.for([
  ["overloaded_error", "overloaded"],
  ["rate_limit_error", "rate_limited"],
  ["api_error", "server_error"],
  ["authentication_error", "auth"],
  ["billing_error", "quota"],
  ["permission_error", "auth"],
  ["invalid_request_error", "invalid_request"],
  ["an_error_of_tomorrow", "server_error"],
])("%s in mid-stream or instead of an answer is %s, without the vendor's words", ([type, failed]) => {
  const error = { type: "error", error: { type, message: "Something about your prompt" } };
  const expected = { class: failed, code: type, retryAfterMs: null };
  expect(failureOf(() => decoded(start, error))).toEqual(expected);
  expect(failureOf(() => createAnthropicDecoder().whole(error))).toEqual(expected);
});

test("a prompt that turns out too long in mid-stream is told as such", () => {
  const error = { type: "invalid_request_error", message: "prompt is too long: 9 tokens > 8 maximum" };
  expect(failureOf(() => decoded(start, { type: "error", error }))).toEqual({
    class: "context_length",
    code: "invalid_request_error",
    retryAfterMs: null,
  });
});

test("what is no message of this format is malformed", () => {
  const decoder = createAnthropicDecoder();
  expect(failureOf(() => decoder.event("<html>", undefined))).toMatchObject({ class: "malformed" });
  expect(failureOf(() => decoder.event('{"choices":[]}', undefined))).toMatchObject({ class: "malformed" });
  expect(failureOf(() => decoder.whole({ choices: [] }))).toMatchObject({ class: "malformed" });
  expect(failureOf(() => decoder.whole([]))).toMatchObject({ class: "malformed" });
});

test("a message that begins again after it has said something is malformed", () => {
  const said = [start, block(0, { type: "text", text: "Once" }), start];
  expect(failureOf(() => decoded(...said))).toMatchObject({ class: "malformed", code: "second_message" });
});
