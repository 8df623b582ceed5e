import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { strategyNames } from "../../contract/strategies.ts";
import type { BreakerState } from "../../core/answering/breaker.ts";
import type { TokenUsage } from "../../core/answering/model.ts";
import type { AnsweredRow, AttemptRow, UsageLedger } from "../../core/answering/usage.ts";

export interface ModelMetrics {
  attempt(row: AttemptRow): void;
  answered(row: AnsweredRow): void;
}

/**
 * Prometheus metrics of the configured models: whatever else is asked for counts under one model `other`, so that no
 * request can make a series. `breakerOf` is asked at each scrape.
 */
export function createModelMetrics(
  registry: Registry,
  modelIds: readonly string[],
  breakerOf: (modelId: string) => BreakerState,
): ModelMetrics {
  const metrics = register([registry]);
  registry.registerMetric(
    new Gauge({
      name: "batuta_model_breaker",
      help: "Breaker of a model: 0 closed, 1 half open, 2 open",
      labelNames: ["model"],
      registers: [],
      collect() {
        for (const model of modelIds) this.set({ model }, breakerLevels[breakerOf(model)]);
      },
    }),
  );
  const known = new Set(modelIds);

  return {
    attempt(row) {
      const model = known.has(row.modelId) ? row.modelId : "other";
      metrics.attempts.inc({ model, outcome: row.outcome, failure: row.failure ?? "none" });
      if (row.outcome === "won" && isAmount(row.latencyMs))
        metrics.seconds.observe({ model }, row.latencyMs / 1000);
      if (row.firstContentMs !== null && isAmount(row.firstContentMs))
        metrics.firstContent.observe({ model }, row.firstContentMs / 1000);
      for (const [kind, tokens] of tokensByKind(row.usage))
        if (isAmount(tokens) && tokens > 0) metrics.tokens.inc({ model, kind }, tokens);
      if (row.costNanoUsd !== null && isAmount(row.costNanoUsd))
        metrics.cost.inc({ model }, row.costNanoUsd / 1e9);
    },
    answered(row) {
      const strategy = strategies.has(row.strategy) ? row.strategy : "other";
      metrics.answers.inc({ strategy, answered: String(row.answered) });
    },
  };
}

/** The same ledger, with metrics of what it takes. */
export function withMetrics(ledger: UsageLedger, metrics: ModelMetrics): UsageLedger {
  return {
    attempt(row) {
      metrics.attempt(row);
      ledger.attempt(row);
    },
    answered(row) {
      metrics.answered(row);
      ledger.answered(row);
    },
    spentToday: (workspaceId) => ledger.spentToday(workspaceId),
  };
}

const breakerLevels: Readonly<Record<BreakerState, number>> = { closed: 0, half_open: 1, open: 2 };
const strategies: ReadonlySet<string> = new Set(strategyNames);

function register(registers: Registry[]) {
  return {
    attempts: new Counter({
      name: "batuta_model_attempts_total",
      help: "Calls of a model by what came of them",
      labelNames: ["model", "outcome", "failure"],
      registers,
    }),
    seconds: new Histogram({
      name: "batuta_model_seconds",
      help: "Time to the end of an answer, of the calls that won",
      labelNames: ["model"],
      buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 90],
      registers,
    }),
    firstContent: new Histogram({
      name: "batuta_model_first_content_seconds",
      help: "Time to the first content of a call",
      labelNames: ["model"],
      buckets: [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 4, 8, 15],
      registers,
    }),
    tokens: new Counter({
      name: "batuta_model_tokens_total",
      help: "Tokens by kind, each token under one of them",
      labelNames: ["model", "kind"],
      registers,
    }),
    cost: new Counter({
      name: "batuta_model_cost_usd_total",
      help: "Cost of the calls whose price is known",
      labelNames: ["model"],
      registers,
    }),
    answers: new Counter({
      name: "batuta_answers_total",
      help: "Questions by whether any model answered",
      labelNames: ["strategy", "answered"],
      registers,
    }),
  };
}

/** Each token under one kind, so that the kinds add up to what was paid for. */
function tokensByKind(usage: TokenUsage): readonly (readonly [kind: string, tokens: number])[] {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = usage;
  return [
    ["input", inputTokens - cachedInputTokens - cacheWriteTokens],
    ["cached_input", cachedInputTokens],
    ["cache_write", cacheWriteTokens],
    ["output", outputTokens - reasoningTokens],
    ["reasoning", reasoningTokens],
  ];
}

/** The library throws at anything else, and a ledger must not. */
function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
