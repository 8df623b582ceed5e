import { stepNames } from "../../contract/events.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { StepDay, TimedName, TurnDay, TurnFigures } from "../../core/measuring/turnLedger.ts";
import type { Database } from "./database.ts";
import type { StepDayTable, TurnDayTable } from "./schema.ts";
import { summed } from "./summed.ts";
import { turnCounts } from "./turnFigureStatements.ts";
import { firstDayOf } from "./usageRollup.ts";

/** What is durable of the figures. */
export function createTurnFigureReads({
  database,
  clock,
}: { readonly database: Database } & ClockDep): Pick<TurnFigures, "turnDays" | "stepDays"> {
  const { query } = database;

  return {
    async turnDays({ days }) {
      const rows = await query
        .selectFrom("turn_days")
        .select("day")
        .select(summed(turnCounts))
        .where("day", ">=", firstDayOf(clock.now(), days))
        .groupBy("day")
        .orderBy("day")
        .execute();
      return rows.map(turnDayOf);
    },

    async stepDays({ days }) {
      const rows = await query
        .selectFrom("step_days")
        .selectAll()
        .where("day", ">=", firstDayOf(clock.now(), days))
        .orderBy("day")
        .orderBy("step")
        .orderBy("bucket")
        .execute();
      return stepDaysOf(rows);
    },
  };
}

function turnDayOf(row: Omit<TurnDayTable, "workspace_id">): TurnDay {
  return {
    day: row.day,
    turns: row.turns,
    completed: row.completed,
    failed: row.failed,
    cancelled: row.cancelled,
    interrupted: row.interrupted,
    contextChunks: row.context_chunks,
    answers: row.answers,
    failures: row.failures,
    fallbackUsed: row.fallback_used,
    qualityHigh: row.quality_high,
    qualityMedium: row.quality_medium,
    qualityLow: row.quality_low,
    qualityFailed: row.quality_failed,
    warnings: row.warnings,
    cleanupErrors: row.cleanup_errors,
    costNanoUsd: row.cost_nano,
    unpriced: row.unpriced,
  };
}

/** Rows of one day and step stand together. */
function stepDaysOf(rows: readonly StepDayTable[]): StepDay[] {
  const rowsByKey = Map.groupBy(rows, ({ day, step }) => `${day} ${step}`);
  return [...rowsByKey.values()].flatMap((buckets) => {
    const [first] = buckets;
    // A step that is measured no more is nothing that a reader knows.
    if (!first || !isTimedName(first.step)) return [];
    const sumOf = (column: "count" | "failed" | "timeout" | "warnings" | "sum_ms") =>
      buckets.reduce((sum, row) => sum + row[column], 0);
    return {
      day: first.day,
      step: first.step,
      count: sumOf("count"),
      failed: sumOf("failed"),
      timeout: sumOf("timeout"),
      warnings: sumOf("warnings"),
      sumMs: sumOf("sum_ms"),
      countByBucket: new Map(buckets.map(({ bucket, count }) => [bucket, count])),
    };
  });
}

const timedNames: ReadonlySet<string> = new Set<TimedName>([...stepNames, "total", "first_content"]);

function isTimedName(name: string): name is TimedName {
  return timedNames.has(name);
}
