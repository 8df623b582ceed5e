import { expect, test } from "vitest";
import { activeTurnsSchema } from "../../contract/orchestration.ts";
import { activeTurnsView } from "./activeTurnsView.ts";

test("running turns are counted by strategy and by the step they are at", () => {
  expect(
    activeTurnsView([
      { strategy: "parallel", stage: "answering", ageMs: 1_000.04 },
      { strategy: "parallel", stage: "moderation", ageMs: 4_000 },
      { strategy: "single", stage: null, ageMs: 0.2 },
      { strategy: "parallel", stage: "answering", ageMs: 3_000 },
    ]),
  ).toEqual({
    running: 4,
    by_strategy: { parallel: 3, single: 1 },
    by_stage: { answering: 2, moderation: 1, between: 1 },
    oldest_age_ms: 4_000,
    mean_age_ms: 2_000.1,
  });
});

test("no running turn has no age", () => {
  const none = activeTurnsView([]);
  expect(none).toEqual({ running: 0, by_strategy: {}, by_stage: {}, oldest_age_ms: null, mean_age_ms: null });
  expect(activeTurnsSchema.parse(none)).toEqual(none);
});

test("five thousand turns are no more than these members", () => {
  const turn = { strategy: "fastest", stage: "answering", ageMs: 2 } as const;
  expect(activeTurnsView(Array.from({ length: 5_000 }, () => turn))).toEqual({
    running: 5_000,
    by_strategy: { fastest: 5_000 },
    by_stage: { answering: 5_000 },
    oldest_age_ms: 2,
    mean_age_ms: 2,
  });
});
