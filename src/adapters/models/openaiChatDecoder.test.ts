import { expect, test } from "vitest";
import type { ModelEvent } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { createOpenaiChatDecoder } from "./openaiChatDecoder.ts";

const untold = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  estimated: true,
};

/** What a stream of such chunks comes to; strings are data as they stand. */
function read(...chunks: readonly unknown[]): ModelEvent[] {
  const decoder = createOpenaiChatDecoder();
  const events = chunks.flatMap((chunk) =>
    decoder.event(typeof chunk === "string" ? chunk : JSON.stringify(chunk), undefined),
  );
  return decoder.finished ? events : [...events, ...decoder.end()];
}

const delta = (fields: unknown, finish: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
});

const call = (index: number | undefined, id: string | undefined, name: string | undefined, text: unknown) =>
  delta({ tool_calls: [{ index, id, function: { name, arguments: text } }] });

function failureOf(...chunks: readonly unknown[]) {
  try {
    read(...chunks);
  } catch (error) {
    if (error instanceof ModelError) return error.failure;
    throw error;
  }
  throw new Error("nothing failed");
}

test("the finish waits for the mark, so that usage behind the finish reason counts", () => {
  const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };
  const events = read(delta({ content: "hola" }), delta({}, "length"), { choices: [], usage }, "[DONE]");
  expect(events).toEqual([
    { type: "text", text: "hola" },
    {
      type: "finish",
      reason: "length",
      usage: { ...untold, inputTokens: 9, outputTokens: 4, estimated: false },
    },
  ]);
});

test("a clean end without the mark finishes when a finish reason was read, and only then", () => {
  expect(read(delta({ content: "a" }, "stop"))).toEqual([
    { type: "text", text: "a" },
    { type: "finish", reason: "stop", usage: untold },
  ]);
  expect(read(delta({ content: "a" }))).toEqual([{ type: "text", text: "a" }]);
});

test("thoughts, in whichever field, are no part of the answer and are not told twice", () => {
  const events = read(
    delta({ reasoning_content: "a" }),
    delta({ reasoning: "b" }),
    delta({ reasoning: "c", reasoning_content: "c" }),
    delta({
      content: [
        { type: "thinking", thinking: [{ type: "text", text: "d" }] },
        { type: "text", text: "e" },
      ],
    }),
  );
  expect(events.map((event) => [event.type, "text" in event && event.text])).toEqual([
    ["reasoning", "a"],
    ["reasoning", "b"],
    ["reasoning", "c"],
    ["reasoning", "d"],
    ["text", "e"],
  ]);
});

test("only the first of several choices is read", () => {
  const events = read({
    choices: [
      { index: 1, delta: { content: "other" }, finish_reason: "length" },
      { index: 0, delta: { content: "first" }, finish_reason: "stop" },
    ],
  });
  expect(events).toEqual([
    { type: "text", text: "first" },
    { type: "finish", reason: "stop", usage: untold },
  ]);
});

test("id and name of a tool call are told once, however often they come", () => {
  const events = read(
    call(0, "c1", "find", ""),
    call(0, "c1", "find", '{"a"'),
    call(0, undefined, undefined, ":1}"),
  );
  expect(events).toEqual([
    { type: "tool_call", index: 0, id: "c1", name: "find", arguments: "" },
    { type: "tool_call", index: 0, arguments: '{"a"' },
    { type: "tool_call", index: 0, arguments: ":1}" },
  ]);
});

test("tool calls that share an index, or have none, are told apart by their ids", () => {
  const shared = read(call(0, "c1", "find", "{}"), call(0, "c2", "find", "{}"));
  const without = read(
    call(undefined, "c1", "find", "{"),
    call(undefined, undefined, undefined, "}"),
    call(undefined, "c2", "find", "{}"),
  );
  const indexes = (events: readonly ModelEvent[]) => events.map((event) => "index" in event && event.index);
  expect([indexes(shared), indexes(without)]).toEqual([
    [0, 1],
    [0, 0, 1],
  ]);
});

test("arguments that come as an object become its JSON", () => {
  expect(read(call(0, "c1", "find", { a: 1 }))).toEqual([
    { type: "tool_call", index: 0, id: "c1", name: "find", arguments: '{"a":1}' },
  ]);
});

test("usage is found wherever a vendor puts it, and never exceeds what it is a part of", () => {
  const usages = [
    { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, prompt_cache_hit_tokens: 60 } },
    { x_groq: { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } } },
    { usage: { prompt_tokens: 66, completion_tokens: 6, total_tokens: 100 } },
    {
      usage: {
        prompt_tokens: 10,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 400, cache_write_tokens: 3 },
        completion_tokens_details: { reasoning_tokens: 9 },
      },
    },
  ];
  const told = usages.map((usage) => {
    const finish = read({ ...delta({}, "stop"), ...usage }, "[DONE]").at(-1);
    if (finish?.type !== "finish") throw new Error("no finish");
    const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = finish.usage;
    return [inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens];
  });
  expect(told).toEqual([
    [100, 60, 0, 20, 0],
    [100, 0, 0, 20, 0],
    [66, 0, 0, 34, 0],
    [10, 10, 3, 5, 5],
  ]);
});

test("a whole answer gives the same events as a streamed one", () => {
  const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 };
  const message = {
    role: "assistant",
    reasoning: "mm",
    content: "hola",
    refusal: null,
    tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: "{}" } }],
  };
  const whole = createOpenaiChatDecoder().whole({
    choices: [{ index: 0, message, finish_reason: "tool_calls" }],
    usage,
  });
  expect(whole).toEqual(read(delta(message, "tool_calls"), { choices: [], usage }, "[DONE]"));
});

test("an error in a chunk, in a named event or in a finish reason is thrown, classified", () => {
  const error = { message: "The server had an error", type: "server_error" };
  expect(failureOf({ error })).toEqual({ class: "server_error", code: "server_error", retryAfterMs: null });
  expect(failureOf(delta({ content: "a" }), delta({}, "error")).class).toBe("server_error");
  expect(failureOf(delta({}, "insufficient_system_resource")).class).toBe("overloaded");
  expect(failureOf([{ error: { code: 503, status: "UNAVAILABLE" } }]).class).toBe("overloaded");
  const named = () => createOpenaiChatDecoder().event(JSON.stringify({ code: 400, message: "no" }), "error");
  expect(named).toThrow("invalid_request");
});

test("what is no JSON, no object or has no choices at all is malformed", () => {
  expect([failureOf("{"), failureOf('"text"')].map((failure) => failure.class)).toEqual([
    "malformed",
    "malformed",
  ]);
  expect(() => createOpenaiChatDecoder().whole({ ok: true })).toThrow("malformed (no_choices)");
});
