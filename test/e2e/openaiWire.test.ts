import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { simulatedText } from "../faults/models/asking.ts";
import { readStream, startOpenaiHouse, until, type OpenaiHouse } from "./openaiHouse.ts";

const models = {
  stalls: "fault=role_stall",
  quick: "tokens=3",
  down: "status=503;retry_after=7",
  hangs: "fault=hang_headers",
  cut: "tokens=6;fault=cut;after=3",
  slow: "tokens=200;gap=20",
};
let house: OpenaiHouse;
beforeAll(async () => {
  const file = (upstream: string) => ({
    embedder: { provider: "openai-compatible", model: "embeds;error=invalid_request", base_url: upstream },
  });
  house = await startOpenaiHouse({ models, order: ["stalls", "quick"], file });
});
afterAll(() => house.stop());

const text = simulatedText(3);

describe.concurrent("a stream", () => {
  test("has these frames and no others", async () => {
    const response = await house.complete({ model: "quick", stream: true });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const { frames, deltas, done, end } = readStream(await response.text());
    const { id, created } = z.object({ id: z.string(), created: z.int() }).parse(frames[0]);
    expect(id).toMatch(/^chatcmpl-/);
    const framed = (delta: unknown, finish_reason: string | null = null) => ({
      id,
      created,
      model: "quick",
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    });
    const words = deltas.slice(1, -1).map(({ content }) => content);
    expect(words.join("")).toBe(text);
    expect(frames).toEqual([
      framed({ role: "assistant", content: "" }),
      ...words.map((content) => framed({ content })),
      framed({}, "stop"),
    ]);
    expect([done, end]).toEqual([true, ""]);
  });

  test("that no model can begin has a status and is no stream", async () => {
    const response = await house.complete({ model: "down", stream: true });
    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toEqual({
      error: {
        message: "No model could answer. The last one asked, down, failed: overloaded.",
        type: "server_error",
        param: null,
        code: "overloaded",
      },
    });
  });

  test.each([
    ["stalls", "first_token_timeout"],
    ["hangs", "connect_timeout"],
  ])("of a model that says nothing is refused in time: %s", async (model, code) => {
    const response = await house.complete({ model, stream: true });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test("that breaks off ends with an error and without the end mark", async () => {
    const response = await house.complete({
      model: "cut",
      stream: true,
      stream_options: { include_usage: true },
    });
    const { frames, text: said, done } = readStream(await response.text());
    expect(said).toBe(text);
    expect(frames.at(-1)).toMatchObject({ error: { type: "server_error", code: "truncated" } });
    expect(done).toBe(false);
    expect(JSON.stringify(frames)).not.toContain('"finish_reason":"stop"');
  });

  test("whose reader leaves ends its call, and the server has no error to tell of", async () => {
    const leaving = new AbortController();
    const response = await house.complete({ model: "slow", stream: true }, { signal: leaving.signal });
    await response.body?.getReader().read();
    leaving.abort();
    const calls = await house.callsSoon("slow");
    expect(calls.map(({ endedBy }) => endedBy)).toEqual(["client"]);
  });
});

test("where answers are remembered, each says whether it was", async () => {
  const says = { model: "batuta/fallback", temperature: 0 };
  const caching = await startOpenaiHouse({
    models: { quick: "tokens=3" },
    order: ["quick"],
    file: () => ({ cache: { responses: {} } }),
  });
  try {
    const [first, second] = [await caching.complete(says), await caching.complete(says)];
    const third = await caching.complete({ ...says, stream: true });
    const stated = [first, second, third].map(({ headers }) => headers.get("x-batuta-cache"));
    expect(stated).toEqual(["miss", "hit", "hit"]);
    expect(second.headers.get("x-batuta-attempts")).toBe("0");
    expect(readStream(await third.text())).toMatchObject({ text, done: true });
    expect(caching.callsOf("quick").length).toBe(1);
  } finally {
    await caching.stop();
  }
});

describe("a strategy by its name", () => {
  test("fastest hangs up on the loser at the winner's first content", async () => {
    const before = house.callsOf("stalls").length;
    const response = await house.complete({ model: "batuta/fastest" });
    expect(response.headers.get("x-batuta-model")).toBe("quick");
    expect(response.headers.get("x-batuta-attempts")).toBe("2");
    expect(await response.json()).toMatchObject({
      model: "batuta/fastest",
      choices: [{ message: { content: text } }],
      batuta: { model: "quick", attempts: 2 },
    });
    const lost = (await house.callsSoon("stalls")).slice(before);
    expect(lost).toMatchObject([{ endedBy: "client", sentTokens: 0 }]);
  });

  test("fallback leaves a model that only said its role, unseen, for one answer", async () => {
    const response = await house.complete({
      model: "batuta/fallback",
      stream: true,
      stream_options: { include_usage: true },
    });
    const { frames, deltas, text: said, done } = readStream(await response.text());
    expect(said).toBe(text);
    expect(deltas.filter(({ role }) => role !== undefined).length).toBe(1);
    expect(frames.at(-1)).toMatchObject({ choices: [], batuta: { model: "quick", attempts: 2 } });
    expect(done).toBe(true);
  });

  test.each(["hedged", "balanced", "parallel"])("%s answers once too", async (strategy) => {
    const response = await house.complete({ model: `batuta/${strategy}`, stream: true });
    const { text: said, done } = readStream(await response.text());
    expect(said).toBe(text);
    expect(done).toBe(true);
  });

  test("single asks the first alone", async () => {
    const before = house.callsOf("quick").length;
    expect((await house.complete({ model: "batuta/single", stream: true })).status).toBe(504);
    expect(house.callsOf("quick").length).toBe(before);
  });
});

const errorSchema = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable(),
  }),
});

