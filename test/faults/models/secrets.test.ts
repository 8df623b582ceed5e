import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { startRawServer, type RawServer } from "../../wire/rawServer.ts";
import { adminKey, startChild, type ChildServer } from "../childServer.ts";
import { echo, echoes } from "./echoes.ts";

/** Told apart from anything that could be made up by chance. */
const vendorKey = "sk-canary-4f1d9b7e2a6c8035";
const prompt = "xylophone-quokka-zeppelin";

const faults = [
  "status=500",
  "error=auth",
  "error=quota",
  "error=invalid_request",
  "status=429;retry_after=600",
  "fault=refuse",
  "fault=html",
  "fault=json_error",
  "fault=garbage",
  "fault=huge_headers",
  "fault=malformed;after=2",
  "fault=cut;after=2",
  "fault=error_event;after=2",
  "fault=role_stall",
];

let simulator: Simulator;
let echoing: RawServer;
let folder: string;
let server: ChildServer;

beforeAll(async () => {
  simulator = await createSimulator();
  echoing = await startRawServer();
  echoing.listen((request, response) => echo(prompt, request, response));
  folder = await mkdtemp(join(tmpdir(), "batuta-secrets-"));
  const models = [
    ...faults.map((keys, n) => ({
      id: `faulty${n}`,
      model: `secret;${keys}`,
      base_url: `${simulator.url}/v1`,
    })),
    ...Object.keys(echoes).map((name) => ({ id: name, model: name, base_url: `${echoing.url}/${name}/v1` })),
  ].map((model) => ({
    ...model,
    provider: "openai-compatible",
    api_key_env: "CANARY_KEY",
    timeouts: { connect_ms: 800, first_content_ms: 800, idle_ms: 800 },
  }));
  const config = join(folder, "batuta.yaml");
  // Every question is to meet the fault itself.
  const strategy = { retry_base_ms: 1, retries: 1, breaker: { failures: 1_000, share: 0 } };
  await writeFile(config, JSON.stringify({ models, strategy }));
  const settings = { BATUTA_CONFIG: config, BATUTA_LOG_LEVEL: "trace", CANARY_KEY: vendorKey };
  server = await startChild({ folder: join(folder, "data"), settings });
}, 60_000);

afterAll(async () => {
  await server.stop();
  await simulator.close();
  await echoing[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function said(path: string, body: unknown, accept = "application/json"): Promise<string> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${adminKey}`, accept };
  const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${server.url}${path}`, init);
  return `${[...response.headers].join("\n")}\n${await response.text()}`;
}

test("no key and no prompt is in a log, an error, an event, a metric or a response", async () => {
  const bodies = await Promise.all(
    [...faults.keys().map((n) => `faulty${n}`), ...Object.keys(echoes)].flatMap((model) => {
      return [
        said("/api/v1/chat", { message: prompt, model }, "text/event-stream"),
        said("/api/v1/chat", { message: prompt, model }),
        said("/api/v1/orchestrate", { user_question: prompt, providers: [model] }),
        said("/v1/chat/completions", { model, messages: [{ role: "user", content: prompt }] }),
      ];
    }),
  );
  const figures = await said("/metrics", undefined);
  const health = await said("/health/ready", undefined);
  await said("/api/v1/chat", { message: prompt, model: vendorKey });
  // The key did go to the simulator, which shows it masked.
  const keys = simulator.calls().map(({ headers }) => headers.authorization);
  expect([...new Set(keys)]).toEqual(["***"]);
  expect(keys.length).toBeGreaterThan(faults.length * 3);

  expect(echoing.requests).toBeGreaterThanOrEqual(Object.keys(echoes).length * 4);

  const all = [...bodies, figures, health, server.output()].join("\n");
  expect(all).not.toContain(vendorKey);
  expect(all).not.toContain(adminKey);
  expect(all).not.toContain("xylophone");
  expect(server.output()).toContain("model_failed");
});

test("a key that is refused or spent is told by the variable that it came from, as event, problem and response", async () => {
  for (const keys of ["error=auth", "error=quota"]) {
    const model = `faulty${faults.indexOf(keys)}`;
    for (const answer of await Promise.all([
      said("/api/v1/chat", { message: "why?", model }, "text/event-stream"),
      said("/api/v1/chat", { message: "why?", model }),
      said("/api/v1/orchestrate", { user_question: "why?", providers: [model] }),
    ])) {
      expect(answer).toContain("CANARY_KEY");
    }
  }
});

test("with no key at all everything runs on the documents alone", async () => {
  const plain = await startChild({ folder: join(folder, "plain") });
  try {
    const headers = { "content-type": "application/json", authorization: `Bearer ${adminKey}` };
    const ask = (path: string, body: unknown) =>
      fetch(`${plain.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    const chat = await ask("/api/v1/chat", { message: "why?", locale: "en" });
    expect(chat.status).toBe(200);
    expect(await chat.json()).toMatchObject({ metadata: { model: "extractive", outcome: "completed" } });
    const orchestrated = await ask("/api/v1/orchestrate", { user_question: "why?" });
    expect(await orchestrated.json()).toMatchObject({ status: "success", model: "extractive" });
  } finally {
    await plain.stop();
  }
});
