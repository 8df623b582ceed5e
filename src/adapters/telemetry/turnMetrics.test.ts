import { Registry } from "prom-client";
import { expect, test } from "vitest";
import type { MeasuredTurn } from "../../core/measuring/measuredTurn.ts";
import { createTurnMetrics } from "./turnMetrics.ts";

const answered: MeasuredTurn = {
  workspaceId: "w1",
  turnId: "t1",
  at: 0,
  strategy: "parallel",
  outcome: "completed",
  steps: [
    { name: "retrieval", startedMs: 0, ms: 40, outcome: "ok", warnings: 0 },
    { name: "answering", startedMs: 40, ms: 1_500, outcome: "ok", warnings: 0 },
    { name: "moderation", startedMs: 1_540, ms: 700, outcome: "timeout", warnings: 0 },
  ],
  totalMs: 2_250,
  firstContentMs: 1_545,
  contextChunks: 5,
  answers: 2,
  failures: 1,
  quality: "low",
  fallbackUsed: true,
  warnings: 1,
  cleanupErrors: 3,
  attempts: [],
};

function house() {
  const registry = new Registry();
  const ledger = createTurnMetrics(registry);
  /** The samples of some metrics, as they are scraped. */
  const samples = async (...names: string[]) =>
    (await registry.metrics()).split("\n").filter((line) => names.includes(line.split(/[{ ]/)[0] ?? ""));
  return { registry, ledger, samples };
}

test("each step is counted once, with its time in seconds and how it ended", async () => {
  const { ledger, samples } = house();
  ledger.turn(answered);
  ledger.turn(answered);

  expect(await samples("batuta_step_seconds_sum", "batuta_step_seconds_count")).toEqual([
    'batuta_step_seconds_sum{step="retrieval",outcome="ok"} 0.08',
    'batuta_step_seconds_count{step="retrieval",outcome="ok"} 2',
    'batuta_step_seconds_sum{step="answering",outcome="ok"} 3',
    'batuta_step_seconds_count{step="answering",outcome="ok"} 2',
    'batuta_step_seconds_sum{step="moderation",outcome="timeout"} 1.4',
    'batuta_step_seconds_count{step="moderation",outcome="timeout"} 2',
  ]);
});

test("turns are counted by strategy and outcome, and timed to their last word", async () => {
  const { ledger, samples } = house();
  ledger.turn(answered);
  ledger.turn({ ...answered, strategy: "single", outcome: "failed", totalMs: 500, firstContentMs: null });

  expect(await samples("batuta_turns_total")).toEqual([
    'batuta_turns_total{strategy="parallel",outcome="completed"} 1',
    'batuta_turns_total{strategy="single",outcome="failed"} 1',
  ]);
  expect(await samples("batuta_turn_seconds_sum", "batuta_turn_seconds_count")).toEqual([
    "batuta_turn_seconds_sum 2.75",
    "batuta_turn_seconds_count 2",
  ]);
  expect(
    await samples("batuta_turn_first_content_seconds_sum", "batuta_turn_first_content_seconds_count"),
  ).toEqual(["batuta_turn_first_content_seconds_sum 1.545", "batuta_turn_first_content_seconds_count 1"]);
});

test("passages, answers, failures, warnings and cleanup errors add up", async () => {
  const { ledger, samples } = house();
  ledger.turn(answered);
  ledger.turn({ ...answered, contextChunks: 2, answers: 1, failures: 0, warnings: 0, cleanupErrors: 0 });

  expect(
    await samples(
      "batuta_context_chunks_total",
      "batuta_ai_responses_total",
      "batuta_ai_failures_total",
      "batuta_turn_warnings_total",
      "batuta_turn_cleanup_errors_total",
    ),
  ).toEqual([
    "batuta_context_chunks_total 7",
    "batuta_ai_responses_total 3",
    "batuta_ai_failures_total 1",
    "batuta_turn_warnings_total 1",
    "batuta_turn_cleanup_errors_total 3",
  ]);
});

test("only what was moderated has a quality", async () => {
  const { ledger, samples } = house();
  ledger.turn(answered);
  ledger.turn({ ...answered, quality: "high", fallbackUsed: false });
  ledger.turn({ ...answered, quality: null, fallbackUsed: false });

  expect(await samples("batuta_moderations_total")).toEqual([
    'batuta_moderations_total{quality="low",fallback="true"} 1',
    'batuta_moderations_total{quality="high",fallback="false"} 1',
  ]);
});

test("ten thousand turns of as many workspaces make no series more than one", async () => {
  const { ledger, registry } = house();
  ledger.turn(answered);
  const series = (await registry.metrics()).split("\n").length;
  for (let n = 0; n < 10_000; n += 1) ledger.turn({ ...answered, workspaceId: `w${n}`, turnId: `t${n}` });

  expect((await registry.metrics()).split("\n")).toHaveLength(series);
});

test("figures that make no sense are left out and throw nothing", async () => {
  const { ledger, samples } = house();
  ledger.turn({
    ...answered,
    steps: [{ name: "saving", startedMs: 0, ms: Number.NaN, outcome: "ok", warnings: 0 }],
    totalMs: -1,
    firstContentMs: Infinity,
    contextChunks: Number.NaN,
    cleanupErrors: -2,
  });

  expect(await samples("batuta_step_seconds_count")).toEqual([]);
  expect(await samples("batuta_turn_seconds_count", "batuta_turn_first_content_seconds_count")).toEqual([
    "batuta_turn_seconds_count 0",
    "batuta_turn_first_content_seconds_count 0",
  ]);
  expect(await samples("batuta_context_chunks_total", "batuta_turn_cleanup_errors_total")).toEqual([
    "batuta_context_chunks_total 0",
    "batuta_turn_cleanup_errors_total 0",
  ]);
});
