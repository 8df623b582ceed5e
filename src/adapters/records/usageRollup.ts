import { instant } from "../../contract/instant.ts";
import type { AnsweredRow, AttemptRow } from "../../core/answering/usage.ts";
import type { ModelDayTable, PathDayTable } from "./schema.ts";

/** Days since the epoch, UTC. */
export function dayNumber(at: number): number {
  return Math.floor(at / dayMs);
}

/** e.g. `2026-03-01`. */
export function dayText(day: number): string {
  return instant(day * dayMs).slice(0, 10);
}

/** The first of so many days, today (UTC) being the last. */
export function firstDayOf(now: number, days: number): string {
  return dayText(dayNumber(now) - days + 1);
}

const dayMs = 86_400_000;

/** One row a workspace, day, model and provider. */
export function modelDaysOf(attempts: readonly AttemptRow[]): ModelDayTable[] {
  const byKey = new Map<string, ModelDayTable>();
  for (const row of attempts) {
    const { workspaceId, modelId, provider, usage } = row;
    const number = dayNumber(row.at);
    const key = `${number} ${workspaceId} ${provider} ${modelId}`;
    const day = byKey.get(key) ?? emptyDay(workspaceId, dayText(number), modelId, provider);
    byKey.set(key, day);
    day.attempts += 1;
    day[row.outcome] += 1;
    day.input_tokens += usage.inputTokens;
    day.cached_input_tokens += usage.cachedInputTokens;
    day.cache_write_tokens += usage.cacheWriteTokens;
    day.output_tokens += usage.outputTokens;
    day.reasoning_tokens += usage.reasoningTokens;
    if (usage.estimated) day.estimated += 1;
    if (row.costNanoUsd === null) day.unpriced += 1;
    else day.cost_nano += row.costNanoUsd;
    if (row.outcome === "won") day.won_ms += row.latencyMs;
    if (row.firstContentMs === null) continue;
    day.first_content_ms += row.firstContentMs;
    day.first_contents += 1;
  }
  return [...byKey.values()];
}

/** One row a workspace, day, strategy, path and outcome. */
export function pathDaysOf(answered: readonly AnsweredRow[]): PathDayTable[] {
  const byKey = new Map<string, PathDayTable>();
  for (const { workspaceId, at, strategy, path: models, answered: isAnswered } of answered) {
    const number = dayNumber(at);
    const path = models.join(" > ");
    const key = `${number} ${workspaceId} ${strategy} ${isAnswered} ${path}`;
    const known = byKey.get(key);
    if (known) known.count += 1;
    else
      byKey.set(key, {
        workspace_id: workspaceId,
        day: dayText(number),
        strategy,
        path,
        answered: isAnswered ? 1 : 0,
        count: 1,
      });
  }
  return [...byKey.values()];
}

function emptyDay(workspace_id: string, day: string, model_id: string, provider: string): ModelDayTable {
  return {
    workspace_id,
    day,
    model_id,
    provider,
    attempts: 0,
    won: 0,
    lost: 0,
    cancelled: 0,
    failed: 0,
    input_tokens: 0,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 0,
    reasoning_tokens: 0,
    estimated: 0,
    cost_nano: 0,
    unpriced: 0,
    won_ms: 0,
    first_content_ms: 0,
    first_contents: 0,
  };
}
