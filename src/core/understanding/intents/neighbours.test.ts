import { expect, test } from "vitest";
import { createNeighbours } from "./neighbours.ts";
import type { SparseVector } from "./weights.ts";

const vector = (...parts: readonly (readonly [number, number])[]): SparseVector => ({
  ids: Int32Array.from(parts, ([id]) => id),
  values: Float32Array.from(parts, ([, value]) => value),
});

test("finds how near the nearest example of a class lies, whatever others do", () => {
  const examples = [vector([0, 0.6], [1, 0.8]), vector([1, 1]), vector([2, 1])];
  const nearest = createNeighbours(examples, [0, 0, 1], 3);
  expect(nearest(vector([0, 1]), 0)).toBeCloseTo(0.6, 6);
  expect(nearest(vector([1, 1]), 0)).toBeCloseTo(1, 6);
  expect(nearest(vector([1, 1]), 1)).toBe(0);
  expect(nearest(vector([2, 0.5]), 1)).toBeCloseTo(0.5, 6);
});
