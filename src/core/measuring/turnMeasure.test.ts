import { expect, test } from "vitest";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { openTurnMeasure } from "./turnMeasure.ts";

function house() {
  const clock = createManualClock();
  const subject = { id: "t", workspace: { id: "w" }, asked: { strategy: "parallel" } } as const;
  return { clock, measure: openTurnMeasure({ clock }, subject) };
}

test("steps follow each other, each with its own time and its distance from the start", () => {
  const { clock, measure } = house();
  clock.advance(5);
  measure.enter("retrieval");
  clock.advance(20);
  measure.leave("ok");
  clock.advance(3);
  measure.enter("answering");
  clock.advance(300);
  measure.heard();
  measure.enter("moderation");
  clock.advance(100);
  measure.heard();
  measure.warned("moderation");
  measure.leave("failed");

  expect(measure.measured().steps).toEqual([
    { name: "retrieval", startedMs: 5, ms: 20, outcome: "ok", warnings: 0 },
    { name: "answering", startedMs: 28, ms: 300, outcome: "ok", warnings: 0 },
    { name: "moderation", startedMs: 328, ms: 100, outcome: "failed", warnings: 1 },
  ]);
  expect(measure.times()).toEqual({
    retrievalMs: 20,
    answeringMs: 300,
    moderationMs: 100,
    totalMs: 428,
    firstContentMs: 328,
  });
});

test("a step that goes on behind the last word is one step, and no part of the turn's time", () => {
  const { clock, measure } = house();
  measure.enter("saving");
  clock.advance(1);
  measure.leave("ok");
  measure.finished("completed");
  clock.advance(4);
  measure.enter("saving");
  clock.advance(2_000);
  measure.leave("failed");

  expect(measure.measured()).toMatchObject({
    outcome: "completed",
    totalMs: 1,
    steps: [{ name: "saving", startedMs: 0, ms: 2_005, outcome: "failed" }],
  });
});

test("who asks meanwhile hears the strategy, the step and the age, and nothing else", () => {
  const { clock, measure } = house();
  clock.advance(7);
  expect(measure.active()).toEqual({ strategy: "parallel", stage: null, ageMs: 7 });
  measure.enter("answering");
  clock.advance(10);
  expect(measure.active()).toEqual({ strategy: "parallel", stage: "answering", ageMs: 17 });
});

test("counts, warnings and errors of the cleanup are kept as they were told", () => {
  const { measure } = house();
  measure.count({ contextChunks: 4, answers: 2 });
  measure.count({ failures: 1, quality: "high", fallbackUsed: true });
  measure.warned("retrieval");
  measure.cleanupFailed();
  measure.finished("failed");

  expect(measure.measured()).toMatchObject({
    turnId: "t",
    workspaceId: "w",
    strategy: "parallel",
    outcome: "failed",
    contextChunks: 4,
    answers: 2,
    failures: 1,
    quality: "high",
    fallbackUsed: true,
    warnings: 1,
    cleanupErrors: 1,
  });
});
