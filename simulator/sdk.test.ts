import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { CohereClientV2 } from "cohere-ai";
import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordOf } from "./json.ts";
import { createSimulator, type Simulator } from "./simulator.ts";
import { wordsOf } from "./words.ts";

/** The vendors' own clients must find nothing strange in a good answer. */
const model = "sim;tokens=5;think=2;cached=2";
const toolModel = "sim;tool=look_up";
const answer = wordsOf(1, 0, 5).join(" ");
const thoughts = wordsOf(1, 200_000, 2).join(" ");
const toolQuery = wordsOf(1, 0, 3).join(" ");
const question = { role: "user", content: "one two three" } as const;

let simulator: Simulator;
let openai: OpenAI;
let azure: AzureOpenAI;
let anthropic: Anthropic;
let gemini: GoogleGenAI;
let cohere: CohereClientV2;

beforeAll(async () => {
  simulator = await createSimulator();
  const { url } = simulator;
  openai = new OpenAI({ apiKey: "key", baseURL: `${url}/v1`, maxRetries: 0 });
  azure = new AzureOpenAI({ apiKey: "key", endpoint: url, apiVersion: "2024-10-21", maxRetries: 0 });
  anthropic = new Anthropic({ apiKey: "key", baseURL: url, maxRetries: 0 });
  gemini = new GoogleGenAI({ apiKey: "key", httpOptions: { baseUrl: url } });
  cohere = new CohereClientV2({ token: "key", environment: url, maxRetries: 0 });
});
afterAll(() => simulator.close());

test("openai reads a whole answer with its usage", async () => {
  const { choices, usage } = await openai.chat.completions.create({ model, messages: [question] });
  expect(choices[0]?.message).toMatchObject({ content: answer, reasoning_content: thoughts });
  expect(choices[0]?.finish_reason).toBe("stop");
  expect(usage).toMatchObject({
    prompt_tokens: 3,
    completion_tokens: 7,
    prompt_tokens_details: { cached_tokens: 2 },
  });
});

test.each(["openai", "azure"])("%s reads a stream with its usage", async (maker) => {
  const client = maker === "azure" ? azure : openai;
  const stream = client.chat.completions.stream({
    model,
    messages: [question],
    stream_options: { include_usage: true },
  });
  const { choices, usage } = await stream.finalChatCompletion();
  expect(choices[0]?.message.content).toBe(answer);
  expect(usage).toMatchObject({
    prompt_tokens: 3,
    completion_tokens: 7,
    prompt_tokens_details: { cached_tokens: 2 },
  });
});

test("openai reads a tool call, streamed and whole", async () => {
  const request = { model: toolModel, messages: [question] };
  const called = { name: "look_up", arguments: JSON.stringify({ query: toolQuery }) };
  const whole = await openai.chat.completions.create(request);
  const streamed = await openai.chat.completions.stream(request).finalChatCompletion();
  for (const { choices } of [whole, streamed]) {
    expect(choices[0]?.finish_reason).toBe("tool_calls");
    expect(choices[0]?.message.tool_calls).toMatchObject([{ id: "call_simulated", function: called }]);
  }
});

test("openai reads embeddings, as floats and as it asks for them itself, and the list of models", async () => {
  const input = ["solar panel", "solar panel warranty", "wooden spoon"];
  const request = { model: "sim", input, dimensions: 256 };
  const { data, usage } = await openai.embeddings.create(request);
  const floats = await openai.embeddings.create({ ...request, encoding_format: "float" });
  expect(usage.prompt_tokens).toBe(7);
  const [first = [], second = [], third = []] = data.map(({ embedding }) => embedding);
  expect(first).toHaveLength(256);
  expect(floats.data[0]?.embedding[0]).toBeCloseTo(first[0] ?? Number.NaN, 6);
  expect(product(first, first)).toBeCloseTo(1, 5);
  expect(product(first, second)).toBeGreaterThan(product(first, third) + 0.3);
  expect((await openai.models.list()).data.map(({ id }) => id)).toContain("sim");
});

test("anthropic reads whole and streamed answers with their usage", async () => {
  const request = { model, messages: [question], max_tokens: 100 };
  const whole = await anthropic.messages.create(request);
  const streamed = await anthropic.messages.stream(request).finalMessage();
  for (const { content, stop_reason, usage } of [whole, streamed]) {
    expect(content).toMatchObject([
      { type: "thinking", thinking: thoughts, signature: "c2ltdWxhdGVk" },
      { type: "text", text: answer },
    ]);
    expect(stop_reason).toBe("end_turn");
    expect(usage).toMatchObject({ input_tokens: 1, cache_read_input_tokens: 2, output_tokens: 7 });
  }
});

