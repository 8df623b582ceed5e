import type { OrchestrationPerformance } from "../../contract/orchestration.ts";
import type { ModelDay, PathDay } from "../answering/usage.ts";
import { meanMs, ratio, sumOf } from "./sumOf.ts";

type ModelFigures = OrchestrationPerformance["models"];
type PathFigures = OrchestrationPerformance["paths"];

/** Each model over its days, the most used first. */
export function modelFigures(days: readonly ModelDay[]): ModelFigures {
  const all = sumOf(days, (day) => day.attempts);
  return [...Map.groupBy(days, ({ provider, modelId }) => `${provider} ${modelId}`).values()]
    .flatMap((ofModel) => figuresOf(ofModel, all))
    .toSorted((a, b) => b.calls - a.calls || inOrder(a.model, b.model));
}

/** How often the models were asked in which order, the most frequent first. */
export function pathFigures(days: readonly PathDay[]): PathFigures {
  return [...Map.groupBy(days, (day) => `${day.strategy} ${day.answered} ${day.path}`).values()]
    .flatMap(countOf)
    .toSorted((a, b) => b.count - a.count || inOrder(a.path, b.path))
    .slice(0, mostPaths);
}

/** A path is a list of models: there may be as many as there are orders. */
const mostPaths = 100;

function figuresOf(days: readonly ModelDay[], all: number): ModelFigures {
  const [first] = days;
  if (!first) return [];
  const sum = (of: (day: ModelDay) => number) => sumOf(days, of);
  const calls = sum((day) => day.attempts);
  const won = sum((day) => day.won);
  const failed = sum((day) => day.failed);
  const wonMs = sum((day) => day.wonMs);
  const firstContentMs = sum((day) => day.firstContentMs);
  const firstContents = sum((day) => day.firstContents);
  return [
    {
      model: first.modelId,
      provider: first.provider,
      calls,
      won,
      lost: sum((day) => day.lost),
      cancelled: sum((day) => day.cancelled),
      failed,
      success_rate: ratio(won, won + failed),
      usage_share: ratio(calls, all),
      latency_ms: meanMs(wonMs, won),
      first_content_ms: meanMs(firstContentMs, firstContents),
      input_tokens: sum((day) => day.usage.inputTokens),
      output_tokens: sum((day) => day.usage.outputTokens),
      cost_usd: sum((day) => day.costNanoUsd) / 1e9,
      unpriced_calls: sum((day) => day.unpriced),
    },
  ];
}

function countOf(days: readonly PathDay[]): PathFigures {
  const [first] = days;
  if (!first) return [];
  const { strategy, path, answered } = first;
  return [{ strategy, path, answered, count: sumOf(days, (day) => day.count) }];
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}
