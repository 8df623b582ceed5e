import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteRecords, type RecordsHouse } from "../../../test/ports/records.ts";
import { measuredTurn } from "../../../test/ports/measuredTurn.ts";
import { createTurnFigures } from "../../adapters/records/turnFigureRecords.ts";
import { createUsageRecords } from "../../adapters/records/usageRecords.ts";
import { createRecordedTelemetry } from "../../adapters/telemetry/recordedTelemetry.ts";
import type { Actor } from "../../core/access/actor.ts";
import type { ActiveTurn } from "../../core/measuring/activeTurn.ts";
import { handleError } from "../problem.ts";
import { orchestrationHealthRoutes } from "./orchestrationHealth.ts";

const dayMs = 86_400_000;
const admin: Actor = { id: "root", role: "admin", scopes: [], workspaces: [] };

let house: RecordsHouse;
let app: FastifyInstance;
let actor: Actor;
let running: ActiveTurn[];
let turnFigures: ReturnType<typeof createTurnFigures>;
let usage: ReturnType<typeof createUsageRecords>;

beforeEach(async () => {
  house = await openSqliteRecords();
  const deps = { ...house, telemetry: createRecordedTelemetry() };
  turnFigures = createTurnFigures(deps);
  usage = createUsageRecords(deps);
  actor = admin;
  running = [];
  app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.decorateRequest("actor", null);
  app.addHook("onRequest", async (request) => void (request.actor = actor));
  await app.register(
    orchestrationHealthRoutes({
      clock: house.clock,
      turnFigures,
      usageReads: usage,
      activeTurns: () => running,
      closing: new AbortController().signal,
    }),
  );
});
afterEach(async () => {
  await app.close();
  await turnFigures.close();
  await usage.close();
  await house.remove();
});

const get = (url: string) => app.inject({ method: "GET", url });
const cleanUp = (query = "") => app.inject({ method: "POST", url: `/cleanup${query}` });
const measured = (ms: number) =>
  measuredTurn({
    at: house.clock.now(),
    strategy: "parallel",
    steps: [
      { name: "retrieval", startedMs: 0, ms, outcome: "ok", warnings: 0 },
      { name: "answering", startedMs: ms, ms: 10 * ms, outcome: "ok", warnings: 0 },
      { name: "moderation", startedMs: 11 * ms, ms: 2 * ms, outcome: "failed", warnings: 0 },
    ],
    totalMs: 14 * ms,
    contextChunks: 5,
    answers: 2,
    failures: 1,
    quality: "medium",
    fallbackUsed: true,
  });

test("metrics and performance tell of a run whose times are known", async () => {
  for (const ms of [10, 20, 30]) turnFigures.turn(measured(ms));
  const metrics = await get("/metrics?days=1");
  expect(metrics.statusCode).toBe(200);
  expect(metrics.json()).toMatchObject({
    days: 1,
    system: { turns: 3, success_rate: 1, running: 0 },
    daily: [
      {
        turns: 3,
        context_retrieval_time_ms: 20,
        ai_orchestration_time_ms: 200,
        moderator_synthesis_time_ms: 40,
        total_processing_time_ms: 280,
        context_chunks_found: 15,
        ai_responses_count: 6,
        ai_failures_count: 3,
        moderator_quality: { high: 0, medium: 3, low: 0, failed: 0 },
        fallback_used: 3,
        step_errors: { moderation: { failed: 3, timeout: 0 } },
      },
    ],
  });

  const { steps } = (await get("/performance?days=1")).json<{
    steps: { step: string; count: number; mean_ms: number; p50_ms: number }[];
  }>();
  const [retrieval] = steps;
  expect(retrieval).toMatchObject({ step: "retrieval", count: 3, mean_ms: 20, failed: 0, timeout: 0 });
  expect(retrieval?.p50_ms).toBeGreaterThan(19);
  expect(retrieval?.p50_ms).toBeLessThan(21);
});

test("what is running is told in numbers alone", async () => {
  const turn: ActiveTurn = { strategy: "parallel", stage: "answering", ageMs: 30 };
  const talkative = { ...turn, ageMs: 10, turnId: "t1", question: "¿canta el canario?" };
  running = [turn, talkative];
  expect((await get("/active")).json()).toEqual({
    running: 2,
    by_strategy: { parallel: 2 },
    by_stage: { answering: 2 },
    oldest_age_ms: 30,
    mean_age_ms: 20,
  });
});

test("cleanup forgets the days before those to keep, and says so", async () => {
  turnFigures.turn(measured(10));
  await turnFigures.turnDays({ days: 1 });
  house.clock.advance(20 * dayMs);
  turnFigures.turn(measured(10));

  const kept = (await cleanUp()).json<unknown>();
  expect(kept).toEqual({
    days_to_keep: 30,
    removed: { turn_days: 0, step_days: 0, model_days: 0, path_days: 0 },
    kept: { days: 2, since: "2023-11-14" },
  });
  expect((await cleanUp("?days_to_keep=7")).json()).toMatchObject({
    days_to_keep: 7,
    removed: { turn_days: 1, model_days: 0, path_days: 0 },
    kept: { days: 1, since: "2023-12-04" },
  });
  expect((await get("/metrics")).json()).toMatchObject({
    days: 7,
    system: { turns: 1, since: "2023-12-04" },
  });
});

test.each([
  ["GET", "/metrics", "days", ["0", "31", "-1", "7.5", "week", ""]],
  ["GET", "/performance", "days", ["0", "31", "1e9", "1&days=2"]],
  ["POST", "/cleanup", "days_to_keep", ["6", "91", "0", "all"]],
] as const)("%s %s refuses %s outside its range by name", async (method, path, field, values) => {
  for (const value of values) {
    const answer = await app.inject({ method, url: `${path}?${field}=${value}` });
    expect([value, answer.statusCode]).toEqual([value, 422]);
    expect(answer.json()).toMatchObject({ code: "validation_error", errors: [{ path: field }] });
  }
});

test.each([
  ["GET", "/metrics?days=1"],
  ["GET", "/metrics?days=30"],
  ["GET", "/performance?days=30"],
  ["POST", "/cleanup?days_to_keep=7"],
  ["POST", "/cleanup?days_to_keep=90"],
] as const)("%s %s is inside", async (method, url) => {
  expect((await app.inject({ method, url })).statusCode).toBe(200);
});

const service = { id: "bot", role: "service", workspaces: ["w1"] } as const;
test.each([
  [admin, 200, 200],
  [{ ...admin, scopes: ["admin:health"] }, 200, 403],
  [{ ...admin, scopes: ["admin:metrics"] }, 403, 403],
  [{ ...admin, role: "member" }, 403, 403],
  [{ ...service, scopes: ["admin:health", "admin:config"] }, 200, 403],
  [{ ...service, scopes: ["admin:metrics"] }, 403, 403],
] satisfies [Actor, number, number][])(
  "%o reads with %i and cleans up with %i",
  async (who, reads, cleans) => {
    actor = who;
    for (const path of ["/metrics", "/active", "/performance"])
      expect([path, (await get(path)).statusCode]).toEqual([path, reads]);
    expect((await cleanUp()).statusCode).toBe(cleans);
  },
);

test("records out of reach are a 503, and what runs is still told", async () => {
  await house.database.close();
  for (const path of ["/metrics", "/performance"]) {
    const answer = await get(path);
    expect([path, answer.statusCode]).toEqual([path, 503]);
    expect(answer.json()).toMatchObject({ code: "database_unavailable" });
  }
  expect((await get("/active")).statusCode).toBe(200);
});