test("anthropic reads a tool call, streamed and whole", async () => {
  const request = { model: toolModel, messages: [question], max_tokens: 100 };
  const whole = await anthropic.messages.create(request);
  const streamed = await anthropic.messages.stream(request).finalMessage();
  for (const { content, stop_reason } of [whole, streamed]) {
    expect(stop_reason).toBe("tool_use");
    expect(content).toMatchObject([{ type: "tool_use", name: "look_up", input: { query: toolQuery } }]);
  }
});

test("genai reads whole and streamed answers with their usage", async () => {
  const contents = question.content;
  const whole = await gemini.models.generateContent({ model, contents });
  const chunks = await Array.fromAsync(await gemini.models.generateContentStream({ model, contents }));
  const last = chunks.at(-1);
  expect(whole.text).toBe(answer);
  expect(chunks.map(({ text }) => text ?? "").join("")).toBe(answer);
  for (const response of [whole, last]) {
    expect(response?.candidates?.[0]?.finishReason).toBe("STOP");
    expect(response?.usageMetadata).toMatchObject({
      promptTokenCount: 3,
      cachedContentTokenCount: 2,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 2,
      totalTokenCount: 10,
    });
  }
  expect(simulator.calls().at(-1)?.model).toBe(model);
});

test("genai reads a tool call, streamed and whole", async () => {
  const request = { model: toolModel, contents: question.content };
  const whole = await gemini.models.generateContent(request);
  const chunks = await Array.fromAsync(await gemini.models.generateContentStream(request));
  const called = [{ name: "look_up", args: { query: toolQuery } }];
  expect(whole.functionCalls).toMatchObject(called);
  expect(chunks.flatMap(({ functionCalls }) => functionCalls ?? [])).toMatchObject(called);
});

test("cohere reads a whole answer with its usage", async () => {
  const { message, finishReason, usage } = await cohere.chat({ model, messages: [question] });
  expect(message.content).toMatchObject([
    { type: "thinking", thinking: thoughts },
    { type: "text", text: answer },
  ]);
  expect(finishReason).toBe("COMPLETE");
  expect(usage).toMatchObject({ tokens: { inputTokens: 3, outputTokens: 7 }, cachedTokens: 2 });
});

test("cohere reads a stream with its usage", async () => {
  const events = await Array.fromAsync(await cohere.chatStream({ model, messages: [question] }));
  const said = events.map((event) =>
    event.type === "content-delta" ? (event.delta?.message?.content ?? {}) : {},
  );
  expect(said.map(({ text }) => text ?? "").join("")).toBe(answer);
  expect(said.map(({ thinking }) => thinking ?? "").join("")).toBe(thoughts);
  expect(events.at(-1)).toMatchObject({
    type: "message-end",
    delta: {
      finishReason: "COMPLETE",
      usage: { tokens: { inputTokens: 3, outputTokens: 7 }, cachedTokens: 2 },
    },
  });
});

test("cohere reads a tool call, streamed and whole", async () => {
  const request = { model: toolModel, messages: [question] };
  const written = JSON.stringify({ query: toolQuery });
  const whole = await cohere.chat(request);
  expect(whole.message.toolCalls?.[0]?.function).toMatchObject({ name: "look_up", arguments: written });
  const events = await Array.fromAsync(await cohere.chatStream(request));
  const parts = events.map((event) =>
    event.type === "tool-call-delta" ? (event.delta?.message?.toolCalls?.function?.arguments ?? "") : "",
  );
  expect(parts.join("")).toBe(written);
});

test("the clients find the reason in each vendor's errors", async () => {
  const messages = [question];
  const limited = "sim;status=429;retry_after=7";
  await expect(
    openai.chat.completions.create({ model: "sim;error=context_length", messages }),
  ).rejects.toMatchObject({
    status: 400,
    code: "context_length_exceeded",
  });
  await expect(openai.chat.completions.create({ model: "sim;error=quota", messages })).rejects.toMatchObject({
    status: 429,
    code: "insufficient_quota",
  });
  const refused: unknown = await openai.chat.completions.create({ model: limited, messages }).then(
    () => undefined,
    (error: unknown) => error,
  );
  const { headers } = recordOf(refused);
  expect(headers instanceof Headers && headers.get("retry-after")).toBe("7");
  await expect(
    anthropic.messages.create({ model: "sim;status=529", messages, max_tokens: 9 }),
  ).rejects.toMatchObject({
    status: 529,
    error: { error: { type: "overloaded_error" } },
  });
  const contents = question.content;
  await expect(gemini.models.generateContent({ model: limited, contents })).rejects.toThrow(
    /"retryDelay":"7s"/u,
  );
  await expect(cohere.chat({ model: "sim;status=401", messages })).rejects.toMatchObject({ statusCode: 401 });
});

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
