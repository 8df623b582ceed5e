import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { orchestrationPerformanceSchema } from "../../contract/orchestration.ts";
import { bucketOf } from "./histogram.ts";
import { orchestrationPerformance } from "./orchestrationPerformance.ts";
import type { StepDay, TurnDay } from "./turnLedger.ts";

const turnDay: TurnDay = {
  day: "2026-03-07",
  turns: 20,
  completed: 20,
  failed: 0,
  cancelled: 0,
  interrupted: 0,
  contextChunks: 0,
  answers: 0,
  failures: 0,
  fallbackUsed: 3,
  qualityHigh: 4,
  qualityMedium: 3,
  qualityLow: 1,
  qualityFailed: 0,
  warnings: 0,
  cleanupErrors: 0,
  costNanoUsd: 0,
  unpriced: 0,
};

/** One day of a step whose runs took these milliseconds. */
function stepDay(
  step: StepDay["step"],
  day: string,
  ms: readonly number[],
  failed = 0,
  timeout = 0,
): StepDay {
  const countByBucket = new Map<number, number>();
  for (const one of ms) countByBucket.set(bucketOf(one), (countByBucket.get(bucketOf(one)) ?? 0) + 1);
  const sumMs = ms.reduce((sum, one) => sum + one, 0);
  return { day, step, count: ms.length, failed, timeout, warnings: 0, sumMs, countByBucket };
}

/** At noon of 7 March 2026. */
const reported = (turnDays: readonly TurnDay[], stepDays: readonly StepDay[]) =>
  orchestrationPerformance(
    {
      clock: createManualClock(Date.UTC(2026, 2, 7, 12)),
      turnFigures: {
        turnDays: async () => turnDays,
        stepDays: async () => stepDays,
        forget: () => Promise.reject(new Error("nothing is forgotten here")),
      },
      usageReads: { modelDays: async () => [], paths: async () => [], attemptsOf: async () => [] },
    },
    7,
  );

test("percentiles are of all days together, within five per cent", async () => {
  const slow = Array.from({ length: 10 }, () => 1_000);
  const quick = Array.from({ length: 90 }, () => 20);
  const { steps } = await reported(
    [],
    [
      stepDay("retrieval", "2026-03-06", slow, 2, 1),
      stepDay("retrieval", "2026-03-07", [...quick.slice(1), 5_000], 0, 4),
    ],
  );
  expect(steps).toHaveLength(1);
  const [step] = steps;
  expect(step).toMatchObject({ step: "retrieval", count: 100, failed: 2, timeout: 5, mean_ms: 167.8 });
  const within = (exact: number) => [exact * 0.95, exact * 1.05] as const;
  for (const [told, exact] of [
    [step?.p50_ms, 20],
    [step?.p95_ms, 1_000],
    [step?.p99_ms, 1_000],
  ] as const) {
    const [least, most] = within(exact);
    expect(told).toBeGreaterThan(least);
    expect(told).toBeLessThan(most);
  }
});

test("steps stand in the order of a turn, the turn itself behind them", async () => {
  const day = "2026-03-07";
  const { steps } = await reported(
    [],
    [
      stepDay("first_content", day, [1]),
      stepDay("total", day, [1]),
      stepDay("moderation", day, [1]),
      stepDay("retrieval", day, [1]),
      stepDay("answering", day, [1]),
    ],
  );
  expect(steps.map(({ step }) => step)).toEqual([
    "retrieval",
    "answering",
    "moderation",
    "total",
    "first_content",
  ]);
});

test("the qualities have their share of what was moderated, not of all turns", async () => {
  const report = await reported([turnDay, { ...turnDay, day: "2026-03-06" }], []);
  expect(report.moderator_quality).toEqual({
    high: { turns: 8, share: 0.5 },
    medium: { turns: 6, share: 0.375 },
    low: { turns: 2, share: 0.125 },
    failed: { turns: 0, share: 0 },
  });
  expect(report.fallback_used).toBe(6);
});

test("an empty period has no steps, no models, no paths and no share of nothing", async () => {
  const report = await reported([], []);
  const none = { turns: 0, share: null };
  expect(report).toEqual({
    days: 7,
    from: "2026-03-01",
    to: "2026-03-07",
    steps: [],
    moderator_quality: { high: none, medium: none, low: none, failed: none },
    fallback_used: 0,
    models: [],
    paths: [],
  });
  expect(orchestrationPerformanceSchema.parse(report)).toEqual(report);
});
