import { expect, test } from "vitest";
import type { ModelDay, PathDay } from "../answering/usage.ts";
import { modelFigures, pathFigures } from "./modelFigures.ts";

const fast: ModelDay = {
  day: "2026-03-07",
  modelId: "fast",
  provider: "openai",
  attempts: 10,
  won: 6,
  lost: 1,
  cancelled: 1,
  failed: 2,
  usage: {
    inputTokens: 1_000,
    cachedInputTokens: 400,
    cacheWriteTokens: 0,
    outputTokens: 300,
    reasoningTokens: 0,
  },
  estimated: 1,
  costNanoUsd: 1_500_000,
  unpriced: 1,
  wonMs: 9_000,
  firstContentMs: 2_000,
  firstContents: 8,
};
const path: PathDay = { day: "2026-03-07", strategy: "fallback", path: "fast", answered: true, count: 5 };

test("a model's latency is that of the calls that won, its success that of those that ended by themselves", () => {
  expect(modelFigures([fast, { ...fast, day: "2026-03-06", won: 4, failed: 4, wonMs: 1_000 }])).toEqual([
    {
      model: "fast",
      provider: "openai",
      calls: 20,
      won: 10,
      lost: 2,
      cancelled: 2,
      failed: 6,
      success_rate: 0.625,
      usage_share: 1,
      latency_ms: 1_000,
      first_content_ms: 250,
      input_tokens: 2_000,
      output_tokens: 600,
      cost_usd: 0.003,
      unpriced_calls: 2,
    },
  ]);
});

test("models share all calls among them, the most used first", () => {
  const backup = { ...fast, modelId: "backup", attempts: 25 };
  const third = { ...fast, modelId: "third", attempts: 15 };
  expect(modelFigures([fast, third, backup]).map(({ model, usage_share }) => [model, usage_share])).toEqual([
    ["backup", 0.5],
    ["third", 0.3],
    ["fast", 0.2],
  ]);
});

test("one model's id at two providers is two models", () => {
  const providers = modelFigures([fast, { ...fast, provider: "azure" }]).map(({ provider }) => provider);
  expect(providers.toSorted()).toEqual(["azure", "openai"]);
});

test("a model that only lost has no latency and no success rate", () => {
  const lost = { ...fast, won: 0, failed: 0, lost: 10, wonMs: 0, firstContentMs: 0, firstContents: 0 };
  expect(modelFigures([lost])).toMatchObject([
    { success_rate: null, latency_ms: null, first_content_ms: null },
  ]);
});

test("paths add up over days, apart by strategy and by whether an answer came", () => {
  expect(
    pathFigures([
      path,
      { ...path, day: "2026-03-06", count: 2 },
      { ...path, path: "fast > backup", count: 9 },
      { ...path, path: "fast > backup", answered: false, count: 1 },
      { ...path, strategy: "balanced", count: 3 },
    ]),
  ).toEqual([
    { strategy: "fallback", path: "fast > backup", answered: true, count: 9 },
    { strategy: "fallback", path: "fast", answered: true, count: 7 },
    { strategy: "balanced", path: "fast", answered: true, count: 3 },
    { strategy: "fallback", path: "fast > backup", answered: false, count: 1 },
  ]);
});

test("of very many paths the hundred most frequent are told", () => {
  const many = Array.from({ length: 150 }, (_, n) => ({ ...path, path: `model ${n}`, count: n + 1 }));
  const told = pathFigures(many);
  expect(told).toHaveLength(100);
  expect([told[0]?.count, told.at(-1)?.count]).toEqual([150, 51]);
});
