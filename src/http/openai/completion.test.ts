import { expect, test } from "vitest";
import type { AnswerPart } from "../../core/answering/answering.ts";
import { chunkFrames, completionOf, type CompletionParts, type Ending } from "./completion.ts";
import { OpenaiRefusal } from "./errors.ts";

const head = { id: "chatcmpl-1", created: 1_700_000_000, model: "batuta/fastest" };
const extra = { model: "fast", attempts: 2, cost_usd: 0.25, cached: false };
const usage = { input_tokens: 7, output_tokens: 5, cached_tokens: 3, reasoning_tokens: 2, estimated: false };
const answered: Ending & { kind: "answered" } = { kind: "answered", reason: "stop", usage, extra };
const openaiUsage = {
  prompt_tokens: 7,
  completion_tokens: 5,
  total_tokens: 12,
  prompt_tokens_details: { cached_tokens: 3 },
  completion_tokens_details: { reasoning_tokens: 2 },
};

async function* partsOf(said: readonly AnswerPart[], ending: Ending, closed = () => {}): CompletionParts {
  try {
    yield* said;
    return ending;
  } finally {
    closed();
  }
}

async function framesOf(said: readonly AnswerPart[], ending: Ending, withUsage = false) {
  const parts = partsOf(said, ending);
  const frames = await Array.fromAsync(chunkFrames(head, await parts.next(), parts, withUsage));
  return frames.map((frame) => {
    expect(frame).toMatch(/^data: [^\n]*\n\n$/);
    const data = frame.slice("data: ".length, -2);
    const value: unknown = data === "[DONE]" ? data : JSON.parse(data);
    return value;
  });
}

function chunk(delta: object, reason: string | null = null) {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: reason }];
  return { ...head, object: "chat.completion.chunk", choices };
}

const role = chunk({ role: "assistant", content: "" });

test("a stream is the role, the pieces, the reason and the end mark", async () => {
  const said: AnswerPart[] = [
    { type: "reasoning", text: "Hm" },
    { type: "text", text: 'Say "hi"\n' },
    { type: "text", text: "ñ\u2028" },
  ];
  expect(await framesOf(said, { ...answered, reason: "length" })).toEqual([
    role,
    chunk({ reasoning_content: "Hm" }),
    chunk({ content: 'Say "hi"\n' }),
    chunk({ content: "ñ\u2028" }),
    chunk({}, "length"),
    "[DONE]",
  ]);
});

test("a tool call names itself in its first piece only", async () => {
  const said: AnswerPart[] = [
    { type: "tool_call", index: 1, id: "c2", name: "look", arguments: "" },
    { type: "tool_call", index: 1, arguments: '{"at"' },
  ];
  const frames = await framesOf(said, { ...answered, reason: "tool_calls" });
  const first = { index: 1, id: "c2", type: "function", function: { name: "look", arguments: "" } };
  expect(frames.slice(1, 3)).toEqual([
    chunk({ tool_calls: [first] }),
    chunk({ tool_calls: [{ index: 1, function: { arguments: '{"at"' } }] }),
  ]);
});

test("usage comes in a chunk of its own, and only when it is asked for", async () => {
  const last = { ...head, object: "chat.completion.chunk", choices: [], batuta: extra, usage: openaiUsage };
  expect((await framesOf([], answered, true)).slice(2)).toEqual([last, "[DONE]"]);
  expect(await framesOf([], answered)).toEqual([role, chunk({}, "stop"), "[DONE]"]);
});

test("sources come ahead of the end mark", async () => {
  const snippet = { start: 0, end: 4, snippet: "Oak.", score: 0.5, flagged: false };
  const sources = [{ n: 1, doc_id: "d", doc_name: "a.txt", ...snippet }];
  const frames = await framesOf([{ type: "text", text: "Oak [S1]." }], {
    ...answered,
    extra: { ...extra, sources },
  });
  expect(frames.at(-2)).toMatchObject({ choices: [], sources, batuta: extra });
});

test("a stream that breaks off ends in its error, without reason and end mark", async () => {
  const error = { message: "Broken.", type: "server_error", param: null, code: "truncated" };
  const frames = await framesOf([{ type: "text", text: "It" }], {
    kind: "failed",
    refusal: new OpenaiRefusal(503, error),
  });
  expect(frames).toEqual([role, chunk({ content: "It" }), { error }]);
});

test("who leaves between two frames closes the answer that is still to come", async () => {
  let closed = false;
  const said: AnswerPart[] = [
    { type: "text", text: "one" },
    { type: "text", text: "two" },
  ];
  const parts = partsOf(said, answered, () => (closed = true));
  for await (const frame of chunkFrames(head, await parts.next(), parts, false))
    if (frame.includes("one")) break;
  expect(closed).toBe(true);
});

test("a whole answer joins the pieces of text, thoughts and tool calls", () => {
  const said: AnswerPart[] = [
    { type: "reasoning", text: "H" },
    { type: "reasoning", text: "m" },
    { type: "text", text: "Let me " },
    { type: "tool_call", index: 0, id: "c1", name: "look", arguments: '{"at"' },
    { type: "tool_call", index: 1, id: "c2", name: "wait", arguments: "{}" },
    { type: "tool_call", index: 0, arguments: ":1}" },
    { type: "text", text: "see." },
  ];
  expect(completionOf(head, said, { ...answered, reason: "tool_calls" })).toEqual({
    ...head,
    object: "chat.completion",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: "Let me see.",
          refusal: null,
          reasoning_content: "Hm",
          tool_calls: [
            { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } },
            { id: "c2", type: "function", function: { name: "wait", arguments: "{}" } },
          ],
        },
        logprobs: null,
        finish_reason: "tool_calls",
      },
    ],
    usage: openaiUsage,
    batuta: extra,
  });
});

test("an answer of tool calls alone has no content", () => {
  const said: AnswerPart[] = [{ type: "tool_call", index: 0, id: "c1", name: "look", arguments: "{}" }];
  const [choice] = completionOf(head, said, answered).choices;
  expect(choice?.message.content).toBeNull();
});
