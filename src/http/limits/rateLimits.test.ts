import fastify, { type FastifyInstance, type InjectOptions } from "fastify";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { sha256 } from "../../adapters/system/secureRandom.ts";
import type { Rates } from "../../core/limits/rate.ts";
import { refuse } from "../../core/errors.ts";
import { handleError, RefusedError } from "../problem.ts";
import { registerRateLimits } from "./rateLimits.ts";

const none: Rates = { chat_process: null, uploads: null, questions: null, requests: null, failed_auth: null };
const times = (count: number, status: number) => Array.from({ length: count }, () => status);
const minute = (max: number) => ({ max, windowMs: 60_000 });

/** An app whose keys are the names of their actors; `wrong…` is nobody's. */
async function opening(rates: Partial<Rates>, trustProxy: false | string[] = false) {
  const clock = createManualClock(0);
  const app: FastifyInstance = fastify({ trustProxy });
  app.setErrorHandler(handleError);
  await registerRateLimits(app, { clock, digest: sha256 }, { ...none, ...rates });
  app.decorateRequest("actor", null);
  app.addHook("onRequest", async (request) => {
    const key = request.headers.authorization;
    if (key?.startsWith("wrong")) throw new RefusedError(refuse("unauthorized", "no"));
    request.actor = key === undefined ? null : { id: key, role: "member", scopes: [], workspaces: [] };
  });
  app.post("/chat/process", { config: { rateGroup: "chat_process" } }, async () => "ok");
  app.post("/api/v1/workspaces/:id/documents", { config: { rateGroup: "uploads" } }, async () => "ok");
  app.post("/api/v1/chat", { config: { rateGroup: "questions" } }, async () => "ok");
  app.get("/api/v1/workspaces/:id/documents", async () => "ok");
  app.get("/health/live", { config: { public: true } }, async () => "ok");
  const send = async (options: InjectOptions & { readonly key?: string; readonly from?: string }) => {
    const { key, from = "192.0.2.1", headers, ...rest } = options;
    return app.inject({
      method: "POST",
      url: "/chat/process",
      remoteAddress: from,
      headers: { ...headers, ...(key !== undefined && { authorization: key }) },
      ...rest,
    });
  };
  const statuses = async (count: number, options: Parameters<typeof send>[0]) => {
    const seen: number[] = [];
    for (let n = 0; n < count; n += 1) seen.push((await send(options)).statusCode);
    return seen;
  };
  return { clock, send, statuses };
}

describe("registerRateLimits", () => {
  test("the eleventh message in a minute is told when to come back, and then taken", async () => {
    const { clock, send, statuses } = await opening({ chat_process: minute(10) });
    expect(await statuses(9, {})).toEqual(times(9, 200));
    clock.advance(15_000);
    const tenth = await send({});
    expect([
      tenth.statusCode,
      tenth.headers["ratelimit-limit"],
      tenth.headers["ratelimit-remaining"],
      tenth.headers["ratelimit-reset"],
    ]).toEqual([200, "10", "0", "45"]);
    const eleventh = await send({});
    expect([
      eleventh.statusCode,
      eleventh.headers["retry-after"],
      eleventh.headers["ratelimit-remaining"],
    ]).toEqual([429, "45", "0"]);
    expect(eleventh.json()).toMatchObject({
      code: "rate_limited",
      detail: "At most 10 of these requests are taken in 60 seconds: try again in 45 seconds.",
    });
    clock.advance(45_000);
    expect((await send({})).statusCode).toBe(200);
  });

  test("actors are counted by themselves wherever they call from, others by their address", async () => {
    const { statuses } = await opening({ chat_process: minute(2) });
    expect(await statuses(3, { key: "ana" })).toEqual([200, 200, 429]);
    expect(await statuses(1, { key: "ana", from: "192.0.2.9" })).toEqual([429]);
    expect(await statuses(2, { key: "bea" })).toEqual([200, 200]);
    expect(await statuses(3, {})).toEqual([200, 200, 429]);
    expect(await statuses(1, { from: "192.0.2.9" })).toEqual([200]);
  });

  test("IPv6 addresses count by their /64, and one that maps IPv4 as that", async () => {
    const { statuses } = await opening({ chat_process: minute(1) });
    expect(await statuses(1, { from: "2001:db8:1:2::1" })).toEqual([200]);
    expect(await statuses(1, { from: "2001:db8:1:2:ffff:ffff:ffff:ffff" })).toEqual([429]);
    expect(await statuses(1, { from: "2001:db8:1:3::1" })).toEqual([200]);
    expect(await statuses(1, { from: "::ffff:192.0.2.7" })).toEqual([200]);
    expect(await statuses(1, { from: "192.0.2.7" })).toEqual([429]);
  });

  test("a forwarded address counts only from a proxy that is trusted", async () => {
    const headers = { "x-forwarded-for": "198.51.100.1" };
    const other = { "x-forwarded-for": "198.51.100.2" };
    const plain = await opening({ chat_process: minute(1) });
    expect(await plain.statuses(1, { headers })).toEqual([200]);
    expect(await plain.statuses(1, { headers: other })).toEqual([429]);
    const behind = await opening({ chat_process: minute(1) }, ["10.0.0.0/8"]);
    expect(await behind.statuses(2, { headers, from: "10.1.1.1" })).toEqual([200, 429]);
    expect(await behind.statuses(1, { headers: other, from: "10.1.1.1" })).toEqual([200]);
    expect(
      await behind.statuses(1, { headers: { "x-forwarded-for": "198.51.100.3" }, from: "192.0.2.5" }),
    ).toEqual([200]);
    expect(
      await behind.statuses(1, { headers: { "x-forwarded-for": "198.51.100.4" }, from: "192.0.2.5" }),
    ).toEqual([429]);
  });

  test("uploads, questions and all requests are counted apart", async () => {
    const { statuses } = await opening({ uploads: minute(1), questions: minute(2), requests: minute(6) });
    const documents = "/api/v1/workspaces/1/documents";
    expect(await statuses(2, { key: "ana", url: documents })).toEqual([200, 429]);
    expect(await statuses(1, { key: "ana", url: documents, method: "GET" })).toEqual([200]);
    expect(await statuses(3, { key: "ana", url: "/api/v1/chat" })).toEqual([200, 200, 429]);
    expect(await statuses(1, { key: "ana", url: documents, method: "GET" })).toEqual([429]);
    expect(await statuses(9, { key: "ana", url: "/health/live", method: "GET" })).toEqual(times(9, 200));
  });

  test("after thirty wrong keys an address waits, but for keys that were right before", async () => {
    const { clock, send, statuses } = await opening({ failed_auth: minute(30) });
    expect(await statuses(1, { key: "ana" })).toEqual([200]);
    expect(await statuses(31, { key: "wrong" })).toEqual([...times(30, 401), 429]);
    const guess = await send({ key: "bea" });
    expect([guess.statusCode, guess.headers["retry-after"]]).toEqual([429, "60"]);
    expect(guess.json()).toMatchObject({
      detail: "Too many wrong keys came from this address: try again in 60 seconds.",
    });
    expect(await statuses(1, { key: "ana" })).toEqual([200]);
    expect(await statuses(1, { key: "bea", from: "192.0.2.2" })).toEqual([200]);
    clock.advance(60_000);
    expect(await statuses(1, { key: "wrong" })).toEqual([401]);
  });

  test("what is off is not counted", async () => {
    const { send, statuses } = await opening({});
    expect(await statuses(40, { key: "wrong" })).toEqual(times(40, 401));
    expect((await send({})).headers["ratelimit-limit"]).toBeUndefined();
  });
});
