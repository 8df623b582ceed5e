import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSimulator } from "../../simulator/simulator.ts";
import type { CreateKey } from "../../src/contract/keys.ts";
import { adminKey, startChild } from "../faults/childServer.ts";
import { startOpenaiHouse, until, writeOpenaiConfig, type OpenaiHouse } from "./openaiHouse.ts";

let house: OpenaiHouse;
beforeAll(
  async () => void (house = await startOpenaiHouse({ models: { fast: "tokens=3" }, order: ["fast"] })),
);
afterAll(() => house.stop());

const keyFor = (key: Partial<CreateKey>) => house.client.keys.create({ name: "somebody", ...key });
const askAs = (key: string, body: object) =>
  house.complete(body, { headers: { authorization: `Bearer ${key}` } });

test("a key without the scope of questions is told so", async () => {
  const { key } = await keyFor({ role: "member", scopes: ["documents:read"] });
  for (const model of ["fast", "batuta/fastest", "workspace/default"]) {
    const response = await askAs(key, { model });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: { type: "invalid_request_error", code: "forbidden" },
    });
  }
  expect(house.callsOf("fast")).toEqual([]);
});

test("streaming needs its own scope", async () => {
  const { key } = await keyFor({ role: "member", scopes: ["query:ask"] });
  expect((await askAs(key, { model: "fast" })).status).not.toBe(403);
  expect((await askAs(key, { model: "fast", stream: true })).status).toBe(403);
});

test("a service key asks models and its own workspace, and no other", async () => {
  const own = await house.client.workspaces.create({ name: "own" });
  const other = await house.client.workspaces.create({ name: "other" });
  const { key } = await keyFor({ role: "service", scopes: ["query:ask"], workspaces: [own.id] });
  expect((await askAs(key, { model: "fast" })).status).toBe(200);
  expect((await askAs(key, { model: `workspace/${own.id}` })).status).toBe(200);
  expect((await askAs(key, { model: `workspace/${other.id}` })).status).toBe(404);
  const listed = await house.fetch("/v1/models", { headers: { authorization: `Bearer ${key}` } });
  const ids = await listed.text();
  expect(ids).not.toContain(other.id);
  expect(ids).toContain("batuta/fastest");
});

test("neither the vendor's key nor a caller's is in any log, header, event or answer", async () => {
  const upstreamKey = "sk-upstream-canary-4711";
  const models = {
    good: "tokens=3",
    denied: "error=auth",
    unpaid: "error=quota",
    page: "fault=html",
    refused: "fault=refuse",
    cut: "fault=cut;after=3",
    torn: "fault=error_event;after=2",
    hangs: "fault=hang_headers",
  };
  const simulator = await createSimulator();
  const file = (upstream: string) => ({
    models: Object.entries(models).map(([id, keys]) => ({
      id,
      provider: "openai-compatible",
      model: `${id};${keys}`,
      base_url: upstream,
      api_key_env: "TEAM_CANARY_KEY",
    })),
  });
  const config = await writeOpenaiConfig(simulator, { models, order: ["good"], file });
  const folder = await mkdtemp(join(tmpdir(), "batuta-keys-"));
  const settings = {
    BATUTA_CONFIG: config.path,
    BATUTA_LOG_LEVEL: "trace",
    TEAM_CANARY_KEY: upstreamKey,
  };
  const child = await startChild({ folder, settings });
  const heard: string[] = [];
  const ask = async (path: string, body: unknown, key = adminKey, signal?: AbortSignal) => {
    const response = await fetch(`${child.url}${path}`, {
      method: "POST",
      ...(signal && { signal }),
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const answer = await response.text();
    heard.push(JSON.stringify([...response.headers]), answer);
    return answer;
  };
  try {
    const messages = [{ role: "user", content: "Why?" }];
    const refusals: string[] = [];
    const answering = Object.keys(models).filter((model) => model !== "hangs");
    for (const model of answering) {
      for (const stream of [false, true]) {
        const answer = await ask("/v1/chat/completions", { model, messages, stream });
        if (model === "denied") refusals.push(answer);
      }
      await ask("/api/v1/chat", { message: "Why?", model });
    }
    await ask("/v1/chat/completions", "{", adminKey);
    await ask("/v1/embeddings", { model: "ada", input: adminKey });
    await ask("/v1/chat/completions", { model: "good", messages }, "bt_strangers_canary_key");
    const leaving = new AbortController();
    const left = ask("/v1/chat/completions", { model: "hangs", messages }, adminKey, leaving.signal).catch(
      String,
    );
    await until(() => simulator.calls().at(-1)?.model.startsWith("hangs") === true);
    leaving.abort();
    expect(await left).toContain("AbortError");
    await until(() => simulator.openCalls() === 0);
    for (const refusal of refusals) expect(refusal).toContain("Check the key in TEAM_CANARY_KEY.");
    expect(simulator.calls()[0]?.headers.authorization).toBe("***");
    await child.stop();
    const told = [...heard, child.output(), JSON.stringify(simulator.calls())].join("\n");
    for (const secret of [upstreamKey, "bt_strangers_canary_key"]) expect(told).not.toContain(secret);
    expect(child.output()).not.toContain(adminKey);
    // What a client asks wrongly, or leaves, is no fault of the server's.
    expect(child.output()).not.toContain("request_broke");
    expect(heard.join("\n")).not.toContain(adminKey);
  } finally {
    await child.kill();
    await simulator.close();
    await config.remove();
    await rm(folder, { recursive: true, force: true });
  }
});
