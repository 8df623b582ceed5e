import type { Kysely } from "kysely";
import { added } from "./added.ts";
import { prepared, type Slot } from "./prepared.ts";
import { preparedRows } from "./preparedRows.ts";
import type { FigureWriteTable, Schema, StepDayTable, TurnDayTable } from "./schema.ts";
import { emptyStepDay, emptyTurnDay } from "./turnSums.ts";

/** The writes of daily figures, compiled once. Days are added to what is there. */
export function turnFigureStatements(query: Kysely<Schema>) {
  return {
    addTurnDays: preparedRows(emptyTurnDay("", ""), turnDayValues, (rows) =>
      query
        .insertInto("turn_days")
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(["workspace_id", "day"]).doUpdateSet(added("turn_days", turnCounts)),
        ),
    ),

    addStepDays: preparedRows(emptyStepDay("", "", 0), stepDayValues, (rows) =>
      query
        .insertInto("step_days")
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(["day", "step", "bucket"]).doUpdateSet(added("step_days", stepCounts)),
        ),
    ),

    /** Refused when this very write was made already. */
    noteWrite: prepared((slot: Slot<FigureWriteTable>) =>
      query.insertInto("figure_writes").values({ id: slot("id"), at: slot("at") }),
    ),
    forgetWrite: prepared((slot: Slot<{ id: string }>) =>
      query.deleteFrom("figure_writes").where("id", "=", slot("id")),
    ),
  };
}

export const turnCounts = [
  "turns",
  "completed",
  "failed",
  "cancelled",
  "interrupted",
  "context_chunks",
  "answers",
  "failures",
  "fallback_used",
  "quality_high",
  "quality_medium",
  "quality_low",
  "quality_failed",
  "warnings",
  "cleanup_errors",
  "cost_nano",
  "unpriced",
] as const satisfies (keyof TurnDayTable)[];

const stepCounts = [
  "count",
  "failed",
  "timeout",
  "warnings",
  "sum_ms",
] as const satisfies (keyof StepDayTable)[];

function turnDayValues(row: TurnDayTable) {
  return [row.workspace_id, row.day, ...turnCounts.map((column) => row[column])];
}

function stepDayValues(row: StepDayTable) {
  return [row.day, row.step, row.bucket, ...stepCounts.map((column) => row[column])];
}
