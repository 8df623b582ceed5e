import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { isRefusal } from "../errors.ts";
import { budgetRefusal } from "./budget.ts";
import type { UsageLedger } from "./usage.ts";

/** 20:48 UTC. */
const evening = Date.UTC(2026, 2, 1, 20, 48);
const usd = 1e9;

const spent = (nanoUsd: number, clock = createManualClock(evening)) => {
  const asked: string[] = [];
  const unused = () => {
    throw new Error("not part of this test");
  };
  const usage: UsageLedger = {
    attempt: unused,
    answered: unused,
    async spentToday(workspaceId) {
      asked.push(workspaceId);
      return nanoUsd;
    },
  };
  return { usage, clock, asked };
};
const workspace = (dailyUsd?: number) => ({
  id: "w1",
  settings: {
    grounding: "open" as const,
    ...(dailyUsd !== undefined && { budget: { daily_usd: dailyUsd } }),
  },
});

test("a workspace may ask until its budget is spent", async () => {
  expect(await budgetRefusal(spent(5 * usd - 1), workspace(5), null)).toBeNull();
  expect(isRefusal(await budgetRefusal(spent(5 * usd), workspace(5), null))).toBe(true);
  expect(isRefusal(await budgetRefusal(spent(7 * usd), workspace(5), null))).toBe(true);
});

test("a refusal says how much, and that midnight UTC ends it", async () => {
  expect(await budgetRefusal(spent(5 * usd), workspace(2.5), null)).toEqual({
    refused: "rate_limited",
    detail:
      "The workspace's budget of 2.5 USD for today is used up. The next one begins at midnight UTC, in 3 h 12 min.",
    retryAfterMs: 3 * 3_600_000 + 12 * 60_000,
  });
  const late = createManualClock(Date.UTC(2026, 2, 1, 23, 59, 59, 600));
  const refusal = await budgetRefusal(spent(5 * usd, late), workspace(2.5), null);
  expect(refusal?.detail).toContain("in 1 min.");
  expect(refusal?.retryAfterMs).toBe(400);
});

test("the workspace's own budget goes before the server's, be it more or less", async () => {
  expect(await budgetRefusal(spent(3 * usd), workspace(10), 1)).toBeNull();
  expect(await budgetRefusal(spent(3 * usd), workspace(2), 100)).toMatchObject({ refused: "rate_limited" });
});

test("a workspace without a budget has the server's", async () => {
  expect(await budgetRefusal(spent(3 * usd), workspace(), 4)).toBeNull();
  expect(await budgetRefusal(spent(4 * usd), workspace(), 4)).toMatchObject({ refused: "rate_limited" });
});

test("without any budget nobody counts", async () => {
  const deps = spent(1e18);
  expect(await budgetRefusal(deps, workspace(), null)).toBeNull();
  expect(deps.asked).toEqual([]);
});
