import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketOf, percentile } from "./histogram.ts";

const milliseconds = fc.double({ min: 0.11, max: 150_000, noNaN: true });

function countsOf(runs: readonly number[]): ReadonlyMap<number, number> {
  const runsByBucket = Map.groupBy(runs, bucketOf);
  return new Map([...runsByBucket].map(([bucket, { length }]) => [bucket, length]));
}

test("nothing and less than nothing are in the first bucket, and 150 buckets reach 150 seconds", () => {
  expect([0, -3, 0.1, 0.105, 1, 10, 1_000, 150_000].map(bucketOf)).toEqual([0, 0, 0, 1, 25, 49, 97, 150]);
});

test("a longer run is never in an earlier bucket", () => {
  fc.assert(
    fc.property(milliseconds, milliseconds, (one, other) => {
      expect(bucketOf(Math.min(one, other))).toBeLessThanOrEqual(bucketOf(Math.max(one, other)));
    }),
  );
});

test("the time of one run is told within 5 %", () => {
  fc.assert(
    fc.property(milliseconds, fc.double({ min: 0, max: 1, noNaN: true }), (ms, share) => {
      const told = percentile(countsOf([ms]), share) ?? 0;
      expect(Math.abs(told / ms - 1)).toBeLessThan(0.05);
    }),
  );
});

test("a percentile is the time that this share of the runs stayed within", () => {
  const runs = Array.from({ length: 1_000 }, (_, n) => n + 1);
  const told = [0, 0.5, 0.95, 0.99, 1].map((share) => percentile(countsOf(runs), share));
  expect(told.map((ms) => Math.round(ms ?? 0))).toEqual([1, 507, 987, 987, 987]);
});

test("buckets may stand in any order", () => {
  const counts = new Map([
    [97, 1],
    [25, 98],
    [49, 1],
  ]);
  expect([0.5, 0.98, 0.99, 1].map((share) => bucketOf(percentile(counts, share) ?? 0))).toEqual([
    25, 25, 49, 97,
  ]);
});

test("without runs there is no percentile", () => {
  expect(percentile(new Map(), 0.5)).toBeNull();
  expect(percentile(new Map([[7, 0]]), 0.5)).toBeNull();
});
