import { expect, test } from "vitest";
import type { ModelEvent } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { createCohereDecoder } from "./cohereDecoder.ts";

/** What a stream of these events gives, its orderly end included. */
function decoded(...events: readonly object[]): readonly ModelEvent[] {
  const decoder = createCohereDecoder();
  const given = events.flatMap((event) => decoder.event(JSON.stringify(event), undefined));
  return [...given, ...decoder.event("[DONE]", undefined), ...decoder.end()];
}

function content(type: "content-start" | "content-delta", part: object): object {
  return { type, index: 0, delta: { message: { content: part } } };
}

function call(type: string, index: number, tool_calls?: object): object {
  return { type, index, delta: { message: { tool_calls } } };
}

function end(finish_reason: string, usage?: object): object {
  return { type: "message-end", delta: { finish_reason, usage } };
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

test("thoughts and plans are kept apart from the answer", () => {
  const events = decoded(
    { type: "message-start", id: "m", delta: { message: { role: "assistant", tool_plan: "" } } },
    { type: "tool-plan-delta", delta: { message: { tool_plan: "I look. " } } },
    content("content-start", { type: "thinking", thinking: "" }),
    content("content-delta", { thinking: "hm" }),
    content("content-start", { type: "text", text: "y" }),
    content("content-delta", { text: "es" }),
    { type: "citation-start", index: 0, delta: { message: { citations: { text: "es" } } } },
    end("COMPLETE"),
  );
  expect(events).toMatchObject([
    { type: "reasoning", text: "I look. " },
    { type: "reasoning", text: "hm" },
    { type: "text", text: "y" },
    { type: "text", text: "es" },
    { type: "finish", reason: "stop" },
  ]);
});

test("a call comes in pieces, and one without arguments has none", () => {
  const events = decoded(
    call("tool-call-start", 0, { id: "a", function: { name: "hour", arguments: "" } }),
    call("tool-call-delta", 0, { function: { arguments: '{"city":' } }),
    call("tool-call-delta", 0, { function: { arguments: '"Lima"}' } }),
    call("tool-call-end", 0),
    call("tool-call-start", 1, { id: "b", function: { name: "now", arguments: "" } }),
    call("tool-call-end", 1),
    call("tool-call-start", 2, { id: "c", function: { name: "day" } }),
    end("TOOL_CALL"),
  );
  expect(events).toMatchObject([
    { index: 0, id: "a", name: "hour", arguments: "" },
    { index: 0, arguments: '{"city":' },
    { index: 0, arguments: '"Lima"}' },
    { index: 1, id: "b", name: "now", arguments: "" },
    { index: 1, arguments: "{}" },
    { index: 2, id: "c", name: "day", arguments: "" },
    { index: 2, arguments: "{}" },
    { type: "finish", reason: "tool_calls" },
  ]);
});

test("usage is what the model read and wrote, with what is billed beside it", () => {
  const usage = {
    billed_units: { input_tokens: 4, output_tokens: 9 },
    tokens: { input_tokens: 70, output_tokens: 12, reasoning_tokens: 3 },
    cached_tokens: 64,
  };
  expect(decoded(end("MAX_TOKENS", usage))).toEqual([
    {
      type: "finish",
      reason: "length",
      usage: {
        inputTokens: 70,
        cachedInputTokens: 64,
        cacheWriteTokens: 0,
        outputTokens: 12,
        reasoningTokens: 3,
        billed: { inputTokens: 4, outputTokens: 9 },
        estimated: false,
      },
    },
  ]);
  const { billed_units } = usage;
  expect(decoded(end("COMPLETE", { billed_units }))).toMatchObject([
    { usage: { inputTokens: 4, outputTokens: 9 } },
  ]);
  expect(decoded(end("COMPLETE"))).toMatchObject([{ usage: { inputTokens: 0, estimated: true } }]);
});

test.for([
  ["STOP_SEQUENCE", "stop"],
  ["ERROR_TOXIC", "content_filter"],
  ["ERROR_LIMIT", "length"],
  ["A_REASON_OF_TOMORROW", "stop"],
])("the reason %s finishes as %s", ([told = "", meant]) => {
  expect(decoded(end(told))).toMatchObject([{ type: "finish", reason: meant }]);
});

test.for(["ERROR", "TIMEOUT"])("a generation that ends in %s is the vendor's fault", (code) => {
  expect(failureOf(() => decoded(end(code)))).toEqual({ class: "server_error", code, retryAfterMs: null });
  const whole = { message: { content: [] }, finish_reason: code };
  expect(failureOf(() => createCohereDecoder().whole(whole))).toMatchObject({ class: "server_error", code });
});

test("an error that the end tells of counts, whatever its reason", () => {
  const last = { type: "message-end", delta: { finish_reason: "COMPLETE", error: "your prompt broke us" } };
  expect(failureOf(() => decoded(last))).toEqual({ class: "server_error", code: null, retryAfterMs: null });
});

test("an error in the midst of a success is told, without the vendor's words", () => {
  const error = { id: "x", message: "internal server error, something went wrong with your prompt" };
  const expected = { class: "server_error", code: null, retryAfterMs: null };
  expect(failureOf(() => decoded(content("content-delta", { text: "On" }), error))).toEqual(expected);
  expect(failureOf(() => createCohereDecoder().whole(error))).toEqual(expected);
});

test("without its last mark an answer is not finished", () => {
  const decoder = createCohereDecoder();
  decoder.event(JSON.stringify(content("content-delta", { text: "All" })), undefined);
  decoder.event("[DONE]", undefined);
  expect([decoder.end(), decoder.finished]).toEqual([[], false]);
  decoder.event(JSON.stringify(end("COMPLETE")), undefined);
  expect(decoder.finished).toBe(true);
});

test("what is no answer of this format is malformed", () => {
  const decoder = createCohereDecoder();
  expect(failureOf(() => decoder.event("<html>", undefined))).toMatchObject({ class: "malformed" });
  expect(failureOf(() => decoder.event('{"event_type":"stream-start"}', undefined))).toMatchObject({
    class: "malformed",
  });
  expect(failureOf(() => decoder.whole({ text: "Version 1", generation_id: "g" }))).toMatchObject({
    class: "malformed",
  });
});
