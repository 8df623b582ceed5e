import { expect, test } from "vitest";
import type { ModelEvent } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { createOpenaiResponsesDecoder } from "./openaiResponsesDecoder.ts";

const usage = {
  input_tokens: 40,
  input_tokens_details: { cached_tokens: 32, cache_write_tokens: 5 },
  output_tokens: 12,
  output_tokens_details: { reasoning_tokens: 8 },
};
const call = { type: "function_call", id: "fc_1", call_id: "call_1", name: "clock", arguments: "" };

function decoded(...events: readonly object[]): readonly ModelEvent[] {
  const decoder = createOpenaiResponsesDecoder();
  const given = events.flatMap((event) => decoder.event(JSON.stringify(event), undefined));
  return [...given, ...decoder.end()];
}

function completed(over: object = {}): object {
  return { type: "response.completed", response: { status: "completed", output: [], usage, ...over } };
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

test("text, thoughts and refusals are told apart", () => {
  expect(
    decoded(
      { type: "response.reasoning_summary_text.delta", delta: "hm" },
      { type: "response.output_text.delta", delta: "yes" },
      { type: "response.refusal.delta", delta: "no" },
    ),
  ).toEqual([
    { type: "reasoning", text: "hm" },
    { type: "text", text: "yes" },
    { type: "refusal", text: "no" },
  ]);
});

test("the completed response finishes with all its counts, at once", () => {
  const decoder = createOpenaiResponsesDecoder();
  decoder.event(JSON.stringify({ type: "response.output_text.delta", delta: "yes" }), undefined);
  expect(decoder.finished).toBe(false);
  expect(decoder.event(JSON.stringify(completed()), undefined)).toEqual([
    {
      type: "finish",
      reason: "stop",
      usage: {
        inputTokens: 40,
        cachedInputTokens: 32,
        cacheWriteTokens: 5,
        outputTokens: 12,
        reasoningTokens: 8,
        estimated: false,
      },
    },
  ]);
  expect(decoder.finished).toBe(true);
  expect(decoder.event("[DONE]", undefined)).toEqual([]);
  expect(decoder.end()).toEqual([]);
});

test("an end without the completed response is no finish", () => {
  expect(decoded({ type: "response.output_text.delta", delta: "yes" })).toEqual([
    { type: "text", text: "yes" },
  ]);
});

test("parallel calls are told apart by place even when the ids of their items change", () => {
  const events = decoded(
    { type: "response.output_item.added", output_index: 1, item: call },
    { type: "response.output_item.added", output_index: 2, item: { ...call, call_id: "call_2" } },
    { type: "response.function_call_arguments.delta", output_index: 2, item_id: "x", delta: '{"b' },
    { type: "response.function_call_arguments.delta", output_index: 1, item_id: "y", delta: "{}" },
    { type: "response.function_call_arguments.delta", output_index: 2, item_id: "z", delta: '":1}' },
    { type: "response.output_item.done", output_index: 1, item: { ...call, arguments: "{}" } },
    completed(),
  );
  expect(events).toMatchObject([
    { type: "tool_call", index: 0, id: "call_1", name: "clock", arguments: "" },
    { type: "tool_call", index: 1, id: "call_2", name: "clock", arguments: "" },
    { type: "tool_call", index: 1, arguments: '{"b' },
    { type: "tool_call", index: 0, arguments: "{}" },
    { type: "tool_call", index: 1, arguments: '":1}' },
    { type: "finish", reason: "tool_calls" },
  ]);
});

test("a call that comes in one piece is given out once", () => {
  const whole = { ...call, arguments: '{"a":1}' };
  const expected = [{ type: "tool_call", index: 0, id: "call_1", name: "clock", arguments: '{"a":1}' }];
  expect(decoded({ type: "response.output_item.done", output_index: 0, item: whole })).toEqual(expected);
  expect(
    decoded(
      { type: "response.output_item.added", output_index: 0, item: whole },
      { type: "response.output_item.done", output_index: 0, item: whole },
    ),
  ).toEqual(expected);
});

test("arguments that were never streamed come with the end of the call", () => {
  expect(
    decoded(
      { type: "response.output_item.added", output_index: 0, item: call },
      { type: "response.output_item.done", output_index: 0, item: { ...call, arguments: "{}" } },
    ).at(-1),
  ).toEqual({ type: "tool_call", index: 0, arguments: "{}" });
});

test("a whole answer gives the same as its stream", () => {
  const response = {
    status: "completed",
    error: null,
    usage,
    output: [
      { type: "reasoning", summary: [{ text: "first" }, { text: "then" }] },
      { type: "web_search_call", id: "ws_1" },
      { type: "message", content: [{ type: "output_text", text: "yes" }] },
      { ...call, arguments: "{}" },
    ],
  };
  const streamed = decoded(
    { type: "response.reasoning_summary_part.added", summary_index: 0 },
    { type: "response.reasoning_summary_text.delta", summary_index: 0, delta: "first" },
    { type: "response.reasoning_summary_part.added", summary_index: 1 },
    { type: "response.reasoning_summary_text.delta", summary_index: 1, delta: "then" },
    { type: "response.output_text.delta", output_index: 2, delta: "yes" },
    { type: "response.output_item.added", output_index: 3, item: { ...call, arguments: "{}" } },
    { type: "response.completed", response },
  );
  const whole = createOpenaiResponsesDecoder().whole(response);
  const spoken = (events: readonly ModelEvent[]) =>
    events.map((event) => (event.type === "reasoning" ? event.text : "")).join("");
  expect(spoken(whole)).toBe("first\n\nthen");
  expect(spoken(streamed)).toBe(spoken(whole));
  expect(streamed.filter(({ type }) => type !== "reasoning")).toEqual(
    whole.filter(({ type }) => type !== "reasoning"),
  );
});

test("a gateway that streams nothing but the completed response is read from that", () => {
  const output = [{ type: "message", content: [{ type: "output_text", text: "yes" }] }];
  expect(decoded(completed({ output }))).toMatchObject([
    { type: "text", text: "yes" },
    { type: "finish", reason: "stop" },
  ]);
});

test.each([
  ["max_output_tokens", "length"],
  ["content_filter", "content_filter"],
  ["a_reason_of_tomorrow", "length"],
])("an answer left incomplete by %s finishes as %s", (why, reason) => {
  const response = { status: "incomplete", incomplete_details: { reason: why }, output: [], usage };
  expect(decoded({ type: "response.incomplete", response }).at(-1)).toMatchObject({ type: "finish", reason });
  expect(createOpenaiResponsesDecoder().whole(response).at(-1)).toMatchObject({ reason });
});

test("a response still under way is no answer yet", () => {
  expect(createOpenaiResponsesDecoder().whole({ status: "in_progress", output: [] })).toEqual([]);
});

test.each([
  ["rate_limit_exceeded", "rate_limited"],
  ["insufficient_quota", "quota"],
  ["context_length_exceeded", "context_length"],
  ["server_error", "server_error"],
  ["vector_store_timeout", "server_error"],
  ["bio_policy", "content_filter"],
  ["image_content_policy_violation", "content_filter"],
  ["invalid_prompt", "content_filter"],
  ["invalid_image_url", "invalid_request"],
  ["invalid_base64_image", "invalid_request"],
  ["image_too_large", "invalid_request"],
])("%s is of class %s, however it is wrapped", (code, expected) => {
  const error = { code, message: "…" };
  const failure = { class: expected, code };
  const response = { status: "failed", error, output: [] };
  expect(failureOf(() => decoded({ type: "response.failed", response }))).toMatchObject(failure);
  expect(failureOf(() => decoded({ type: "error", ...error }))).toMatchObject(failure);
  expect(failureOf(() => decoded({ type: "error", error }))).toMatchObject(failure);
  expect(failureOf(() => decoded({ error }))).toMatchObject(failure);
  expect(failureOf(() => createOpenaiResponsesDecoder().whole(response))).toMatchObject(failure);
});

test.each(["null", "[]", "7", "<html>"])("%s is no answer", (data) => {
  expect(failureOf(() => createOpenaiResponsesDecoder().event(data, undefined))).toMatchObject({
    class: "malformed",
  });
});

test("the name of the event counts when its data does not tell", () => {
  const data = JSON.stringify({ delta: "yes" });
  expect(createOpenaiResponsesDecoder().event(data, "response.output_text.delta")).toEqual([
    { type: "text", text: "yes" },
  ]);
});
