import { expect, test } from "vitest";
import { belongsToShare } from "./share.ts";

const hits = (share: number, from: number, count: number) =>
  Array.from({ length: count }, (_, at) => belongsToShare(share, from + at)).filter(Boolean).length;

test.each([
  [0.3, 10, 3],
  [0.5, 10, 5],
  [0.25, 100, 25],
  [0.01, 100, 1],
  [0.123, 1_000, 123],
])("a share of %d hits in every block of %d calls exactly %d", (share, block, expected) => {
  for (const nth of [0, 1, 7]) expect(hits(share, nth * block, block)).toBe(expected);
});

test("nothing belongs to no share and everything to all of it", () => {
  expect(hits(0, 0, 1_000)).toBe(0);
  expect(hits(1, 0, 1_000)).toBe(1_000);
});

test("the hits do not come in one run", () => {
  const first = Array.from({ length: 10 }, (_, at) => (belongsToShare(0.3, at) ? "x" : ".")).join("");
  expect(first).toBe(".x..x..x..");
});
