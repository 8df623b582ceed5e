import { expect, test } from "vitest";
import { requiresVerification } from "./requiresVerification.ts";

test("a second look is due under .7, or with fewer than two documents where an answer leans on any", () => {
  expect(requiresVerification(0.7, 2)).toBe(false);
  expect(requiresVerification(0.69, 2)).toBe(true);
  expect(requiresVerification(1, 1)).toBe(true);
  expect([requiresVerification(0.7, null), requiresVerification(0.69, null)]).toEqual([false, true]);
});
