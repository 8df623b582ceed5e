import * as fc from "fast-check";
import { expect, test } from "vitest";
import { costNanoUsd } from "./cost.ts";
import type { Price, TokenUsage } from "./model.ts";
import { sumOf } from "./tokenUsage.ts";

const none: TokenUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  estimated: false,
};
const mini: Price = { input: 0.15, output: 0.6, cachedInput: 0.075 };

const count = fc.nat({ max: 2_000_000 });
const usages = fc
  .record({ fresh: count, cached: count, written: count, output: count, reasoning: count })
  .map(({ fresh, cached, written, output, reasoning }) => ({
    inputTokens: fresh + cached + written,
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens: output + reasoning,
    reasoningTokens: reasoning,
    estimated: false,
  }));
/** In ten-thousandths of a dollar per million tokens: finer than any list price. */
const rate = fc.nat({ max: 1_000_000 }).map((tenThousandths) => tenThousandths / 10_000);
const prices = fc.record({ input: rate, output: rate, cachedInput: rate, cacheWrite: rate });

test("a million tokens cost what the list says", () => {
  expect(costNanoUsd({ ...none, inputTokens: 1_000_000 }, mini)).toBe(150_000_000);
  expect(costNanoUsd({ ...none, outputTokens: 1_000_000 }, mini)).toBe(600_000_000);
});

test("tokens read from the cache and written to it have prices of their own, and are not paid twice", () => {
  const usage = { ...none, inputTokens: 1000, cachedInputTokens: 600, cacheWriteTokens: 300 };
  const price = { input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75 };

  expect(costNanoUsd(usage, price)).toBe(100 * 3000 + 600 * 300 + 300 * 3750);
});

test("a price that is left out is that of the input", () => {
  const usage = { ...none, inputTokens: 1000, cachedInputTokens: 600, cacheWriteTokens: 300 };

  expect(costNanoUsd(usage, { input: 2, output: 8 })).toBe(1000 * 2000);
});

test("thoughts are part of the output and add nothing to it", () => {
  const usage = { ...none, outputTokens: 10, reasoningTokens: 8 };

  expect(costNanoUsd(usage, mini)).toBe(6000);
});

test("a price below a thousandth of a dollar is not lost", () => {
  const price = { input: 0.14, output: 0.28, cachedInput: 0.0028 };

  expect(costNanoUsd({ ...none, inputTokens: 5, cachedInputTokens: 5 }, price)).toBe(14);
});

test("counts that make no sense never give money back", () => {
  const odd = { ...none, inputTokens: 10, cachedInputTokens: 50, outputTokens: -4 };

  expect(costNanoUsd(odd, mini)).toBe(50 * 75);
});

test("a cost is a whole number and never negative", () => {
  fc.assert(
    fc.property(usages, prices, (usage, price) => {
      const cost = costNanoUsd(usage, price);
      expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
    }),
  );
});

test("two exchanges cost what they cost together, to the billionth, and so to the cent", () => {
  fc.assert(
    fc.property(usages, usages, prices, (one, other, price) => {
      const apart = costNanoUsd(one, price) + costNanoUsd(other, price);
      expect(Math.abs(apart - costNanoUsd(sumOf([one, other]), price))).toBeLessThanOrEqual(1);
    }),
  );
});

test("more tokens never cost less", () => {
  fc.assert(
    fc.property(usages, usages, prices, (one, more, price) => {
      expect(costNanoUsd(sumOf([one, more]), price)).toBeGreaterThanOrEqual(costNanoUsd(one, price));
    }),
  );
});
