import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { orchestrationMetricsSchema } from "../../contract/orchestration.ts";
import type { ActiveTurn } from "./activeTurn.ts";
import { orchestrationMetrics } from "./orchestrationMetrics.ts";
import type { StepDay, TurnDay } from "./turnLedger.ts";

const quiet: TurnDay = {
  day: "2026-03-07",
  turns: 0,
  completed: 0,
  failed: 0,
  cancelled: 0,
  interrupted: 0,
  contextChunks: 0,
  answers: 0,
  failures: 0,
  fallbackUsed: 0,
  qualityHigh: 0,
  qualityMedium: 0,
  qualityLow: 0,
  qualityFailed: 0,
  warnings: 0,
  cleanupErrors: 0,
  costNanoUsd: 0,
  unpriced: 0,
};
const busy: TurnDay = {
  ...quiet,
  turns: 12,
  completed: 6,
  failed: 1,
  cancelled: 4,
  interrupted: 1,
  contextChunks: 31,
  answers: 17,
  failures: 3,
  fallbackUsed: 2,
  qualityHigh: 3,
  qualityMedium: 1,
  qualityLow: 2,
  qualityFailed: 1,
  warnings: 5,
  cleanupErrors: 1,
  costNanoUsd: 2_500_000,
  unpriced: 1,
};
const retrieval: StepDay = {
  day: "2026-03-07",
  step: "retrieval",
  count: 4,
  failed: 1,
  timeout: 2,
  warnings: 3,
  sumMs: 50,
  countByBucket: new Map([[50, 4]]),
};

/** At noon of 7 March 2026. */
function reported(turnDays: readonly TurnDay[], stepDays: readonly StepDay[] = [], days = 7) {
  const periods: number[] = [];
  const running: ActiveTurn = { strategy: "single", stage: null, ageMs: 1 };
  return orchestrationMetrics(
    {
      clock: createManualClock(Date.UTC(2026, 2, 7, 12)),
      activeTurns: () => [running, running],
      turnFigures: {
        async turnDays(period) {
          periods.push(period.days);
          return turnDays;
        },
        async stepDays(period) {
          periods.push(period.days);
          return stepDays;
        },
        forget: () => Promise.reject(new Error("nothing is forgotten here")),
      },
    },
    days,
  ).then((report) => ({ report, periods }));
}

test("a day has its counts under the documented names", async () => {
  const { report } = await reported([busy]);
  expect(report.daily).toEqual([
    {
      day: "2026-03-07",
      turns: 12,
      completed: 6,
      failed: 1,
      cancelled: 4,
      interrupted: 1,
      success_rate: 0.75,
      context_chunks_found: 31,
      ai_responses_count: 17,
      ai_failures_count: 3,
      moderator_quality: { high: 3, medium: 1, low: 2, failed: 1 },
      fallback_used: 2,
      warnings: 5,
      cleanup_errors: 1,
      cost_usd: 0.0025,
      unpriced_turns: 1,
      context_retrieval_time_ms: null,
      ai_orchestration_time_ms: null,
      moderator_synthesis_time_ms: null,
      total_processing_time_ms: null,
      step_errors: {},
      step_warnings: {},
    },
  ]);
});

test("times are means of their day, errors are by step", async () => {
  const saturday = { ...retrieval, day: "2026-03-07" } as const;
  const { report } = await reported(
    [{ ...busy, day: "2026-03-06" }, busy],
    [
      { ...retrieval, day: "2026-03-06", sumMs: 400, failed: 0, timeout: 0 },
      saturday,
      { ...saturday, step: "answering", count: 3, sumMs: 1_000, failed: 0, timeout: 0 },
      { ...saturday, step: "moderation", count: 1, sumMs: 700.25, failed: 1, timeout: 0 },
      { ...saturday, step: "total", count: 12, sumMs: 24_000, failed: 2, timeout: 0 },
    ],
  );
  expect(report.daily).toMatchObject([
    {
      day: "2026-03-06",
      context_retrieval_time_ms: 100,
      ai_orchestration_time_ms: null,
      step_errors: {},
    },
    {
      day: "2026-03-07",
      context_retrieval_time_ms: 12.5,
      ai_orchestration_time_ms: 333.3,
      moderator_synthesis_time_ms: 700.3,
      total_processing_time_ms: 2_000,
    },
  ]);
  expect(report.daily[1]?.step_errors).toEqual({
    retrieval: { failed: 1, timeout: 2 },
    moderation: { failed: 1, timeout: 0 },
  });
  expect(report.daily[1]?.step_warnings).toEqual({ retrieval: 3, answering: 3, moderation: 3 });
});

test("the system's figures are those of all kept days, the daily ones of the period alone", async () => {
  const { report, periods } = await reported(
    [{ ...busy, day: "2026-01-02" }, { ...busy, day: "2026-03-05" }, { ...busy, day: "2026-03-06" }, busy],
    [],
    2,
  );
  expect(periods).toEqual([90, 2]);
  expect([report.days, report.from, report.to]).toEqual([2, "2026-03-06", "2026-03-07"]);
  expect(report.daily.map(({ day }) => day)).toEqual(["2026-03-06", "2026-03-07"]);
  expect(report.system).toMatchObject({
    since: "2026-01-02",
    running: 2,
    turns: 48,
    success_rate: 0.75,
    moderator_quality: { high: 12, medium: 4, low: 8, failed: 4 },
    cost_usd: 0.01,
    unpriced_turns: 4,
  });
});

test("turns that somebody cancelled are neither success nor failure", async () => {
  const { report } = await reported([{ ...quiet, turns: 3, cancelled: 3 }]);
  expect(report.system).toMatchObject({ turns: 3, cancelled: 3, success_rate: null });
});

test("an empty period has zeros for counts and null for what nobody measured", async () => {
  const { report } = await reported([]);
  expect(report.daily).toEqual([]);
  expect(report.system).toMatchObject({ turns: 0, success_rate: null, cost_usd: 0, since: null });
  expect(orchestrationMetricsSchema.parse(report)).toEqual(report);
});

test("a period of thirty days reaches over the ends of months", async () => {
  const { report } = await reported([], [], 30);
  expect([report.from, report.to]).toEqual(["2026-02-06", "2026-03-07"]);
});