describe.concurrent("what is wrong is said in OpenAI's shape:", () => {
  const errorOf = async (response: Response) => {
    const { error } = errorSchema.parse(await response.json());
    return { status: response.status, ...error };
  };
  const post = (path: string, body: string, type = "application/json") =>
    house.fetch(path, { method: "POST", headers: { "content-type": type }, body });

  test.each(["gpt-nowhere", "batuta/slowest", "workspace/nowhere", "workspace/../keys", "__proto__"])(
    "no model %s",
    async (model) => {
      const error = await errorOf(await house.complete({ model }));
      expect(error).toMatchObject({ status: 404, code: "model_not_found", param: "model" });
    },
  );

  test("no such workspace", async () => {
    const model = "workspace/01890000-0000-7000-8000-000000000000";
    expect(await errorOf(await house.complete({ model }))).toMatchObject({ status: 404 });
  });

  test("no key", async () => {
    const error = await errorOf(await fetch(`${house.baseURL}/models`));
    expect(error).toMatchObject({ status: 401, code: "invalid_api_key" });
  });

  test("no such route", async () => {
    const error = await errorOf(await post("/v1/completions", "{}"));
    expect(error).toMatchObject({ status: 404, code: "unknown_url" });
  });

  test("no JSON", async () => {
    expect(await errorOf(await post("/v1/chat/completions", "{"))).toMatchObject({ status: 400 });
    expect(await errorOf(await post("/v1/chat/completions", "hello", "text/csv"))).toMatchObject({
      status: 400,
    });
  });

  test("an unsupported part, by its place", async () => {
    const audio = { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } };
    const messages = [{ role: "user", content: [audio] }];
    const error = await errorOf(await house.complete({ model: "quick", messages }));
    expect(error).toMatchObject({ status: 400, type: "invalid_request_error" });
    expect(error.param).toMatch(/^messages\.0\.content/);
  });

  test("a body that is too large, where images within it are not", async () => {
    const image = (bytes: number) => ({ url: `data:image/png;base64,${"A".repeat(bytes)}` });
    const asked = (bytes: number) =>
      house.complete({
        model: "quick",
        messages: [{ role: "user", content: [{ type: "image_url", image_url: image(bytes) }] }],
      });
    expect((await asked(5 * 1024 * 1024)).status).toBe(200);
    expect(await errorOf(await asked(21 * 1024 * 1024))).toMatchObject({ status: 413 });
  });

  test("input that the embedder refuses, which is not asked again", async () => {
    const body = JSON.stringify({ model: "embeds;error=invalid_request", input: "x" });
    const error = await errorOf(await post("/v1/embeddings", body));
    expect(error).toMatchObject({ status: 400, param: "input", code: "invalid_request" });
  });

  test("another model's embeddings", async () => {
    const error = await errorOf(await post("/v1/embeddings", '{"model":"ada","input":"x"}'));
    expect(error).toMatchObject({ status: 404, code: "model_not_found" });
  });
});

test("a reader who leaves before the first content ends the call too", async () => {
  const leaving = new AbortController();
  const before = house.callsOf("hangs").length;
  const asked = house.complete({ model: "hangs", stream: true }, { signal: leaving.signal });
  const outcome = asked.then(
    () => "answered",
    (error: unknown) => String(error),
  );
  await until(() => house.callsOf("hangs").length > before);
  leaving.abort();
  expect(await outcome).toContain("AbortError");
  expect((await house.callsSoon("hangs")).map(({ endedBy }) => endedBy)).not.toContain("open");
});

test("hundreds of made-up models get no series of their own in the metrics", async () => {
  const series = async () => {
    const lines = (await (await house.fetch("/metrics")).text()).split("\n");
    return lines.filter((line) => line !== "" && !line.startsWith("#"));
  };
  await house.complete({ model: "junk" });
  const before = await series();
  const names = Array.from({ length: 300 }, (_, n) => `made-up-${n}`);
  const statuses = await Promise.all(names.map(async (model) => (await house.complete({ model })).status));
  expect(new Set(statuses)).toEqual(new Set([404]));
  const after = await series();
  // Answers of the tests before may still be counted meanwhile, a handful of series each.
  expect(after.length - before.length).toBeLessThan(50);
  expect(after.join("\n")).not.toContain("made-up");
});
