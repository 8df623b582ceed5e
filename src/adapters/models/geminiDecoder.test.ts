import { expect, test } from "vitest";
import type { ModelEvent } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { createGeminiDecoder } from "./geminiDecoder.ts";

const counted = { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 14 };

/** What a stream of these responses gives, its orderly end included. */
function decoded(...responses: readonly object[]): readonly ModelEvent[] {
  const decoder = createGeminiDecoder();
  const events = responses.flatMap((response) => decoder.event(JSON.stringify(response), undefined));
  return [...events, ...decoder.end()];
}

function answer(parts: readonly object[], finishReason?: string): object {
  return { candidates: [{ content: { role: "model", parts }, finishReason, index: 0 }], responseId: "r-1" };
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

test("thoughts are kept apart from the answer", () => {
  expect(decoded(answer([{ text: "hm", thought: true }, { text: "yes" }], "STOP"))).toMatchObject([
    { type: "reasoning", text: "hm" },
    { type: "text", text: "yes" },
    { type: "finish", reason: "stop" },
  ]);
});

test("nothing is finished before the response has ended", () => {
  const decoder = createGeminiDecoder();
  expect(decoder.event(JSON.stringify(answer([{ text: "yes" }], "STOP")), undefined)).toEqual([
    { type: "text", text: "yes" },
  ]);
  expect(decoder.finished).toBe(false);
  expect(decoder.end()).toHaveLength(1);
  expect(decoder.finished).toBe(true);
  expect(decoder.end()).toEqual([]);
});

test("a response that ends without a finish reason gives no finish", () => {
  expect(decoded(answer([{ text: "ye" }]))).toEqual([{ type: "text", text: "ye" }]);
});

test("calls without an id are given one that is the same in every reading and their own", () => {
  const calls = answer([
    { functionCall: { name: "one" } },
    { functionCall: { name: "two", args: { a: 1 } } },
  ]);
  const expected = [
    { type: "tool_call", index: 0, id: "call_r-1_0", name: "one", arguments: "{}" },
    { type: "tool_call", index: 1, id: "call_r-1_1", name: "two", arguments: '{"a":1}' },
    { type: "finish", reason: "tool_calls" },
  ];
  expect(decoded(calls, answer([{ text: "" }], "STOP"))).toMatchObject(expected);
  expect(createGeminiDecoder().whole([calls, answer([], "STOP")])).toMatchObject(expected);
});

test("a call keeps the vendor's id", () => {
  expect(decoded(answer([{ functionCall: { id: "96c1", name: "one" } }], "STOP"))[0]).toMatchObject({
    id: "96c1",
  });
});

test("thoughts are counted as output and the results of the vendor's tools as input", () => {
  const usageMetadata = {
    ...counted,
    thoughtsTokenCount: 7,
    toolUsePromptTokenCount: 100,
    cachedContentTokenCount: 3,
  };
  expect(decoded({ ...answer([{ text: "yes" }], "STOP"), usageMetadata })).toContainEqual({
    type: "finish",
    reason: "stop",
    usage: {
      inputTokens: 110,
      cachedInputTokens: 3,
      cacheWriteTokens: 0,
      outputTokens: 11,
      reasoningTokens: 7,
      estimated: false,
    },
  });
});

test("the last count holds, and a later chunk that counts nothing does not erase it", () => {
  const early = { ...answer([{ text: "a" }]), usageMetadata: { promptTokenCount: 169 } };
  const last = { ...answer([{ text: "b" }], "STOP"), usageMetadata: counted };
  const traffic = { usageMetadata: { trafficType: "ON_DEMAND" } };
  expect(decoded(early, last, traffic).at(-1)).toMatchObject({
    usage: { inputTokens: 10, outputTokens: 4, estimated: false },
  });
});

test("an answer without any count is marked as estimated", () => {
  expect(decoded(answer([{ text: "b" }], "STOP")).at(-1)).toMatchObject({ usage: { estimated: true } });
});

test.each([
  ["MAX_TOKENS", "length"],
  ["SAFETY", "content_filter"],
  ["RECITATION", "content_filter"],
  ["SPII", "content_filter"],
  ["OTHER", "stop"],
  ["A_REASON_OF_TOMORROW", "stop"],
])("%s finishes as %s", (finishReason, reason) => {
  expect(decoded(answer([{ text: "No" }], finishReason)).at(-1)).toMatchObject({ type: "finish", reason });
});

test("the last finish reason holds when every chunk carries one", () => {
  expect(decoded(answer([{ text: "a" }], "STOP"), answer([], "RECITATION")).at(-1)).toMatchObject({
    reason: "content_filter",
  });
});

test("a blocked prompt is a failure of the content filter", () => {
  const blocked = { promptFeedback: { blockReason: "MODEL_ARMOR", blockReasonMessage: "the prompt said …" } };
  expect(failureOf(() => decoded(blocked))).toEqual({
    class: "content_filter",
    code: "MODEL_ARMOR",
    retryAfterMs: null,
  });
});

test("a call that nobody can run is malformed, and what was said before it has been given out", () => {
  const decoder = createGeminiDecoder();
  const last = answer([{ text: "let me see" }], "MALFORMED_FUNCTION_CALL");
  expect(decoder.event(JSON.stringify(last), undefined)).toEqual([{ type: "text", text: "let me see" }]);
  expect(failureOf(() => decoder.end())).toMatchObject({
    class: "malformed",
    code: "MALFORMED_FUNCTION_CALL",
  });
});

test.each([
  { name: "one", willContinue: true },
  { partialArgs: [{ jsonPath: "$.a", stringValue: "b" }] },
  {},
])("a call in pieces, which nobody asked for, is malformed: %j", (functionCall) => {
  expect(failureOf(() => decoded(answer([{ functionCall }])))).toMatchObject({ class: "malformed" });
});

test("only the first candidate is read", () => {
  const other = { content: { parts: [{ text: "other" }] }, finishReason: "MAX_TOKENS", index: 1 };
  const first = { content: { parts: [{ text: "first" }] }, finishReason: "STOP" };
  expect(decoded({ candidates: [first, other] })).toMatchObject([
    { type: "text", text: "first" },
    { type: "finish", reason: "stop" },
  ]);
});

test("an error inside a success is a failure, in an array of one as well", () => {
  const error = { code: 503, status: "UNAVAILABLE", message: "The model is overloaded." };
  expect(failureOf(() => decoded({ error }))).toMatchObject({ class: "overloaded" });
  expect(failureOf(() => createGeminiDecoder().whole([{ error }]))).toMatchObject({ class: "overloaded" });
});

test.each(["null", '"text"', "7", "[null]", "<html>"])("%s is no answer", (data) => {
  expect(failureOf(() => createGeminiDecoder().event(data, undefined))).toMatchObject({ class: "malformed" });
});

test("what has an unexpected shape inside is passed over", () => {
  const odd = { candidates: [null, { content: { parts: [null, { text: 1 }, { executableCode: {} }] } }] };
  expect(decoded(odd, { candidates: "none", usageMetadata: null })).toEqual([]);
});
