import type { LanguageModelV2, LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import { createOpenAI } from "@ai-sdk/openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exchange, profile, question } from "../../../test/wire/exchange.ts";
import { recordings, recordingsAbsent } from "../../../test/wire/recordings.ts";
import { type Delivery, type ReplayServer, startReplayServer } from "../../../test/wire/replayServer.ts";
import type { Model, ModelEvent, ModelRequest } from "../../core/answering/model.ts";
import { createAiSdkModel } from "./aiSdkModel.ts";
import { createHttpModel } from "./httpModel.ts";
import { createHttpPool, type HttpPool } from "./httpPool.ts";
import { openaiChat } from "./openaiChat.ts";

let server: ReplayServer;
let pool: HttpPool;
beforeAll(async () => {
  server = await startReplayServer();
  pool = createHttpPool();
});
afterAll(async () => {
  await pool.close();
  await server[Symbol.asyncDispose]();
});

const sse = { "content-type": "text/event-stream" };
const json = { "content-type": "application/json" };

function chunk(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: "c", created: 1, model: "m", choices })}\n\n`;
}

const usage = `data: ${JSON.stringify({
  id: "c",
  created: 1,
  model: "m",
  choices: [],
  usage: {
    prompt_tokens: 100,
    completion_tokens: 7,
    prompt_tokens_details: { cached_tokens: 64 },
    completion_tokens_details: { reasoning_tokens: 3 },
  },
})}\n\n`;
const done = "data: [DONE]\n\n";
const whole = `${chunk({ role: "assistant", content: "Quince" })}${chunk({ content: " días" })}${chunk({}, "stop")}${usage}${done}`;

function bridged(body: string, delivery: Delivery = {}, status = 200, headers: Record<string, string> = sse) {
  const baseURL = server.serve({ status, headers, body: Buffer.from(body) }, delivery);
  return createAiSdkModel(profile, createOpenAI({ baseURL, apiKey: "secret-key" }).chat("m"));
}

test("an answer comes with its text, usage, cached tokens and finish, however it arrives", async () => {
  const expected = {
    text: "Quince días",
    finish: "stop",
    failure: null,
    usage: {
      inputTokens: 100,
      cachedInputTokens: 64,
      cacheWriteTokens: 0,
      outputTokens: 7,
      reasoningTokens: 3,
      estimated: false,
    },
  };
  expect(await exchange(bridged(whole))).toMatchObject(expected);
  expect(await exchange(bridged(whole, { pieceBytes: 7 }))).toMatchObject(expected);
});

test("what arrives at once comes as one batch behind the opening", async () => {
  const words = Array.from({ length: 50 }, (_, at) => chunk({ content: `w${at} ` })).join("");
  const sizes: number[] = [];
  for await (const batch of bridged(`${words}${chunk({}, "stop")}${done}`).stream(
    question,
    AbortSignal.any([]),
  ))
    sizes.push(batch.length);
  expect(sizes[0]).toBe(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(52);
  expect(sizes.length).toBeLessThan(12);
});

test("a tool call in pieces is one call", async () => {
  const begun = chunk({
    tool_calls: [{ index: 0, id: "c1", type: "function", function: { name: "look", arguments: "" } }],
  });
  const piece = (text: string) => chunk({ tool_calls: [{ index: 0, function: { arguments: text } }] });
  const answer = await exchange(
    bridged(`${begun}${piece('{"q":')}${piece('"a"}')}${chunk({}, "tool_calls")}${done}`),
  );
  expect(answer.toolCalls).toEqual([{ id: "c1", name: "look", arguments: '{"q":"a"}' }]);
  expect(answer.finish).toBe("tool_calls");
});

test("a stream that ends in good order without its finish is truncated, its text kept", async () => {
  const answer = await exchange(bridged(chunk({ content: "Quince" })));
  expect(answer).toMatchObject({ text: "Quince", finish: null, failure: { class: "truncated" } });
});

test("a connection that breaks is never a success", async () => {
  const body = `${chunk({ content: "Quince" })}${chunk({ content: " días" })}`;
  for (let cutAt = 0; cutAt < body.length; cutAt += 50) {
    const { finish, failure } = await exchange(bridged(body, { cutAt }));
    expect(finish).toBeNull();
    expect(["network", "truncated"]).toContain(failure?.class);
  }
});

test.each<[number, string, Record<string, string>, object]>([
  [
    401,
    '{"error":{"message":"Incorrect API key provided: secret-key","code":"invalid_api_key"}}',
    json,
    { class: "auth", code: "invalid_api_key" },
  ],
  [
    429,
    '{"error":{"message":"slow","code":"rate_limit_exceeded"}}',
    { ...json, "retry-after": "7" },
    { class: "rate_limited", retryAfterMs: 7_000 },
  ],
  [
    400,
    '{"error":{"message":"too long","code":"context_length_exceeded"}}',
    json,
    { class: "context_length" },
  ],
  [503, "<html>secret</html>", { "content-type": "text/html" }, { class: "overloaded", code: "HTTP 503" }],
])("status %d is classified like that of any other model", async (status, body, headers, failure) => {
  const answer = await exchange(bridged(body, {}, status, headers));
  expect(answer).toMatchObject({ finish: null, failure });
  expect(JSON.stringify(answer)).not.toContain("secret");
});

test("an error in the midst of a stream ends it behind the text before it", async () => {
  const error = 'data: {"error":{"message":"busy","type":"server_error","code":"overloaded_error"}}\n\n';
  const answer = await exchange(bridged(`${chunk({ content: "Quince" })}${error}`));
  expect(answer).toMatchObject({ text: "Quince", failure: { class: "overloaded" } });
});

test("a server that is not there is a network failure, and the error keeps nothing that was sent", async () => {
  const gone = await startReplayServer();
  const baseURL = gone.serve({ status: 200, headers: {}, body: Buffer.alloc(0) });
  await gone[Symbol.asyncDispose]();
  const model = createAiSdkModel(profile, createOpenAI({ baseURL, apiKey: "k" }).chat("m"));
  const error: unknown = await nextOf(model, AbortSignal.any([])).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ failure: { class: "network", code: "ECONNREFUSED" } });
  expect(error).toHaveProperty("cause", undefined);
});

test("calling off before the first content ends with the signal's reason and closes the socket", async () => {
  const before = await server.connections();
  const control = new AbortController();
  const reason = new Error("nobody waits");
  const model = bridged(whole, { cutAt: 0, cut: "never" });
  const first = nextOf(model, control.signal);
  await expect.poll(() => server.connections()).toBeGreaterThanOrEqual(before);
  control.abort(reason);
  await expect(first).rejects.toBe(reason);
  await expect.poll(() => server.connections()).toBeLessThanOrEqual(before);
});

test("leaving in the midst closes the socket", async () => {
  const before = await server.connections();
  const stream = bridged(whole, { cutAt: whole.length - 20, cut: "never" }).stream(
    question,
    AbortSignal.any([]),
  );
  for await (const batch of stream) if (batch.some(({ type }) => type === "text")) break;
  await expect.poll(() => server.connections()).toBeLessThanOrEqual(before);
});

const recorded = recordings("openai", "chat-sse").filter(
  ({ status, streamed }) => status === 200 && streamed,
);

// The recordings lie beside the repository and are not part of it.
test.skipIf(recordingsAbsent)("recorded streams say the same as through the format of our own", async () => {
  // Of several choices the SDK mixes the texts.
  const single = recorded.filter(({ name }) => !name.includes("ngt1"));
  expect(single.length).toBeGreaterThan(5);
  for (const recording of single) {
    const baseUrl = server.serve(recording);
    const endpoint = { model: "m", baseUrl, apiKey: "k", quirks: {} };
    const own = await exchange(createHttpModel(profile, endpoint, openaiChat, { stream: true }, pool));
    const { text, toolCalls, finish, usage: used } = await exchange(bridged(recording.body.toString()));
    expect({ name: recording.name, text, toolCalls, finish, used }).toEqual({
      name: recording.name,
      text: own.text,
      toolCalls: own.toolCalls,
      finish: own.finish,
      used: own.usage,
    });
  }
});

test("a break behind content leaves a truncated answer, its text kept", async () => {
  const parts: LanguageModelV4StreamPart[] = [{ type: "text-delta", id: "x", delta: "Quince" }];
  const socketError = new TypeError("terminated", { cause: { code: "UND_ERR_SOCKET" } });
  const stream = new ReadableStream<LanguageModelV4StreamPart>(
    {
      pull(controller) {
        const part = parts.shift();
        if (part === undefined) controller.error(socketError);
        else controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
  const answer = await exchange(streaming(stream));
  expect(answer).toMatchObject({ text: "Quince", finish: null, failure: { class: "truncated" } });
});

function nextOf(model: Model, signal: AbortSignal): Promise<unknown> {
  const iterator = model.stream(question, signal)[Symbol.asyncIterator]();
  return iterator.next();
}

type Options = Parameters<LanguageModelV4["doStream"]>[0];

function streaming(stream: ReadableStream<LanguageModelV4StreamPart>, seen: Options[] = []): Model {
  return createAiSdkModel(profile, {
    specificationVersion: "v4",
    provider: "scripted",
    modelId: "m",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("unused")),
    doStream(options) {
      seen.push(options);
      return Promise.resolve({ stream });
    },
  });
}

function scripted(parts: readonly LanguageModelV4StreamPart[], seen: Options[] = []): Model {
  return streaming(ReadableStream.from(parts), seen);
}

const tokens = {
  inputTokens: { total: 5, noCache: 2, cacheRead: 3, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};
const stop: LanguageModelV4StreamPart = {
  type: "finish",
  usage: tokens,
  finishReason: { unified: "stop", raw: "stop" },
};

test("thoughts are kept apart, calls that the vendor runs itself are left out, unknown usage is marked", async () => {
  const answer = await exchange(
    scripted([
      { type: "stream-start", warnings: [] },
      { type: "reasoning-delta", id: "r", delta: "hmm" },
      { type: "tool-input-start", id: "t1", toolName: "web", providerExecuted: true },
      { type: "tool-input-delta", id: "t1", delta: "{}" },
      { type: "tool-call", toolCallId: "t1", toolName: "web", input: "{}", providerExecuted: true },
      { type: "tool-call", toolCallId: "t2", toolName: "look", input: '{"q":1}' },
      { type: "text-delta", id: "x", delta: "sí" },
      stop,
    ]),
  );
  expect(answer).toMatchObject({
    reasoning: "hmm",
    text: "sí",
    usage: { inputTokens: 5, cachedInputTokens: 3, estimated: true },
  });
  expect(answer.toolCalls).toEqual([{ id: "t2", name: "look", arguments: '{"q":1}' }]);
});

test("a request goes over whole", async () => {
  const seen: Options[] = [];
  const request: ModelRequest = {
    ...question,
    temperature: 0.2,
    maxTokens: 50,
    stop: ["END"],
    tools: [{ name: "look", parameters: { type: "object" } }],
    toolChoice: { name: "look" },
    output: { name: "shape", schema: { type: "object" } },
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What?" },
          { type: "image", url: "data:image/png;base64,AAAA" },
        ],
      },
      { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "look", arguments: '{"q":1}' }] },
      { role: "tool", content: "found", toolCallId: "c1" },
    ],
  };
  await exchange(scripted([stop], seen), request);
  expect(seen[0]).toMatchObject({
    temperature: 0.2,
    maxOutputTokens: 50,
    stopSequences: ["END"],
    tools: [{ type: "function", name: "look", inputSchema: { type: "object" } }],
    toolChoice: { type: "tool", toolName: "look" },
    responseFormat: { type: "json", name: "shape", schema: { type: "object" } },
  });
  expect(seen[0]?.prompt).toEqual([
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "text", text: "What?" },
        { type: "file", mediaType: "image/png", data: { type: "data", data: "AAAA" } },
      ],
    },
    {
      role: "assistant",
      content: [{ type: "tool-call", toolCallId: "c1", toolName: "look", input: { q: 1 } }],
    },
    {
      role: "tool",
      content: [
        { type: "tool-result", toolCallId: "c1", toolName: "look", output: { type: "text", value: "found" } },
      ],
    },
  ]);
});

test("a provider of the second version counts and ends in its own way", async () => {
  const ended = (finishReason: "stop" | "unknown"): LanguageModelV2 => ({
    specificationVersion: "v2",
    provider: "scripted",
    modelId: "m",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("unused")),
    doStream: () =>
      Promise.resolve({
        stream: ReadableStream.from([
          { type: "text-delta" as const, id: "x", delta: "sí" },
          {
            type: "finish" as const,
            finishReason,
            usage: {
              inputTokens: 9,
              outputTokens: 4,
              totalTokens: 13,
              cachedInputTokens: 8,
              reasoningTokens: 2,
            },
          },
        ]),
      }),
  });
  expect((await exchange(createAiSdkModel(profile, ended("stop")))).usage).toEqual({
    inputTokens: 9,
    cachedInputTokens: 8,
    cacheWriteTokens: 0,
    outputTokens: 4,
    reasoningTokens: 2,
    estimated: false,
  });
  expect((await exchange(createAiSdkModel(profile, ended("unknown")))).failure?.class).toBe("truncated");
});

test("the headers have as long as the first content, because a provider may hold them back", () => {
  expect(scripted([stop]).timers).toEqual({ ...profile.timers, connectMs: profile.timers.firstContentMs });
});

test("calling off does not wait for a provider that does not listen", async () => {
  const control = new AbortController();
  const reason = new Error("nobody waits");
  const deaf = streaming(new ReadableStream({ cancel: () => new Promise(() => undefined) }));
  const seen: ModelEvent["type"][] = [];
  const run = async () => {
    for await (const batch of deaf.stream(question, control.signal)) {
      seen.push(...batch.map(({ type }) => type));
      setImmediate(() => control.abort(reason));
    }
  };
  await expect(run()).rejects.toBe(reason);
  expect(seen).toEqual(["open"]);
});
