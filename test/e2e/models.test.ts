import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createSimulator, type Simulator } from "../../simulator/simulator.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

let simulator: Simulator;
let folder: string;
beforeAll(async () => {
  simulator = await createSimulator();
  folder = await mkdtemp(join(tmpdir(), "batuta-models-"));
});
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

/** A server whose `models` are the simulator's, by id and behaviour. */
async function serve(
  models: Readonly<Record<string, string>>,
  more = "",
  settings: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const entries = Object.entries(models).map(
    ([id, behaviour]) =>
      `  - { id: ${id}, provider: openai-compatible, base_url: "${simulator.url}/v1", model: "${behaviour}", price: { input: 10, output: 1000000 }, api_key_env: SIMULATOR_API_KEY }`,
  );
  const path = join(folder, `${crypto.randomUUID()}.yaml`);
  await writeFile(path, `models:\n${entries.join("\n")}\n${more}`);
  return startTestServer({
    settings: { BATUTA_CONFIG: path, SIMULATOR_API_KEY: "sk-of-the-tests", ...settings },
  });
}

const answerSchema = z.looseObject({ content: z.string() });
const answeredSchema = z.looseObject({
  cost_usd: z.number(),
  usage: z.looseObject({ input_tokens: z.number(), output_tokens: z.number() }),
  metadata: z.looseObject({ prompt_hash: z.string() }),
});
const problemSchema = z.looseObject({ code: z.string(), detail: z.string() });
const json = { "content-type": "application/json" };

function ask(server: TestServer, body: object): Promise<Response> {
  return server.fetch("/api/v1/chat", { method: "POST", headers: json, body: JSON.stringify(body) });
}

describe("a configured model", () => {
  test("answers with its usage, its cost to the cent, its attempts and the prompt's hash", async () => {
    const server = await serve({ fast: "sim;tokens=5;seed=11" });
    try {
      const answer: unknown = await (await ask(server, { message: "why?" })).json();
      expect(answer).toMatchObject({
        usage: { output_tokens: 5, estimated: false },
        metadata: {
          strategy: "single",
          model: "fast",
          finish_reason: "stop",
          prompt_version: "1",
          attempts: [{ model: "fast", outcome: "won", try: 1 }],
        },
      });
      const { cost_usd, usage, metadata } = answeredSchema.parse(answer);
      expect(metadata.prompt_hash).toMatch(/^[0-9a-f]{16}$/);
      expect(cost_usd).toBeCloseTo((usage.input_tokens * 10 + usage.output_tokens * 1_000_000) / 1e6, 9);
    } finally {
      await server.stop();
    }
  });

  test("whose key is refused says which variable holds it, and not what it holds", async () => {
    const server = await serve({ fast: "sim;status=401" });
    try {
      const response = await ask(server, { message: "why?", locale: "en" });
      expect(response.status).toBe(503);
      const text = await response.text();
      expect(text).toContain("SIMULATOR_API_KEY");
      expect(text).not.toContain("sk-of-the-tests");
    } finally {
      await server.stop();
    }
  });

  test("that rests after failures costs no call, and the answer says when to come back", async () => {
    const server = await serve(
      { fast: "sim;status=500" },
      "strategy: { retries: 0, breaker: { failures: 2 } }",
    );
    try {
      await ask(server, { message: "one" });
      await ask(server, { message: "two" });
      const calls = simulator.calls().length;
      const third = await ask(server, { message: "three" });
      expect(third.status).toBe(503);
      expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(20);
      expect(simulator.calls().length).toBe(calls);
    } finally {
      await server.stop();
    }
  });
});

test("a workspace's daily budget stops the next turn with 429 until midnight", async () => {
  const server = await serve({ fast: "sim;tokens=5" }, "budget: { daily_usd: 4 }");
  try {
    expect((await ask(server, { message: "why?" })).status).toBe(200);
    const refused = await ask(server, { message: "and now?" });
    expect(refused.status).toBe(429);
    expect(problemSchema.parse(await refused.json())).toMatchObject({ code: "rate_limited" });
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(86_400);
    const orchestrated = await server.fetch("/api/v1/orchestrate", {
      method: "POST",
      headers: json,
      body: JSON.stringify({ user_question: "why?" }),
    });
    expect(orchestrated.status).toBe(429);
  } finally {
    await server.stop();
  }
});

test("with the cache the same question is answered once by the model, and the second time says so", async () => {
  const server = await serve({ fast: "sim;tokens=12;seed=31" }, "cache: { responses: {} }");
  try {
    const first = answerSchema.parse(await (await ask(server, { message: "why?", locale: "en" })).json());
    const calls = simulator.calls().length;
    const again: unknown = await (await ask(server, { message: "why?", locale: "en" })).json();
    expect(again).toMatchObject({
      content: first.content,
      info: [{ code: "cached" }],
      metadata: { cached: true, model: "fast", attempts: [] },
    });
    expect(simulator.calls().length).toBe(calls);
    expect(answerSchema.parse(await (await ask(server, { message: "why not?" })).json()).content).toBe(
      first.content,
    );
    expect(simulator.calls().length).toBe(calls + 1);
  } finally {
    await server.stop();
  }
});

test("when no model answers, passages of the documents do, where that is wanted", async () => {
  const server = await serve(
    { fast: "sim;status=500" },
    "strategy: { retries: 0, on_model_failure: extract }",
  );
  try {
    const form = new FormData();
    form.append("files", new Blob(["La garantía del panel dura diez años desde la compra."]), "garantia.txt");
    await server.fetch("/api/v1/workspaces/default/documents", { method: "POST", body: form });
    await expect
      .poll(async () => (await server.fetch("/api/v1/workspaces/default/documents?status=ready")).text(), {
        timeout: 20_000,
      })
      .toContain("garantia.txt");
    const answer: unknown = await (
      await ask(server, { message: "¿Cuánto dura la garantía del panel?" })
    ).json();
    expect(answerSchema.parse(answer).content).toContain("diez años");
    expect(answer).toMatchObject({
      warnings: [{ step: "answering", code: "model_unavailable" }],
      metadata: {
        model: "extractive",
        attempts: [{ model: "fast", outcome: "failed" }, { model: "extractive" }],
      },
    });
  } finally {
    await server.stop();
  }
});
