import { createOpenAI } from "@ai-sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulatedText } from "../faults/models/asking.ts";
import { startOpenaiHouse, type OpenaiHouse } from "./openaiHouse.ts";

const weather = encodeURIComponent('{"city":"Lima"}');
const models = { fast: "tokens=6;cached=1", calls: `tool=weather;text=${weather}`, cut: "fault=cut;after=3" };
const text = simulatedText(6);

let house: OpenaiHouse;
beforeAll(async () => void (house = await startOpenaiHouse({ models, order: ["fast"] })));
afterAll(() => house.stop());

describe.concurrent("the AI SDK's OpenAI provider", () => {
  const chat = (id: string) => createOpenAI({ baseURL: house.baseURL, apiKey: house.key }).chat(id);

  test("generates a text", async () => {
    const answer = await generateText({ model: chat("fast"), prompt: "Why is that so?" });
    expect(answer.text).toBe(text);
    expect(answer.finishReason).toBe("stop");
    expect(answer.usage).toMatchObject({ inputTokens: 4, outputTokens: 6, totalTokens: 10 });
    expect(answer.usage.inputTokenDetails.cacheReadTokens).toBe(1);
  });

  test("streams one by the name of a strategy", async () => {
    const answer = streamText({ model: chat("batuta/fallback"), prompt: "Why is that so?" });
    const pieces: string[] = [];
    for await (const piece of answer.textStream) pieces.push(piece);
    expect(pieces.join("")).toBe(text);
    expect(pieces.length).toBeGreaterThan(1);
    expect(await answer.finishReason).toBe("stop");
    expect(await answer.usage).toMatchObject({ inputTokens: 4, outputTokens: 6 });
  });

  test.each(["generated", "streamed"])("calls a tool, %s", async (how) => {
    const cities: string[] = [];
    const inputSchema = jsonSchema<{ city: string }>({
      type: "object",
      properties: { city: { type: "string" } },
    });
    const execute = ({ city }: { city: string }) => {
      cities.push(city);
      return "sunny";
    };
    const options = {
      model: chat("calls"),
      prompt: "What is the weather?",
      tools: { weather: tool({ inputSchema, execute }) },
      stopWhen: stepCountIs(1),
    };
    const answer = how === "generated" ? await generateText(options) : streamText(options);
    expect(await answer.finishReason).toBe("tool-calls");
    expect(await answer.toolCalls).toMatchObject([{ toolName: "weather", input: { city: "Lima" } }]);
    expect(cities).toEqual(["Lima"]);
  });

  test("hears of a stream that broke off", async () => {
    const errors: unknown[] = [];
    const answer = streamText({
      model: chat("cut"),
      prompt: "Why?",
      onError: ({ error }) => void errors.push(error),
    });
    await answer.consumeStream({ onError: (error) => void errors.push(error) });
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).toContain("truncated");
  });
});

describe.concurrent("LangChain's ChatOpenAI", () => {
  const chat = (model: string) =>
    new ChatOpenAI({ model, apiKey: house.key, configuration: { baseURL: house.baseURL }, maxRetries: 0 });

  test("invokes a model", async () => {
    const answer = await chat("fast").invoke("Why is that so?");
    expect(answer.content).toBe(text);
    expect(answer.usage_metadata).toMatchObject({ input_tokens: 4, output_tokens: 6, total_tokens: 10 });
  });

  test("streams one", async () => {
    const pieces: string[] = [];
    const usages: unknown[] = [];
    for await (const { text: piece, usage_metadata } of await chat("fast").stream("Why is that so?")) {
      pieces.push(piece);
      if (usage_metadata) usages.push(usage_metadata);
    }
    expect(pieces.join("")).toBe(text);
    expect(pieces.filter(Boolean).length).toBeGreaterThan(1);
    expect(usages).toMatchObject([{ input_tokens: 4, output_tokens: 6, total_tokens: 10 }]);
  });

  test("reads a tool call", async () => {
    const bound = chat("calls").bindTools([
      { type: "function", function: { name: "weather", parameters: { type: "object", properties: {} } } },
    ]);
    const answer = await bound.invoke("What is the weather?");
    expect(answer.tool_calls).toMatchObject([{ name: "weather", args: { city: "Lima" } }]);
  });
});
