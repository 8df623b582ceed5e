import { Registry } from "prom-client";
import { expect, test } from "vitest";
import type { BreakerState } from "../../core/answering/breaker.ts";
import type { AttemptRow, UsageLedger } from "../../core/answering/usage.ts";
import { createModelMetrics, withMetrics } from "./modelMetrics.ts";

const won: AttemptRow = {
  id: "a1",
  workspaceId: "w1",
  turnId: "t1",
  at: 0,
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
  costNanoUsd: 2_500_000,
  firstContentMs: 300,
  latencyMs: 1_500,
};
const answer = { workspaceId: "w1", at: 0, strategy: "fallback", path: ["fast"], answered: true };

function house(breakers: Readonly<Record<string, BreakerState>> = {}) {
  const registry = new Registry();
  const metrics = createModelMetrics(registry, ["fast", "backup"], (id) => breakers[id] ?? "closed");
  /** The samples of a metric, as they are scraped. */
  const samples = async (name: string) =>
    (await registry.metrics()).split("\n").filter((line) => line.startsWith(`${name}{`));
  return { metrics, samples, registry };
}

test("attempts are counted by model, outcome and failure", async () => {
  const { metrics, samples } = house();
  metrics.attempt(won);
  metrics.attempt(won);
  metrics.attempt({ ...won, modelId: "backup", outcome: "failed", failure: "rate_limited" });

  expect(await samples("batuta_model_attempts_total")).toEqual([
    'batuta_model_attempts_total{model="fast",outcome="won",failure="none"} 2',
    'batuta_model_attempts_total{model="backup",outcome="failed",failure="rate_limited"} 1',
  ]);
});

test("each token is counted under one kind, and the cost in dollars", async () => {
  const { metrics, samples } = house();
  metrics.attempt(won);
  metrics.attempt({ ...won, costNanoUsd: null });

  expect(await samples("batuta_model_tokens_total")).toEqual([
    'batuta_model_tokens_total{model="fast",kind="input"} 80',
    'batuta_model_tokens_total{model="fast",kind="cached_input"} 80',
    'batuta_model_tokens_total{model="fast",kind="cache_write"} 40',
    'batuta_model_tokens_total{model="fast",kind="output"} 40',
    'batuta_model_tokens_total{model="fast",kind="reasoning"} 20',
  ]);
  expect(await samples("batuta_model_cost_usd_total")).toEqual([
    'batuta_model_cost_usd_total{model="fast"} 0.0025',
  ]);
});

test("the time of an answer is that of the call that won, the first content that of any", async () => {
  const { metrics, samples } = house();
  metrics.attempt(won);
  metrics.attempt({ ...won, outcome: "lost", latencyMs: 90_000, firstContentMs: 500 });
  metrics.attempt({ ...won, outcome: "failed", failure: "network", firstContentMs: null });

  expect(await samples("batuta_model_seconds_sum")).toEqual(['batuta_model_seconds_sum{model="fast"} 1.5']);
  expect(await samples("batuta_model_first_content_seconds_sum")).toEqual([
    'batuta_model_first_content_seconds_sum{model="fast"} 0.8',
  ]);
});

test("the breakers are read at the scrape", async () => {
  const breakers: Record<string, BreakerState> = {};
  const { samples } = house(breakers);
  expect(await samples("batuta_model_breaker")).toEqual([
    'batuta_model_breaker{model="fast"} 0',
    'batuta_model_breaker{model="backup"} 0',
  ]);
  Object.assign(breakers, { fast: "open", backup: "half_open" });
  expect(await samples("batuta_model_breaker")).toEqual([
    'batuta_model_breaker{model="fast"} 2',
    'batuta_model_breaker{model="backup"} 1',
  ]);
});

test("ten thousand junk names make one series a metric", async () => {
  const { metrics, registry, samples } = house();
  const junk = (count: number) => {
    metrics.attempt({ ...won, modelId: `junk ${count}` });
    metrics.answered({ ...answer, strategy: `junk ${count}` });
  };
  junk(0);
  const series = (await registry.metrics()).split("\n").length;
  for (let count = 1; count < 10_000; count += 1) junk(count);

  expect((await registry.metrics()).split("\n")).toHaveLength(series);
  expect(await samples("batuta_model_attempts_total")).toEqual([
    'batuta_model_attempts_total{model="other",outcome="won",failure="none"} 10000',
  ]);
  expect(await samples("batuta_answers_total")).toEqual([
    'batuta_answers_total{strategy="other",answered="true"} 10000',
  ]);
});

test("figures that make no sense are left out and throw nothing", async () => {
  const { metrics, samples } = house();
  const usage = { ...won.usage, inputTokens: 10, outputTokens: Number.NaN };
  metrics.attempt({ ...won, usage, latencyMs: Number.NaN, firstContentMs: -1, costNanoUsd: Infinity });

  expect(await samples("batuta_model_seconds_sum")).toEqual([]);
  expect(await samples("batuta_model_first_content_seconds_sum")).toEqual([]);
  expect(await samples("batuta_model_cost_usd_total")).toEqual([]);
  expect(await samples("batuta_model_tokens_total")).toEqual([
    'batuta_model_tokens_total{model="fast",kind="cached_input"} 40',
    'batuta_model_tokens_total{model="fast",kind="cache_write"} 20',
    'batuta_model_tokens_total{model="fast",kind="reasoning"} 10',
  ]);
});

test("a ledger with metrics takes the same rows and knows the same sums", async () => {
  const taken: unknown[] = [];
  const ledger: UsageLedger = {
    attempt: (row) => void taken.push(row),
    answered: (row) => void taken.push(row),
    spentToday: async (workspaceId) => workspaceId.length,
  };
  const { metrics, samples } = house();
  const both = withMetrics(ledger, metrics);
  both.attempt(won);
  both.answered({ ...answer, answered: false });

  expect(taken).toEqual([won, { ...answer, answered: false }]);
  expect(await both.spentToday("four")).toBe(4);
  expect(await samples("batuta_model_attempts_total")).toHaveLength(1);
  expect(await samples("batuta_answers_total")).toEqual([
    'batuta_answers_total{strategy="fallback",answered="false"} 1',
  ]);
});
