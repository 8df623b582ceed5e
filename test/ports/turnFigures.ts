import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTurnFigures, type TurnFigureRecords } from "../../src/adapters/records/turnFigureRecords.ts";
import { createUsageRecords } from "../../src/adapters/records/usageRecords.ts";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import type { AttemptRow } from "../../src/core/answering/usage.ts";
import { percentile } from "../../src/core/measuring/histogram.ts";
import type { MeasuredTurn } from "../../src/core/measuring/measuredTurn.ts";
import type { TimedName } from "../../src/core/measuring/turnLedger.ts";
import { measuredTurn } from "./measuredTurn.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const telemetry = createRecordedTelemetry();
const dayMs = 86_400_000;
/** What the house's clock begins with lies on this day, so many milliseconds before the next. */
const firstDay = "2023-11-14";
const leftOfFirstDay = 6_400_000;
const nextDay = "2023-11-15";
const never = new AbortController().signal;
const today = { days: 1 };

/** What the daily figures of turns promise, on any engine. */
export function turnFiguresSuite(engine: string, open: OpenRecords): void {
  describe(`the figures of turns on ${engine}`, () => {
    let house: RecordsHouse;
    let opened: TurnFigureRecords[];
    beforeEach(async () => {
      house = await open();
      opened = [];
    });
    afterEach(async () => {
      for (const figures of opened) await figures.close();
      await house.remove();
    });

    const figuresOf = () => {
      const figures = createTurnFigures({ ...house, telemetry });
      opened.push(figures);
      return figures;
    };
    const turn = (changes: Partial<MeasuredTurn> = {}) => measuredTurn({ at: house.clock.now(), ...changes });
    const rowsIn = async (table: "turn_days" | "step_days" | "figure_writes") =>
      (await house.database.query.selectFrom(table).selectAll().execute()).length;
    const stepsOf = async (figures: TurnFigureRecords, name: TimedName) =>
      (await figures.stepDays(today)).find(({ step }) => step === name);

    test("a day is the sum of its turns in all workspaces, however often it is added to", async () => {
      const figures = figuresOf();
      figures.turn(turn({ quality: "high", contextChunks: 5, answers: 3, failures: 1 }));
      await figures.turnDays(today);
      figures.turn(turn({ quality: "medium", warnings: 2, cleanupErrors: 1, contextChunks: 2 }));
      figures.turn(turn({ workspaceId: "w2", quality: "low", fallbackUsed: true, outcome: "failed" }));
      figures.turn(turn({ quality: "failed", outcome: "cancelled" }));
      figures.turn(turn({ outcome: "interrupted" }));

      expect(await figures.turnDays(today)).toEqual([
        {
          day: firstDay,
          turns: 5,
          completed: 2,
          failed: 1,
          cancelled: 1,
          interrupted: 1,
          contextChunks: 7,
          answers: 7,
          failures: 1,
          fallbackUsed: 1,
          qualityHigh: 1,
          qualityMedium: 1,
          qualityLow: 1,
          qualityFailed: 1,
          warnings: 2,
          cleanupErrors: 1,
          costNanoUsd: 0,
          unpriced: 0,
        },
      ]);
      expect(await rowsIn("turn_days")).toBe(2);
    });

    test("a turn costs what all its calls cost, and nothing is known of one with an unknown price", async () => {
      const figures = figuresOf();
      figures.turn(turn({ attempts: [attempt({ costNanoUsd: 300 }), attempt({ costNanoUsd: 7 })] }));
      figures.turn(turn({ attempts: [attempt({ costNanoUsd: 9_000 }), attempt({ costNanoUsd: null })] }));
      figures.turn(turn({ attempts: [attempt({ costNanoUsd: 50 })] }));
      expect(await figures.turnDays(today)).toMatchObject([{ turns: 3, costNanoUsd: 357, unpriced: 1 }]);
    });

    test("each step is counted by its outcome and bucket, and so are the turn and its first content", async () => {
      const figures = figuresOf();
      const step = { name: "retrieval", startedMs: 0, ms: 10, outcome: "ok", warnings: 0 } as const;
      figures.turn(
        turn({ steps: [step, { ...step, name: "answering", ms: 20.5 }], totalMs: 31, firstContentMs: 15.5 }),
      );
      await figures.turnDays(today);
      figures.turn(
        turn({ steps: [step, { ...step, outcome: "timeout", warnings: 2 }], totalMs: 31, outcome: "failed" }),
      );
      figures.turn(turn({ steps: [{ ...step, ms: 0.5, outcome: "failed" }], totalMs: 1, workspaceId: "w2" }));

      const day = { day: firstDay, failed: 0, timeout: 0, warnings: 0 };
      expect(await figures.stepDays(today)).toEqual([
        { ...day, step: "answering", count: 1, sumMs: 20.5, countByBucket: new Map([[56, 1]]) },
        { ...day, step: "first_content", count: 1, sumMs: 15.5, countByBucket: new Map([[53, 1]]) },
        {
          ...day,
          step: "retrieval",
          count: 4,
          failed: 1,
          timeout: 1,
          warnings: 2,
          sumMs: 30.5,
          countByBucket: new Map([
            [17, 1],
            [49, 3],
          ]),
        },
        {
          ...day,
          step: "total",
          count: 3,
          failed: 1,
          sumMs: 63,
          countByBucket: new Map([
            [25, 1],
            [61, 2],
          ]),
        },
      ]);
    });

    test("percentiles of what was written are within 5 %", async () => {
      const figures = figuresOf();
      for (let ms = 1; ms <= 1_000; ms += 1) {
        figures.turn(turn({ totalMs: ms }));
        if (ms % 300 === 0) await figures.turnDays(today);
      }
      const { countByBucket = new Map() } = (await stepsOf(figures, "total")) ?? {};
      for (const share of [0.01, 0.5, 0.95, 0.99, 1]) {
        const ms = percentile(countByBucket, share) ?? Number.NaN;
        expect(Math.abs(ms / (share * 1_000) - 1)).toBeLessThan(0.05);
      }
    });

    test("a turn belongs to the day (UTC) it began on, and a period is today and the days before it", async () => {
      const figures = figuresOf();
      house.clock.advance(leftOfFirstDay - 1);
      const late = turn();
      figures.turn(late);
      house.clock.advance(1);
      figures.turn(turn());
      figures.turn(turn());
      figures.turn({ ...late, warnings: 1 });

      const daysOf = async (days: number) =>
        (await figures.turnDays({ days })).map(({ day, turns, warnings }) => [day, turns, warnings]);
      expect(await daysOf(1)).toEqual([[nextDay, 2, 0]]);
      expect(await daysOf(2)).toEqual([
        [firstDay, 2, 1],
        [nextDay, 2, 0],
      ]);
      const totals = (await figures.stepDays({ days: 2 })).filter(({ step }) => step === "total");
      expect(totals.map(({ day, count }) => [day, count])).toEqual([
        [firstDay, 2],
        [nextDay, 2],
      ]);
      expect(await figures.stepDays({ days: 1 })).toMatchObject([{ day: nextDay, step: "total" }]);
    });

    test("nothing measured is nothing read", async () => {
      const figures = figuresOf();
      expect(await figures.turnDays({ days: 30 })).toEqual([]);
      expect(await figures.stepDays({ days: 30 })).toEqual([]);
      expect(await rowsIn("figure_writes")).toBe(0);
    });

    test("a step that this version does not know is left out", async () => {
      const figures = figuresOf();
      figures.turn(turn());
      await figures.turnDays(today);
      await house.database.query.updateTable("step_days").set({ step: "dreaming" }).execute();
      expect(await figures.stepDays(today)).toEqual([]);
    });

    test("ten thousand turns make one row a day and one a step and bucket", async () => {
      const figures = figuresOf();
      for (let count = 0; count < 10_000; count += 1) {
        const step = { name: "retrieval", startedMs: 0, ms: [1, 5, 9.9, 400][count % 4] ?? 0 } as const;
        figures.turn(turn({ totalMs: 1 + count / 100, steps: [{ ...step, outcome: "ok", warnings: 0 }] }));
        if (count % 2_500 === 0) await figures.turnDays(today);
      }
      expect(await figures.turnDays(today)).toMatchObject([{ turns: 10_000 }]);
      expect(await stepsOf(figures, "total")).toMatchObject({ count: 10_000 });
      expect(await rowsIn("turn_days")).toBe(1);
      // 4 buckets of retrieval, and those from 1 ms (25) to 101 ms (73).
      expect(await rowsIn("step_days")).toBe(4 + 49);
      expect(await rowsIn("figure_writes")).toBe(1);
    });

    test("no turn is missed or counted twice by reads under way", async () => {
      const figures = figuresOf();
      const reads: Promise<unknown>[] = [];
      for (let count = 1; count <= 200; count += 1) {
        figures.turn(turn());
        const least = count;
        reads.push(
          figures.turnDays(today).then(([day]) => {
            expect(day?.turns).toBeGreaterThanOrEqual(least);
          }),
        );
        if (count % 7 === 0) await reads.at(-3);
      }
      await Promise.all(reads);
      expect(await figures.turnDays(today)).toMatchObject([{ turns: 200 }]);
    });

    test("closing writes what is waiting", async () => {
      const figures = figuresOf();
      figures.turn(turn());
      await figures.close();
      expect(await figuresOf().turnDays(today)).toMatchObject([{ turns: 1 }]);
    });

    test("two processes add to the same day", async () => {
      const [one, other] = [figuresOf(), figuresOf()];
      for (let count = 0; count < 20; count += 1) {
        one.turn(turn());
        other.turn(turn());
        await Promise.all([one.turnDays(today), other.turnDays(today)]);
      }
      expect(await one.turnDays(today)).toMatchObject([{ turns: 40 }]);
      expect(await rowsIn("figure_writes")).toBe(2);
    });

    test("forgetting takes exactly the days before the last ones, of turns and of models", async () => {
      const usage = createUsageRecords({ ...house, telemetry });
      const figures = figuresOf();
      for (let day = 0; day < 10; day += 1) {
        const at = house.clock.now();
        figures.turn(turn());
        usage.attempt(attempt({ id: `${day}`, at }));
        for (const path of [["fast"], ["fast", "slow"]])
          usage.answered({ workspaceId: "w1", at, strategy: "fallback", path, answered: true });
        if (day < 9) house.clock.advance(dayMs);
      }
      await usage.close();

      // The tenth day's last turn is still on its way.
      figures.turn(turn({ at: house.clock.now() - 7 * dayMs, workspaceId: "w2" }));
      expect(await figures.forget(7, AbortSignal.abort())).toEqual({
        turnDays: 0,
        stepDays: 0,
        modelDays: 0,
        pathDays: 0,
      });
      expect(await figures.forget(7, never)).toEqual({ turnDays: 4, stepDays: 3, modelDays: 3, pathDays: 6 });
      const kept = ["17", "18", "19", "20", "21", "22", "23"].map((day) => `2023-11-${day}`);
      const all = { days: 100 };
      expect((await figures.turnDays(all)).map(({ day }) => day)).toEqual(kept);
      expect((await figures.stepDays(all)).map(({ day }) => day)).toEqual(kept);
      expect((await usage.modelDays(all)).map(({ day }) => day)).toEqual(kept);
      expect(new Set((await usage.paths(all)).map(({ day }) => day))).toEqual(new Set(kept));
      expect(await figures.forget(7, never)).toMatchObject({ turnDays: 0, stepDays: 0 });
    });

    test("forgetting goes a step at a time, and takes the notes of processes that are gone", async () => {
      const figures = figuresOf();
      for (let count = 0; count < 1_200; count += 1) figures.turn(turn({ workspaceId: `${count}` }));
      await figures.close();
      const later = figuresOf();
      house.clock.advance(30 * dayMs);
      later.turn(turn());
      const pauses: number[] = [];
      const breathe = async () => void pauses.push(await rowsIn("turn_days"));
      const patient = createTurnFigures({ ...house, telemetry, clock: { ...house.clock, breathe } });
      await later.turnDays(today);
      expect(await patient.forget(30, never)).toMatchObject({ turnDays: 1_200, stepDays: 1 });
      expect(pauses).toEqual([701, 201]);
      expect(await rowsIn("figure_writes")).toBe(1);
    });
  });
}

function attempt(changes: Partial<AttemptRow>): AttemptRow {
  return {
    id: "a",
    workspaceId: "w1",
    turnId: "t",
    at: 0,
    modelId: "fast",
    provider: "openai",
    strategy: "parallel",
    phase: "answer",
    try: 1,
    outcome: "won",
    failure: null,
    usage: {
      inputTokens: 1,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 1,
      reasoningTokens: 0,
      estimated: false,
    },
    costNanoUsd: 1,
    firstContentMs: null,
    latencyMs: 1,
    ...changes,
  };
}
