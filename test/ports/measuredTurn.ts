import type { MeasuredTurn } from "../../src/core/measuring/measuredTurn.ts";

/** A completed turn of a millisecond that did nothing. */
export function measuredTurn(changes: Partial<MeasuredTurn>): MeasuredTurn {
  return {
    workspaceId: "w1",
    turnId: "t",
    at: 0,
    strategy: "parallel",
    outcome: "completed",
    steps: [],
    totalMs: 1,
    firstContentMs: null,
    contextChunks: 0,
    answers: 1,
    failures: 0,
    quality: null,
    fallbackUsed: false,
    warnings: 0,
    cleanupErrors: 0,
    attempts: [],
    ...changes,
  };
}
