import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "../../src/contract/errors.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const origin = "https://app.example.org";

describe("what browsers are told", () => {
  let house: TestServer;
  let closed: TestServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "batuta-headers-"));
    const path = join(folder, "batuta.yaml");
    await writeFile(path, `cors: { origins: ["${origin}"] }\n`);
    house = await startTestServer({ settings: { BATUTA_CONFIG: path } });
    closed = await startTestServer();
  });
  afterAll(async () => {
    await Promise.all([house.stop(), closed.stop()]);
    await rm(folder, { recursive: true });
  });

  const chat = (server: TestServer, body: string, accept = "application/json", from = origin) =>
    server.fetch("/api/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept, origin: from },
      body,
    });

  test("answers, problems and streams carry the same protection", async () => {
    const responses = [
      await closed.fetch("/health/live"),
      await closed.fetch("/nowhere"),
      await closed.fetch("/api/v1/workspaces", { headers: { authorization: "Bearer wrong" } }),
      await chat(closed, JSON.stringify({ message: "hola" }), "text/event-stream"),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 404, 401, 200]);
    for (const { headers } of responses) {
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data: blob:;font-src 'self' data:;connect-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("strict-transport-security")).toBeNull();
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
    await responses[3]?.body?.cancel();
  });

  test("the API reference loads under the policy: nothing of it is written in place or comes from elsewhere", async () => {
    const page = await fetch(`${closed.url}/docs/`);
    const html = await page.text();
    expect(page.status).toBe(200);
    const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThanOrEqual(3);
    for (const [, , inline] of scripts) expect(inline?.trim()).toBe("");
    expect(html).not.toMatch(/<style|\son\w+=|javascript:/i);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, part]) => new URL(part ?? "", page.url),
    );
    expect(new Set(parts.map((part) => part.origin))).toEqual(new Set([closed.url]));
    const loaded = await Promise.all(parts.map(async (part) => [part.pathname, (await fetch(part)).status]));
    expect(loaded.filter(([, status]) => status !== 200)).toEqual([]);
    const description = await fetch(`${closed.url}/docs/json`);
    expect(await description.json()).toMatchObject({ openapi: "3.1.0" });
  });

  test("a page of a named origin may ask, without a key, what it may send", async () => {
    const preflight = await fetch(`${house.url}/api/v1/chat`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, content-type, idempotency-key",
      },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, origin]);
    expect(preflight.headers.get("access-control-allow-headers")).toMatch(/authorization.*idempotency-key/);
    expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("it may read answers, streams and refusals, and the headers that it needs", async () => {
    for (const [body, accept, status] of [
      ['{"message":"hola"}', "application/json", 200],
      ['{"message":"hola"}', "text/event-stream", 200],
      ['{"message":""}', "application/json", 422],
    ] as const) {
      const { headers, ...response } = await chat(house, body, accept);
      void response.body;
      expect(headers.get("access-control-allow-origin"), `${accept} ${status}`).toBe(origin);
      expect(headers.get("access-control-expose-headers")).toBe(
        "x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset, content-disposition",
      );
      expect(headers.get("vary")).toMatch(/origin/i);
    }
  });

  test("a page of any other origin may read nothing", async () => {
    for (const other of ["https://app.example.org.evil.test", "http://app.example.org", "null"]) {
      const response = await chat(house, '{"message":"hola"}', "application/json", other);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("the longest message fits into a body however it is escaped, one more character is a wrong field, a larger body too large", async () => {
    const escaped = (characters: number) => `{"message":"${"\\u00f1".repeat(characters)}"}`;
    expect(Buffer.byteLength(escaped(100_000))).toBeGreaterThan(600_000);
    expect((await chat(closed, escaped(100_000))).status).toBe(200);
    const refusals = [];
    for (const body of [escaped(100_001), `{"message":"hola"${" ".repeat(1024 * 1024)}}`]) {
      const response = await chat(closed, body);
      refusals.push([response.status, problemSchema.parse(await response.json()).errors?.[0]?.path]);
    }
    expect(refusals).toEqual([
      [422, "message"],
      [413, undefined],
    ]);
  });
});
