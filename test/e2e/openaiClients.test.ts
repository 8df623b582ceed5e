import OpenAI from "openai";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulatedText } from "../faults/models/asking.ts";
import { startOpenaiHouse, until, type OpenaiHouse } from "./openaiHouse.ts";

const models = {
  fast: "tokens=6;cached=1",
  slow: "tokens=200;gap=20",
  slower: "tokens=200;gap=20",
  thinks: "tokens=3;think=4",
  busy: "status=503;times=2;tokens=4",
  limited: "error=rate_limit;times=2;tokens=4",
  down: "status=503",
  calls: `tool=weather;text=${encodeURIComponent('{"city":"Lima","days":3}')}`,
  cut: "tokens=6;fault=cut;after=3",
  long: "error=context_length",
};
const text = simulatedText(6);
const messages = [{ role: "user" as const, content: "Why is that so?" }];

let house: OpenaiHouse;
let openai: OpenAI;

beforeAll(async () => {
  const file = (upstream: string) => ({
    embedder: { provider: "openai-compatible", model: "embeds", base_url: upstream, dimensions: 1536 },
  });
  house = await startOpenaiHouse({ models, order: ["fast"], file });
  openai = new OpenAI({ baseURL: house.baseURL, apiKey: house.key });
});
afterAll(() => house.stop());

const usage = {
  prompt_tokens: 4,
  completion_tokens: 6,
  total_tokens: 10,
  prompt_tokens_details: { cached_tokens: 1 },
  completion_tokens_details: { reasoning_tokens: 0 },
};

async function collect(stream: AsyncIterable<ChatCompletionChunk>) {
  const chunks: ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const deltas = chunks.flatMap(({ choices }) => choices);
  return {
    chunks,
    text: deltas.map(({ delta }) => delta.content ?? "").join(""),
    reasons: deltas.flatMap(({ finish_reason }) => finish_reason ?? []),
    calls: deltas.flatMap(({ delta }) => delta.tool_calls ?? []),
  };
}

/** What OpenAI's own types do not know. */
const thoughtOf = (from: object | undefined): string =>
  from && "reasoning_content" in from ? String(from.reasoning_content) : "";

