import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editDistance } from "./editDistance.ts";

describe("the edit distance", () => {
  test.each([
    ["isodec", "isodec", 0],
    ["isodec", "isodek", 1],
    ["isodec", "isdoec", 1],
    ["isodec", "isode", 1],
    ["isodec", "iisodec", 1],
    ["polietsireno", "poliestirano", 2],
  ])("of %s and %s is %i", (one, other, edits) => {
    expect(editDistance(one, other, 2)).toBe(edits);
    expect(editDistance(other, one, 2)).toBe(edits);
  });

  test("is one more than the limit when there are more edits", () => {
    expect(editDistance("panel", "terracota", 2)).toBe(3);
    expect(editDistance("panel", "papel", 0)).toBe(1);
  });

  test("is what the whole table gives", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 9 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (one, other, limit) => {
        expect(editDistance(one, other, limit)).toBe(Math.min(wholeTable(one, other), limit + 1));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Optimal string alignment, cell by cell. */
function wholeTable(one: string, other: string): number {
  const cells = new Map<string, number>();
  const cell = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const known = cells.get(`${i},${j}`);
    if (known !== undefined) return known;
    const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
    const least = Math.min(
      cell(i - 1, j) + 1,
      cell(i, j - 1) + 1,
      cell(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1),
      isSwap ? cell(i - 2, j - 2) + 1 : Infinity,
    );
    cells.set(`${i},${j}`, least);
    return least;
  };
  return cell(one.length, other.length);
}
