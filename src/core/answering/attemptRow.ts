import type { AttemptView } from "../../contract/events.ts";
import type { UsageView } from "../../contract/usage.ts";
import { roundMs } from "../clock.ts";
import type { Call } from "./call.ts";
import { costNanoUsd } from "./cost.ts";
import type { Model, ModelRequest, Price, TokenUsage } from "./model.ts";
import type { Failure } from "./modelError.ts";
import { estimateTokens, tokensOfMessages } from "./tokens.ts";
import type { AttemptOutcome, AttemptRow } from "./usage.ts";

interface EndedAttempt {
  readonly id: string;
  readonly call: Call;
  readonly model: Model;
  readonly tries: number;
  readonly outcome: AttemptOutcome;
  readonly failure: Failure | null;
  readonly took: {
    readonly at: number;
    readonly firstContentMs: number | null;
    readonly latencyMs: number;
    readonly opened: boolean;
  };
  readonly usage: {
    /** What the model told at its finish. */
    readonly told: TokenUsage | null;
    /** Length of all that it sent, thoughts included. */
    readonly characters: number;
    readonly request: ModelRequest;
  };
}

/** The row of an attempt that has ended. */
export function usageRow({
  id,
  call,
  model,
  tries,
  outcome,
  failure,
  took,
  usage,
}: EndedAttempt): AttemptRow {
  const counted = countedUsage(usage, took.opened);
  return {
    id,
    workspaceId: call.workspaceId,
    turnId: call.turnId,
    at: took.at,
    modelId: model.id,
    provider: model.provider,
    strategy: call.strategy,
    phase: call.phase,
    try: tries,
    outcome,
    failure: outcome === "failed" ? (failure?.class ?? null) : null,
    usage: counted,
    costNanoUsd: costOfUsage(counted, model.price),
    firstContentMs: took.firstContentMs,
    latencyMs: took.latencyMs,
  };
}

/** What used nothing costs nothing, whatever the price. */
function costOfUsage(usage: TokenUsage, price: Price | null): number | null {
  if (price) return costNanoUsd(usage, price);
  return usage.inputTokens + usage.outputTokens === 0 ? 0 : null;
}

/** A model that was broken off does not tell what it used, but its vendor charges it all the same. */
function countedUsage({ told, characters, request }: EndedAttempt["usage"], opened: boolean): TokenUsage {
  const isTold = told !== null && (!told.estimated || told.inputTokens + told.outputTokens > 0);
  if (isTold) return told;
  return {
    inputTokens: opened ? tokensOfMessages(request.messages) : 0,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: estimateTokens(characters),
    reasoningTokens: 0,
    estimated: true,
  };
}

/** The row as a caller reads it. */
export function attemptView(row: AttemptRow): AttemptView {
  return {
    model: row.modelId,
    provider: row.provider,
    phase: row.phase,
    try: row.try,
    outcome: row.outcome,
    ...(row.failure !== null && { failure: row.failure }),
    ...(row.firstContentMs !== null && { first_content_ms: roundMs(row.firstContentMs) }),
    latency_ms: roundMs(row.latencyMs),
    ...(row.costNanoUsd !== null && { cost_usd: row.costNanoUsd / 1e9 }),
  };
}

export function usageView({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  reasoningTokens,
  estimated,
}: TokenUsage): UsageView {
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    ...(cachedInputTokens > 0 && { cached_tokens: cachedInputTokens }),
    ...(reasoningTokens > 0 && { reasoning_tokens: reasoningTokens }),
    estimated,
  };
}

/** US dollars of all attempts; null when nothing was called or a price is unknown. */
export function costOf(attempts: readonly AttemptRow[]): number | null {
  let nano = 0;
  for (const row of attempts) {
    if (row.costNanoUsd === null) return null;
    nano += row.costNanoUsd;
  }
  return attempts.length === 0 ? null : nano / 1e9;
}