const rejection = async (failing: PromiseLike<unknown>): Promise<unknown> => {
  try {
    await failing;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
};

describe.concurrent("the openai client", () => {
  test("gets a whole answer with its usage, cached tokens, model and price", async () => {
    const { data, response } = await openai.chat.completions
      .create({ model: "fast", messages })
      .withResponse();
    expect(data).toMatchObject({
      object: "chat.completion",
      model: "fast",
      choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
      usage,
    });
    expect(Math.abs(data.created - Date.now() / 1000)).toBeLessThan(600);
    expect(response.headers.get("x-batuta-model")).toBe("fast");
    expect(response.headers.get("x-batuta-attempts")).toBe("1");
    // Three at 1, one at 0.5 and six at 2 dollars a million.
    expect(Number(response.headers.get("x-batuta-cost-usd"))).toBeCloseTo(15.5e-6, 12);
  });

  test("streams the same, and gets the usage last when it asks for it", async () => {
    const stream = await openai.chat.completions.create({
      model: "fast",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const streamed = await collect(stream);
    expect(streamed).toMatchObject({ text, reasons: ["stop"] });
    expect(streamed.chunks[0]?.choices[0]?.delta.role).toBe("assistant");
    expect(streamed.chunks.at(-1)).toMatchObject({ choices: [], usage });
    expect(new Set(streamed.chunks.map(({ id }) => id)).size).toBe(1);
  });

  test("gets no usage in a stream when it does not ask for it", async () => {
    const stream = await openai.chat.completions.create({ model: "fast", messages, stream: true });
    const { chunks } = await collect(stream);
    expect(chunks.filter((chunk) => chunk.usage)).toEqual([]);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  test("reads thoughts apart from the answer, streamed and whole", async () => {
    const whole = await openai.chat.completions.create({ model: "thinks", messages });
    expect(whole.choices[0]?.message.content).toBe(simulatedText(3));
    expect(whole.usage?.completion_tokens_details?.reasoning_tokens).toBe(4);
    const thought = thoughtOf(whole.choices[0]?.message);
    expect(thought.split(" ").length).toBe(4);
    const stream = await openai.chat.completions.create({ model: "thinks", messages, stream: true });
    const { chunks, text: said } = await collect(stream);
    expect(said).toBe(simulatedText(3));
    expect(chunks.map(({ choices }) => thoughtOf(choices[0]?.delta)).join("")).toBe(thought);
  });

  test("that aborts in mid-stream hangs up on the model", async () => {
    const stream = await openai.chat.completions.create({ model: "slow", messages, stream: true });
    for await (const { choices } of stream) {
      if (!choices[0]?.delta.content) continue;
      stream.controller.abort();
      break;
    }
    const [call] = await house.callsSoon("slow");
    expect(call).toMatchObject({ endedBy: "client" });
    expect(call?.sentTokens).toBeLessThan(150);
  });

  test.each(["busy", "limited"])("gets its answer by its own retries from a model that is %s", async (id) => {
    const answer = await openai.chat.completions.create({ model: id, messages });
    expect(answer.choices[0]?.message.content).toBe(simulatedText(4));
    expect(house.callsOf(id).length).toBe(3);
  });

  test("gets a tool call whole, and its answer goes back to the model", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const tools = [{ type: "function" as const, function: { name: "weather", parameters } }];
    const whole = await openai.chat.completions.create({
      model: "calls",
      messages,
      tools,
      tool_choice: "required",
    });
    const [choice] = whole.choices;
    expect(choice?.finish_reason).toBe("tool_calls");
    expect(choice?.message.content).toBeNull();
    const [call] = choice?.message.tool_calls ?? [];
    if (call?.type !== "function" || !choice) throw new Error("no call");
    expect(call.function).toEqual({ name: "weather", arguments: '{"city":"Lima","days":3}' });
    expect(house.callsOf("calls")[0]?.body).toMatchObject({ tools, tool_choice: "required" });

    const reply = { role: "tool" as const, tool_call_id: call.id, content: "sunny" };
    await openai.chat.completions.create({ model: "fast", messages: [...messages, choice.message, reply] });
    const asked = house.callsOf("fast").find(({ messages: count }) => count === 3);
    expect(asked?.body).toMatchObject({
      messages: [...messages, { role: "assistant", content: null, tool_calls: [call] }, reply],
    });
  });

  test("gets a tool call in pieces that its own helper puts together", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const tools = [{ type: "function" as const, function: { name: "weather", parameters } }];
    const stream = openai.chat.completions.stream({ model: "calls", messages, tools });
    const answer = await stream.finalChatCompletion();
    expect(answer.choices[0]?.message.tool_calls).toMatchObject([
      { type: "function", function: { name: "weather", arguments: '{"city":"Lima","days":3}' } },
    ]);
    expect(answer.choices[0]?.finish_reason).toBe("tool_calls");
  });

  test("has its schema, its parameters and its images handed to the model", async () => {
    const schema = { type: "object", properties: { n: { type: "number" } }, additionalProperties: false };
    const image = { type: "image_url" as const, image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };
    await openai.chat.completions.create({
      model: "fast",
      messages: [
        { role: "developer", content: "Be brief." },
        { role: "user", content: [{ type: "text", text: "What is this?" }, image] },
      ],
      response_format: { type: "json_schema", json_schema: { name: "number", schema, strict: true } },
      temperature: 0.25,
      top_p: 0.5,
      max_completion_tokens: 77,
      stop: ["END"],
      // oxlint-disable-next-line typescript/no-deprecated -- many callers send it, and most vendors take it
      seed: 11,
    });
    const bodies = house.callsOf("fast").map(({ body }) => body);
    expect(bodies).toContainEqual({
      model: `fast;${models.fast}`,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: [{ type: "text", text: "What is this?" }, image] },
      ],
      response_format: { type: "json_schema", json_schema: { name: "number", schema, strict: true } },
      temperature: 0.25,
      top_p: 0.5,
      max_tokens: 77,
      stop: ["END"],
      seed: 11,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  test("gets the embedder's vectors, by its usual packing and as numbers", async () => {
    const input = ["una multa de un mes", "otra cosa"];
    const packed = await openai.embeddings.create({ model: "embeds", input });
    const plain = await openai.embeddings.create({ model: "embeds", input, encoding_format: "float" });
    expect(packed.data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 1536],
      [1, 1536],
    ]);
    expect(packed.data.map(({ embedding }) => [...embedding])).toEqual(
      plain.data.map(({ embedding }) => embedding.map((value) => Math.fround(value))),
    );
    expect(Math.hypot(...(packed.data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(packed.usage).toEqual({ prompt_tokens: 7, total_tokens: 7 });
    const shorter = openai.embeddings.create({ model: "embeds", input, dimensions: 256 });
    expect(await rejection(shorter)).toMatchObject({ status: 400, param: "dimensions" });
  });

  test("lists models, strategies and workspaces, and finds one whose name has a slash", async () => {
    const ids: string[] = [];
    for await (const { id } of openai.models.list()) ids.push(id);
    expect(ids).toEqual(
      expect.arrayContaining([...Object.keys(models), "batuta/fastest", "batuta/parallel"]),
    );
    expect(ids.some((id) => /^workspace\/[0-9a-f-]{36}$/.test(id))).toBe(true);
    expect(await openai.models.retrieve("batuta/fastest")).toMatchObject({
      id: "batuta/fastest",
      object: "model",
    });
    expect(await rejection(openai.models.retrieve("100%"))).toBeInstanceOf(OpenAI.NotFoundError);
  });
});

describe.concurrent("the openai client's own errors tell", () => {
  test("a wrong key", async () => {
    const stranger = new OpenAI({ baseURL: house.baseURL, apiKey: "bt_nobody" });
    const error = await rejection(stranger.chat.completions.create({ model: "fast", messages }));
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: "invalid_api_key" });
  });

  test("an unknown model", async () => {
    const error = await rejection(openai.chat.completions.create({ model: "gpt-nowhere", messages }));
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error).toMatchObject({ code: "model_not_found", param: "model" });
  });

  test("a parameter that cannot be", async () => {
    const asked = openai.chat.completions.create({ model: "fast", messages, n: 3 });
    const error = await rejection(asked);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ param: "n", type: "invalid_request_error" });
  });

  test("a question that is too long for the model", async () => {
    const error = await rejection(openai.chat.completions.create({ model: "long", messages }));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ code: "context_length_exceeded" });
    expect(house.callsOf("long").length).toBe(1);
  });

  test("a model that is down, with why, streamed or not", async () => {
    const once = { maxRetries: 0 };
    for (const stream of [false, true]) {
      const error = await rejection(
        openai.chat.completions.create({ model: "down", messages, stream }, once),
      );
      expect(error).toBeInstanceOf(OpenAI.InternalServerError);
      expect(error).toMatchObject({ status: 503, code: "overloaded", type: "server_error" });
    }
  });

  test("a stream that was cut after its first words, which does not end as if it were whole", async () => {
    const stream = await openai.chat.completions.create({ model: "cut", messages, stream: true });
    let said = "";
    const read = async () => {
      for await (const { choices } of stream) said += choices[0]?.delta.content ?? "";
    };
    const error = await rejection(read());
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(error).toMatchObject({ code: "truncated" });
    expect(said).toBe(simulatedText(3));
  });

  test("an answer that was cut, as a whole one", async () => {
    const asked = openai.chat.completions.create({ model: "cut", messages }, { maxRetries: 0 });
    expect(await rejection(asked)).toMatchObject({ status: 503, code: "truncated" });
  });

  test("a call that was given up before its answer, at the model too", async () => {
    const gone = new AbortController();
    const model = "slower";
    const asked = openai.chat.completions.create({ model, messages }, { signal: gone.signal });
    const failed = rejection(asked);
    await until(() => house.callsOf(model).length === 1);
    gone.abort();
    expect(await failed).toBeInstanceOf(OpenAI.APIUserAbortError);
    expect((await house.callsSoon(model)).map(({ endedBy }) => endedBy)).toEqual(["client"]);
  });
});
