import type { StepName, TurnOutcome } from "../../contract/events.ts";
import type { StrategyName } from "../../contract/strategies.ts";
import type { ModeratorQuality } from "../../contract/synthesis.ts";
import type { AttemptRow } from "../answering/usage.ts";

export type StepOutcome = "ok" | "failed" | "timeout";

/** One run of one step. Times are milliseconds; `startedMs` counts from the turn's start. */
export interface MeasuredStep {
  readonly name: StepName;
  readonly startedMs: number;
  readonly ms: number;
  readonly outcome: StepOutcome;
  /** Told to the reader; a step that ended well may have some. */
  readonly warnings: number;
}

/** What one turn took and came to: counts and times, nothing of what was said. */
export interface MeasuredTurn {
  readonly workspaceId: string;
  readonly turnId: string;
  /** Start, in milliseconds since the epoch. */
  readonly at: number;
  readonly strategy: StrategyName;
  readonly outcome: TurnOutcome;
  /** In the order they began. */
  readonly steps: readonly MeasuredStep[];
  /** Until its last word; what is saved behind it counts as a step alone. */
  readonly totalMs: number;
  readonly firstContentMs: number | null;
  readonly contextChunks: number;
  /** Models that gave a whole answer. */
  readonly answers: number;
  /** Models that were asked and gave none. */
  readonly failures: number;
  /** Null where nothing was moderated. */
  readonly quality: ModeratorQuality | null;
  readonly fallbackUsed: boolean;
  readonly warnings: number;
  /** What went wrong while the turn's resources were put away. */
  readonly cleanupErrors: number;
  readonly attempts: readonly AttemptRow[];
}
