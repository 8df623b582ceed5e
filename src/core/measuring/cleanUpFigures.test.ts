import { expect, test } from "vitest";
import { cleanUpFigures } from "./cleanUpFigures.ts";
import type { TurnDay, TurnFigures } from "./turnLedger.ts";

test("it says which rows went and what is still there afterwards", async () => {
  const asked: unknown[] = [];
  const { signal } = new AbortController();
  const dayOf = (day: string): TurnDay => ({
    day,
    turns: 1,
    completed: 1,
    failed: 0,
    cancelled: 0,
    interrupted: 0,
    contextChunks: 0,
    answers: 1,
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
  });
  const turnFigures: TurnFigures = {
    async forget(daysToKeep, given) {
      asked.push("forget", daysToKeep, given === signal);
      return { turnDays: 1, stepDays: 20, modelDays: 3, pathDays: 4 };
    },
    async turnDays({ days }) {
      asked.push("turnDays", days);
      return [dayOf("2026-03-01"), dayOf("2026-03-07")];
    },
    stepDays: async () => [],
  };

  expect(await cleanUpFigures({ turnFigures }, 14, signal)).toEqual({
    days_to_keep: 14,
    removed: { turn_days: 1, step_days: 20, model_days: 3, path_days: 4 },
    kept: { days: 2, since: "2026-03-01" },
  });
  expect(asked).toEqual(["forget", 14, true, "turnDays", 14]);
});
