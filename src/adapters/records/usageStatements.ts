import type { Kysely } from "kysely";
import { roundMs } from "../../core/clock.ts";
import type { AttemptRow } from "../../core/answering/usage.ts";
import { added } from "./added.ts";
import { prepared, type Slot } from "./prepared.ts";
import { preparedRows } from "./preparedRows.ts";
import type { AttemptTable, ModelDayTable, PathDayTable, Schema } from "./schema.ts";
import type { SqlValue } from "./sqliteMessages.ts";

/** The ledger's writes, compiled once. Days are added to what is there; an attempt that is there already is refused. */
export function usageStatements(query: Kysely<Schema>) {
  return {
    insertAttempts: preparedRows(blank, valuesOf, (rows) => query.insertInto("attempts").values(rows)),

    addModelDay: prepared((slot: Slot<ModelDayTable>) =>
      query
        .insertInto("model_days")
        .values({
          workspace_id: slot("workspace_id"),
          day: slot("day"),
          model_id: slot("model_id"),
          provider: slot("provider"),
          attempts: slot("attempts"),
          won: slot("won"),
          lost: slot("lost"),
          cancelled: slot("cancelled"),
          failed: slot("failed"),
          input_tokens: slot("input_tokens"),
          cached_input_tokens: slot("cached_input_tokens"),
          cache_write_tokens: slot("cache_write_tokens"),
          output_tokens: slot("output_tokens"),
          reasoning_tokens: slot("reasoning_tokens"),
          estimated: slot("estimated"),
          cost_nano: slot("cost_nano"),
          unpriced: slot("unpriced"),
          won_ms: slot("won_ms"),
          first_content_ms: slot("first_content_ms"),
          first_contents: slot("first_contents"),
        })
        .onConflict((conflict) =>
          conflict
            .columns(["workspace_id", "day", "model_id", "provider"])
            .doUpdateSet(added("model_days", modelCounts)),
        ),
    ),

    addPathDay: prepared((slot: Slot<PathDayTable>) =>
      query
        .insertInto("path_days")
        .values({
          workspace_id: slot("workspace_id"),
          day: slot("day"),
          strategy: slot("strategy"),
          path: slot("path"),
          answered: slot("answered"),
          count: slot("count"),
        })
        .onConflict((conflict) =>
          conflict
            .columns(["workspace_id", "day", "strategy", "path", "answered"])
            .doUpdateSet(added("path_days", ["count"])),
        ),
    ),

    spentOn: prepared((slot: Slot<{ workspace_id: string; day: string }>) =>
      query
        .selectFrom("model_days")
        .select("cost_nano")
        .where("workspace_id", "=", slot("workspace_id"))
        .where("day", "=", slot("day")),
    ),
  };
}

const modelCounts = [
  "attempts",
  "won",
  "lost",
  "cancelled",
  "failed",
  "input_tokens",
  "cached_input_tokens",
  "cache_write_tokens",
  "output_tokens",
  "reasoning_tokens",
  "estimated",
  "cost_nano",
  "unpriced",
  "won_ms",
  "first_content_ms",
  "first_contents",
] as const satisfies (keyof ModelDayTable)[];

/** In the order of `valuesOf`. */
const blank: AttemptTable = {
  workspace_id: "",
  id: "",
  turn_id: "",
  at: 0,
  model_id: "",
  provider: "",
  strategy: "",
  phase: "",
  try: 0,
  outcome: "",
  failure: "",
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  estimated: 0,
  cost_nano: 0,
  first_content_ms: 0,
  latency_ms: 0,
};

/** In the order of `blank`. */
function valuesOf(row: AttemptRow): SqlValue[] {
  const { usage } = row;
  return [
    row.workspaceId,
    row.id,
    row.turnId,
    row.at,
    row.modelId,
    row.provider,
    row.strategy,
    row.phase,
    row.try,
    row.outcome,
    row.failure,
    usage.inputTokens,
    usage.cachedInputTokens,
    usage.cacheWriteTokens,
    usage.outputTokens,
    usage.reasoningTokens,
    usage.estimated ? 1 : 0,
    row.costNanoUsd,
    row.firstContentMs === null ? null : roundMs(row.firstContentMs),
    roundMs(row.latencyMs),
  ];
}
