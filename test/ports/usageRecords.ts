import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../src/adapters/records/database.ts";
import { createUsageRecords, type UsageRecords } from "../../src/adapters/records/usageRecords.ts";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import type { AttemptRow } from "../../src/core/answering/usage.ts";
import { AppError } from "../../src/core/errors.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const dayMs = 86_400_000;
/** What the house's clock begins with lies on this day. */
const firstDay = "2023-11-14";
const nextDay = "2023-11-15";
const never = new AbortController().signal;

/** What the usage ledger promises, on any engine. */
export function usageRecordsSuite(engine: string, open: OpenRecords): void {
  describe(`the usage ledger on ${engine}`, () => {
    let house: RecordsHouse;
    let telemetry: ReturnType<typeof createRecordedTelemetry>;
    let ledgers: UsageRecords[];
    beforeEach(async () => {
      house = await open();
      telemetry = createRecordedTelemetry();
      ledgers = [];
    });
    afterEach(async () => {
      for (const ledger of ledgers) await ledger.close();
      await house.remove();
    });

    const ledgerOf = (database: Database = house.database) => {
      const ledger = createUsageRecords({ ...house, database, telemetry });
      ledgers.push(ledger);
      return ledger;
    };
    /** The database, with a list of how many statements each unit had. */
    const counted = () => {
      const units: number[] = [];
      const batch: Database["batch"] = (statements) => {
        units.push(statements.length);
        return house.database.batch(statements);
      };
      return { units, database: { ...house.database, batch } };
    };
    const attempt = (changes: Partial<AttemptRow> = {}): AttemptRow => ({
      id: house.random.id(),
      workspaceId: "w1",
      turnId: "t1",
      at: house.clock.now(),
      modelId: "fast",
      provider: "openai",
      strategy: "fallback",
      phase: "answer",
      try: 1,
      outcome: "won",
      failure: null,
      usage: {
        inputTokens: 100,
        cachedInputTokens: 40,
        cacheWriteTokens: 20,
        outputTokens: 30,
        reasoningTokens: 10,
        estimated: false,
      },
      costNanoUsd: 1_000,
      firstContentMs: 250.5,
      latencyMs: 1_500.5,
      ...changes,
    });

    test("an attempt is read back as it was", async () => {
      const ledger = ledgerOf();
      const won = attempt();
      const failed = attempt({
        at: won.at + 5,
        phase: "moderation",
        try: 2,
        outcome: "failed",
        failure: "first_token_timeout",
        usage: { ...won.usage, estimated: true },
        costNanoUsd: null,
        firstContentMs: null,
      });
      for (const row of [failed, won, attempt({ turnId: "t2" }), attempt({ turnId: null })])
        ledger.attempt(row);

      expect(await ledger.attemptsOf("t1")).toEqual([won, failed]);
      expect(await ledger.attemptsOf("unknown")).toEqual([]);
    });

    test("a model's day is the sum of its attempts, however often it is added to", async () => {
      const ledger = ledgerOf();
      ledger.attempt(attempt());
      await ledger.attemptsOf("t1");
      ledger.attempt(attempt({ costNanoUsd: 500, latencyMs: 99.5, firstContentMs: 49.5 }));
      ledger.attempt(attempt({ outcome: "lost", costNanoUsd: null, latencyMs: 7_000 }));
      await ledger.attemptsOf("t1");
      ledger.attempt(
        attempt({
          outcome: "failed",
          failure: "network",
          firstContentMs: null,
          usage: { ...attempt().usage, inputTokens: 7, estimated: true },
        }),
      );
      ledger.attempt(attempt({ outcome: "cancelled", modelId: "slow", provider: "anthropic" }));

      expect(await ledger.modelDays({ days: 1 })).toEqual([
        {
          day: firstDay,
          modelId: "fast",
          provider: "openai",
          attempts: 4,
          won: 2,
          lost: 1,
          cancelled: 0,
          failed: 1,
          usage: {
            inputTokens: 307,
            cachedInputTokens: 160,
            cacheWriteTokens: 80,
            outputTokens: 120,
            reasoningTokens: 40,
          },
          estimated: 1,
          costNanoUsd: 2_500,
          unpriced: 1,
          wonMs: 1_600,
          firstContentMs: 550.5,
          firstContents: 3,
        },
        expect.objectContaining({ modelId: "slow", provider: "anthropic", cancelled: 1, won: 0, wonMs: 0 }),
      ]);
    });

    test("days are kept by workspace and added up over all of them", async () => {
      const ledger = ledgerOf();
      for (const workspaceId of ["w1", "w2", "w2"]) ledger.attempt(attempt({ workspaceId }));

      const attemptsOf = async (workspaceId?: string) =>
        (await ledger.modelDays({ days: 1, ...(workspaceId !== undefined && { workspaceId }) })).map(
          ({ attempts }) => attempts,
        );
      expect(await attemptsOf("w1")).toEqual([1]);
      expect(await attemptsOf("w2")).toEqual([2]);
      expect(await attemptsOf("w3")).toEqual([]);
      expect(await attemptsOf()).toEqual([3]);
    });

    test("a period of days is today and those before it, by the start of the attempt", async () => {
      const ledger = ledgerOf();
      ledger.attempt(attempt());
      house.clock.advance(dayMs);
      ledger.attempt(attempt());
      ledger.attempt(attempt({ at: house.clock.now() - dayMs }));

      const daysOf = async (days: number) =>
        (await ledger.modelDays({ days })).map(({ day, attempts }) => [day, attempts]);
      expect(await daysOf(1)).toEqual([[nextDay, 1]]);
      expect(await daysOf(2)).toEqual([
        [firstDay, 2],
        [nextDay, 1],
      ]);
    });

    test("paths are counted by strategy and by whether they led to an answer, the commonest first", async () => {
      const ledger = ledgerOf();
      const asked = { workspaceId: "w1", at: house.clock.now(), strategy: "fallback" };
      ledger.answered({ ...asked, path: ["fast"], answered: true });
      await ledger.attemptsOf("t1");
      for (const workspaceId of ["w1", "w2"])
        ledger.answered({ ...asked, workspaceId, path: ["fast", "backup"], answered: true });
      ledger.answered({ ...asked, path: ["fast", "backup"], answered: true });
      ledger.answered({ ...asked, path: ["fast", "backup"], answered: false });
      ledger.answered({ ...asked, strategy: "fastest", path: ["fast"], answered: true });

      const day = { day: firstDay, strategy: "fallback" };
      expect(await ledger.paths({ days: 1, workspaceId: "w1" })).toEqual(
        [
          { ...day, path: "fast > backup", answered: true, count: 2 },
          { ...day, path: "fast", answered: true, count: 1 },
          { ...day, strategy: "fastest", path: "fast", answered: true, count: 1 },
          { ...day, path: "fast > backup", answered: false, count: 1 },
        ].toSorted((a, b) => b.count - a.count || a.path.localeCompare(b.path)),
      );
      expect((await ledger.paths({ days: 1 }))[0]).toMatchObject({ path: "fast > backup", count: 3 });
    });

    test("what a workspace has spent today counts from the moment of the attempt", async () => {
      const ledger = ledgerOf();
      expect(await ledger.spentToday("w1")).toBe(0);
      ledger.attempt(attempt({ costNanoUsd: 300 }));
      ledger.attempt(attempt({ costNanoUsd: null }));
      ledger.attempt(attempt({ costNanoUsd: 7, workspaceId: "w2" }));
      ledger.attempt(attempt({ costNanoUsd: 9_000, at: house.clock.now() - dayMs }));
      expect(await ledger.spentToday("w1")).toBe(300);
      await ledger.attemptsOf("t1");
      expect(await ledger.spentToday("w1")).toBe(300);
      expect(await ledger.spentToday("w2")).toBe(7);
    });

    test("what was spent before a restart still counts, what was spent yesterday does not", async () => {
      const before = ledgerOf();
      before.attempt(attempt({ costNanoUsd: 300 }));
      await before.close();
      const ledger = ledgerOf();
      ledger.attempt(attempt({ costNanoUsd: 20 }));
      expect(await ledger.spentToday("w1")).toBe(320);
      house.clock.advance(dayMs);
      expect(await ledger.spentToday("w1")).toBe(0);
      ledger.attempt(attempt({ costNanoUsd: 5 }));
      expect(await ledger.spentToday("w1")).toBe(5);
    });

    test("no attempt is missed or counted twice while the first reading is under way", async () => {
      for (let round = 0; round < 20; round += 1) {
        const workspaceId = `round ${round}`;
        const ledger = ledgerOf();
        const add = () => ledger.attempt(attempt({ workspaceId, costNanoUsd: 1 }));
        add();
        const flushed = ledger.attemptsOf("t1");
        add();
        const first = ledger.spentToday(workspaceId);
        add();
        const second = ledger.spentToday(workspaceId);
        await (round % 2 === 0 ? flushed : first);
        add();
        await Promise.all([flushed, first, second, ledger.modelDays({ days: 1 })]);
        expect(await ledger.spentToday(workspaceId)).toBe(4);
      }
    });

    test("the database is asked once a workspace and day", async () => {
      const { units, database } = counted();
      const ledger = ledgerOf(database);
      for (let times = 0; times < 5; times += 1) await ledger.spentToday("w1");
      expect(units).toEqual([1]);
      house.clock.advance(dayMs);
      await ledger.spentToday("w1");
      expect(units).toEqual([1, 1]);
    });

    test("rows are gathered for a tenth of a second and written as one unit, with one sum a model", async () => {
      const { units, database } = counted();
      const ledger = ledgerOf(database);
      for (let row = 0; row < 41; row += 1) {
        ledger.attempt(attempt({ modelId: row % 2 === 0 ? "fast" : "slow" }));
        ledger.answered({ workspaceId: "w1", at: row, strategy: "single", path: ["fast"], answered: true });
      }
      house.clock.advance(99);
      expect(units).toEqual([]);
      house.clock.advance(1);
      // 32 + 8 + 1 attempts, two models, one path.
      await expect.poll(() => units).toEqual([6]);
      await expect
        .poll(() => house.database.query.selectFrom("attempts").select("id").execute())
        .toHaveLength(41);
    });

    test("closing writes what is waiting, and what comes later is told to be lost", async () => {
      const ledger = ledgerOf();
      ledger.attempt(attempt());
      await ledger.close();
      ledger.attempt(attempt());
      await ledger.close();
      expect(await ledgerOf().attemptsOf("t1")).toHaveLength(1);
      expect(telemetry.said).toEqual(["error usage_lost"]);
    });

    test("a unit whose answer was lost is written again without counting twice", async () => {
      let answers = 0;
      const batch: Database["batch"] = async (statements) => {
        const result = await house.database.batch(statements);
        answers += 1;
        if (answers === 1) throw new AppError("database_unavailable", "lost answer", { retryable: true });
        return result;
      };
      const ledger = ledgerOf({ ...house.database, batch });
      ledger.attempt(attempt());
      ledger.attempt(attempt());
      await ledger.attemptsOf("t1");
      await ledger.attemptsOf("t1");
      expect(await ledger.modelDays({ days: 1 })).toMatchObject([{ attempts: 2, costNanoUsd: 2_000 }]);
      expect(await ledger.attemptsOf("t1")).toHaveLength(2);
      expect(telemetry.said).toEqual(["warn usage_unsaved"]);
    });

    test("a row that the database cannot take is lost alone", async () => {
      const ledger = ledgerOf();
      const twice = attempt();
      for (let row = 0; row < 5; row += 1) ledger.attempt(attempt());
      ledger.attempt(twice);
      ledger.attempt(twice);
      ledger.attempt(attempt({ latencyMs: Number.NaN }));
      for (let row = 0; row < 5; row += 1) ledger.attempt(attempt());

      expect(await ledger.modelDays({ days: 1 })).toMatchObject([{ attempts: 11 }]);
      expect(await ledger.attemptsOf("t1")).toHaveLength(11);
      expect(telemetry.said).toEqual(["error usage_lost", "error usage_lost"]);
    });

    test("pruning forgets old attempts a step at a time and keeps their days", async () => {
      const ledger = ledgerOf();
      for (let row = 0; row < 1_200; row += 1) ledger.attempt(attempt({ turnId: "old" }));
      house.clock.advance(10_000);
      ledger.attempt(attempt({ turnId: "new" }));
      await ledger.attemptsOf("new");

      expect(await ledger.prune(10_000, never)).toBe(0);
      expect(await ledger.prune(9_999, AbortSignal.abort())).toBe(0);
      expect(await ledger.prune(9_999, never)).toBe(1_200);
      expect(await ledger.attemptsOf("old")).toEqual([]);
      expect(await ledger.attemptsOf("new")).toHaveLength(1);
      expect(await ledger.modelDays({ days: 1 })).toMatchObject([{ attempts: 1_201 }]);
    });
  });
}
