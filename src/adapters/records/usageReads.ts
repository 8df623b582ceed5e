import { sql } from "kysely";
import * as z from "zod";
import { attemptOutcomes, attemptPhases } from "../../contract/events.ts";
import type { ClockDep } from "../../core/clock.ts";
import { failureTable } from "../../core/answering/failureTable.ts";
import type { FailureClass } from "../../core/answering/modelError.ts";
import type { AttemptRow, UsagePeriod, UsageReads } from "../../core/answering/usage.ts";
import type { Database } from "./database.ts";
import type { AttemptTable, ModelDayTable } from "./schema.ts";
import { summed } from "./summed.ts";
import { firstDayOf } from "./usageRollup.ts";

/** What is durable of the ledger. */
export function createUsageReads({
  database,
  clock,
}: { readonly database: Database } & ClockDep): UsageReads {
  const { query } = database;
  const firstDay = ({ days }: UsagePeriod) => firstDayOf(clock.now(), days);

  return {
    async modelDays(period) {
      const { workspaceId } = period;
      const rows = await query
        .selectFrom("model_days")
        .select(["day", "model_id", "provider"])
        .select(summed(sums))
        .where("day", ">=", firstDay(period))
        .$if(workspaceId !== undefined, (days) => days.where("workspace_id", "=", workspaceId ?? ""))
        .groupBy(["day", "model_id", "provider"])
        .orderBy("day")
        .orderBy("model_id")
        .orderBy("provider")
        .execute();
      return rows.map(modelDayOf);
    },

    async paths(period) {
      const { workspaceId } = period;
      const rows = await query
        .selectFrom("path_days")
        .select(["day", "strategy", "path", "answered"])
        .select(summed(["count"]))
        .where("day", ">=", firstDay(period))
        .$if(workspaceId !== undefined, (days) => days.where("workspace_id", "=", workspaceId ?? ""))
        .groupBy(["day", "strategy", "path", "answered"])
        .orderBy("day")
        .orderBy(sql`sum(count)`, "desc")
        .orderBy("path")
        .orderBy("strategy")
        .orderBy("answered", "desc")
        .execute();
      return rows.map((row) => ({ ...row, answered: row.answered === 1 }));
    },

    async attemptsOf(turnId) {
      const rows = await query
        .selectFrom("attempts")
        .selectAll()
        .where("turn_id", "=", turnId)
        .orderBy("at")
        .orderBy("id")
        .execute();
      return rows.map(attemptOf);
    },
  };
}

const sums = [
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
] as const;

function modelDayOf(row: Omit<ModelDayTable, "workspace_id">) {
  return {
    day: row.day,
    modelId: row.model_id,
    provider: row.provider,
    attempts: row.attempts,
    won: row.won,
    lost: row.lost,
    cancelled: row.cancelled,
    failed: row.failed,
    usage: tokensOf(row),
    estimated: row.estimated,
    costNanoUsd: row.cost_nano,
    unpriced: row.unpriced,
    wonMs: row.won_ms,
    firstContentMs: row.first_content_ms,
    firstContents: row.first_contents,
  };
}

function tokensOf(
  row: Pick<
    AttemptTable,
    "input_tokens" | "cached_input_tokens" | "cache_write_tokens" | "output_tokens" | "reasoning_tokens"
  >,
) {
  return {
    inputTokens: row.input_tokens,
    cachedInputTokens: row.cached_input_tokens,
    cacheWriteTokens: row.cache_write_tokens,
    outputTokens: row.output_tokens,
    reasoningTokens: row.reasoning_tokens,
  };
}

const isFailureClass = (name: unknown): name is FailureClass =>
  typeof name === "string" && Object.hasOwn(failureTable, name);
const storedPhase = z.enum(attemptPhases);
const storedOutcome = z.enum(attemptOutcomes);
const storedFailure = z.custom<FailureClass>(isFailureClass).nullable();

function attemptOf(row: AttemptTable): AttemptRow {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    turnId: row.turn_id,
    at: row.at,
    modelId: row.model_id,
    provider: row.provider,
    strategy: row.strategy,
    phase: storedPhase.parse(row.phase),
    try: row.try,
    outcome: storedOutcome.parse(row.outcome),
    failure: storedFailure.parse(row.failure),
    usage: { ...tokensOf(row), estimated: row.estimated === 1 },
    costNanoUsd: row.cost_nano,
    firstContentMs: row.first_content_ms,
    latencyMs: row.latency_ms,
  };
}
