import fc from "fast-check";
import { expect, test } from "vitest";
import { batchesOf } from "./batches.ts";

test("a batch ends before the text that would be one too many", () => {
  expect(batchesOf(["a", "b", "c", "d", "e"], { texts: 2, characters: 100 })).toEqual([
    ["a", "b"],
    ["c", "d"],
    ["e"],
  ]);
});

test("a batch ends before the text that would make it too long", () => {
  expect(batchesOf(["aaa", "bb", "c", "dddd"], { texts: 10, characters: 5 })).toEqual([
    ["aaa", "bb"],
    ["c", "dddd"],
  ]);
});

test("a text beyond the limit goes alone", () => {
  expect(batchesOf(["a", "bbbbbbbb", "c"], { texts: 10, characters: 5 })).toEqual([
    ["a"],
    ["bbbbbbbb"],
    ["c"],
  ]);
});

test("no texts make no batch", () => {
  expect(batchesOf([], { texts: 10, characters: 5 })).toEqual([]);
});

test("whatever the texts, the batches are the list again, and only a lone text goes beyond the limits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string()),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 20 }),
      (list, texts, characters) => {
        const batches = batchesOf(list, { texts, characters });
        expect(batches.flat()).toEqual(list);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(texts);
          expect(batch.length === 1 || batch.join("").length <= characters).toBe(true);
        }
      },
    ),
  );
});
