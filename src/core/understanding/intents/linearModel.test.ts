import { describe, expect, test } from "vitest";
import { learned } from "./learning.ts";
import { trainLinearModel } from "./linearModel.ts";
import type { SparseVector } from "./weights.ts";

const vector = (...parts: readonly (readonly [number, number])[]): SparseVector => ({
  ids: Int32Array.from(parts, ([id]) => id),
  values: Float32Array.from(parts, ([, value]) => value),
});

describe("trainLinearModel", () => {
  test("gives each class the highest score on its own examples", () => {
    const vectors = [vector([0, 1]), vector([1, 1]), vector([2, 1]), vector([0, 0.7], [1, 0.7])];
    const labels = [0, 1, 2, 1];
    const scoresOf = learned(trainLinearModel(vectors, labels, { classes: 3, size: 3, seed: 1 }));
    const best = vectors.map((each) => scoresOf(each)).map((scores) => scores.indexOf(Math.max(...scores)));
    expect(best).toEqual(labels);
  });

  test("says of nothing that it is none of them", () => {
    const vectors = [vector([0, 1]), vector([1, 1]), vector([2, 1])];
    const scoresOf = learned(trainLinearModel(vectors, [0, 1, 2], { classes: 3, size: 3, seed: 1 }));
    expect(Math.max(...scoresOf(vector()))).toBeLessThan(Math.max(...scoresOf(vector([1, 1]))));
  });
});
