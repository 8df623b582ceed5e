import { expect, test } from "vitest";
import { accuracy, auroc, calibrationTable } from "./intentsFigures.ts";

test("the area is 1 when all of the first stand above, a half when nothing tells them apart", () => {
  expect(auroc([0.8, 0.9], [0.1, 0.7])).toBe(1);
  expect(auroc([0.1, 0.7], [0.8, 0.9])).toBe(0);
  expect(auroc([0.5, 0.5], [0.5, 0.5, 0.5])).toBe(0.5);
  expect(auroc([0.2, 0.8], [0.5])).toBe(0.5);
});

test("a confidence of 1 stands in the last of ten rows", () => {
  const table = calibrationTable([
    { confidence: 1, right: true },
    { confidence: 0.95, right: false },
    { confidence: 0.05, right: false },
  ]);
  expect(table).toHaveLength(10);
  expect(table.at(-1)).toEqual({ confidence: "0.9 to 1", answers: 2, right: 0.5 });
  expect(table[0]).toMatchObject({ answers: 1, right: 0 });
});

test("nothing asked is nothing right", () => {
  expect(accuracy([])).toBe(0);
});
