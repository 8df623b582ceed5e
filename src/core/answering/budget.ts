import type { ClockDep } from "../clock.ts";
import type { Workspace } from "../access/workspace.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { UsageDep } from "./usage.ts";

export type BudgetDeps = UsageDep & ClockDep;

/**
 * Whether the workspace has spent what it may in a day (UTC). Asked before a turn begins: what turns under way still
 * cost comes on top. Models without a known price cost nothing here. `defaultDailyUsd` holds where the workspace sets
 * no budget of its own; null is no limit. Throws AppError `database_unavailable`.
 */
export async function budgetRefusal(
  { usage, clock }: BudgetDeps,
  { id, settings }: Pick<Workspace, "id" | "settings">,
  defaultDailyUsd: number | null,
): Promise<Refusal | null> {
  const dailyUsd = settings.budget?.daily_usd ?? defaultDailyUsd;
  if (dailyUsd === null || (await usage.spentToday(id)) < dailyUsd * nanoPerUsd) return null;
  const retryAfterMs = dayMs - (clock.now() % dayMs);
  const detail = `The workspace's budget of ${dailyUsd} USD for today is used up. The next one begins at midnight UTC, in ${inWords(retryAfterMs)}.`;
  return { ...refuse("rate_limited", detail), retryAfterMs };
}

const nanoPerUsd = 1e9;
const dayMs = 86_400_000;

/** `3 h 12 min`, rounded up. */
function inWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return [...(minutes >= 60 ? [`${Math.floor(minutes / 60)} h`] : []), `${minutes % 60} min`].join(" ");
}
