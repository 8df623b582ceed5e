import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type * as z from "zod";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import {
  activeTurnsSchema,
  cleanupSchema,
  orchestrationMetricsSchema,
  orchestrationPerformanceSchema,
} from "../../src/contract/orchestration.ts";
import { stagedModel } from "../answering/stagedModel.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const route = "/api/v1/health/orchestration";

describe("figures of orchestration, over HTTP", () => {
  const slow = stagedModel("slow");
  const models = [
    createScriptedModel({ pieces: ["El plazo es de ", "treinta días."] }, "quick"),
    slow,
    createScriptedModel({ pieces: [], ending: "failure" }, "broken"),
    createScriptedModel({ pieces: ["El plazo ", "es de treinta días corridos."] }, "other"),
  ];
  let house: TestServer;
  let folder: string;
  beforeAll(async () => {
    house = await startTestServer({ override: () => ({ models }) });
    ({ folder } = house);
  });
  afterAll(() => house.stop());

  const read = async <T extends z.ZodType>(schema: T, path: string, method = "GET") => {
    const response = await house.fetch(`${route}${path}`, { method });
    expect([path, response.status]).toEqual([path, 200]);
    return schema.parse(await response.json());
  };
  const ask = (body: object) =>
    house.fetch("/api/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ message: "¿Cuál es el plazo del canario?", ...body }),
    });

  test("a server without a turn has figures of nothing", async () => {
    expect(await read(orchestrationMetricsSchema, "/metrics")).toMatchObject({
      daily: [],
      system: { turns: 0, running: 0, success_rate: null, since: null },
    });
    expect(await read(activeTurnsSchema, "/active")).toMatchObject({ running: 0, oldest_age_ms: null });
    expect(await read(orchestrationPerformanceSchema, "/performance")).toMatchObject({
      steps: [],
      models: [],
    });
  });

  test("a running turn is seen at its step, without its words, until it has ended", async () => {
    const answer = ask({ model: "slow" });
    const running = async () => read(activeTurnsSchema.strict(), "/active");
    await expect.poll(async () => (await running()).by_stage.answering).toBe(1);
    const active = await running();
    expect(active).toMatchObject({ running: 1, by_strategy: { single: 1 } });
    expect(JSON.stringify(active)).not.toContain("canario");
    slow.call.text("hola");
    slow.call.finish();
    expect((await answer).status).toBe(200);
    await expect.poll(async () => (await running()).running).toBe(0);
  });

  test("turns are counted with their steps, models, paths and answers", async () => {
    await ask({ models: ["broken", "quick"], strategy: "fallback" });
    await ask({ models: ["broken"], strategy: "fallback" });
    const metrics = () => read(orchestrationMetricsSchema, "/metrics?days=1");
    await expect.poll(async () => (await metrics()).system.turns).toBe(3);
    const { system, daily } = await metrics();
    expect(system).toMatchObject({ completed: 2, failed: 1, success_rate: 2 / 3, running: 0 });
    expect(daily).toHaveLength(1);
    expect(daily[0]).toMatchObject({ turns: 3, step_errors: { answering: { failed: 1, timeout: 0 } } });
    expect(daily[0]?.total_processing_time_ms).toBeGreaterThan(0);
    expect(daily[0]?.moderator_synthesis_time_ms).toBeNull();

    const { steps, models: told, paths } = await read(orchestrationPerformanceSchema, "/performance?days=1");
    const runs = new Map(steps.map(({ step, count, failed }) => [step, [count, failed]]));
    expect(runs.get("answering")).toEqual([3, 1]);
    expect(runs.get("total")?.[0]).toBe(3);
    expect(told.find(({ model }) => model === "quick")).toMatchObject({ won: 1, success_rate: 1 });
    expect(told.find(({ model }) => model === "broken")).toMatchObject({ won: 0, success_rate: 0 });
    expect(paths).toContainEqual({
      strategy: "fallback",
      path: "broken > quick",
      answered: true,
      count: 1,
    });
  });

  test("an answer made of several has a time and a quality of its own", async () => {
    await ask({ models: ["quick", "other", "broken"], strategy: "parallel" });
    const metrics = () => read(orchestrationMetricsSchema, "/metrics?days=1");
    await expect.poll(async () => (await metrics()).system.turns).toBe(4);
    const [today] = (await metrics()).daily;
    expect(today?.moderator_synthesis_time_ms).not.toBeNull();
    expect(Object.values(today?.moderator_quality ?? {}).reduce((sum, turns) => sum + turns)).toBe(1);
    const { steps, moderator_quality } = await read(orchestrationPerformanceSchema, "/performance");
    expect(steps.find(({ step }) => step === "moderation")?.count).toBe(1);
    expect(Object.values(moderator_quality).filter(({ share }) => share === 1)).toHaveLength(1);
  });

  test("each step is scraped once", async () => {
    const scraped = await (await house.fetch("/metrics")).text();
    const sample = (name: string) => scraped.split("\n").find((line) => line.startsWith(name));
    expect(sample('batuta_step_seconds_count{step="answering",outcome="ok"}')).toMatch(/ 3$/u);
    expect(sample('batuta_step_seconds_count{step="answering",outcome="failed"}')).toMatch(/ 1$/u);
    expect(sample('batuta_turns_total{strategy="single",outcome="completed"}')).toMatch(/ 1$/u);
  });

  test("figures survive a restart, and cleanup leaves those to keep", async () => {
    await house.stop({ keepFolder: true });
    house = await startTestServer({ folder, override: () => ({ models }) });
    expect((await read(orchestrationMetricsSchema, "/metrics")).system).toMatchObject({
      turns: 4,
      completed: 3,
    });
    expect(await read(cleanupSchema, "/cleanup?days_to_keep=7", "POST")).toMatchObject({
      removed: { turn_days: 0, step_days: 0, model_days: 0, path_days: 0 },
      kept: { days: 1 },
    });
  });
});
