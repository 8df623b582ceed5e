import { expect, test } from "vitest";
import { understandingSchema } from "./understanding.ts";

test("nothing configured leaves rewriting to the rules", () => {
  expect(understandingSchema.parse({})).toEqual({});
});

test("a rewriter is waited for one second where nothing else is said", () => {
  expect(understandingSchema.parse({ rewriter: { model: "quick" } })).toEqual({
    rewriter: { model: "quick", timeout_ms: 1_000 },
  });
});

test.each([
  { rewriter: {} },
  { rewriter: { model: "quick", timeout: 5 } },
  { rewriter: { model: "quick", timeout_ms: 0 } },
])("%o is refused", (section) => {
  expect(understandingSchema.safeParse(section).success).toBe(false);
});
