import type { StepName } from "../../contract/events.ts";
import type { MeasuredTurn } from "./measuredTurn.ts";

/** Takes what turns were measured to; at once, and never throws. */
export interface TurnLedger {
  turn(measured: MeasuredTurn): void;
}

export interface TurnLedgerDep {
  readonly turnLedger: TurnLedger;
}

/** Sums over the turns that began on one day (UTC), in all workspaces. */
export interface TurnDay {
  /** e.g. `2026-03-01`. */
  readonly day: string;
  readonly turns: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly interrupted: number;
  readonly contextChunks: number;
  readonly answers: number;
  readonly failures: number;
  readonly fallbackUsed: number;
  readonly qualityHigh: number;
  readonly qualityMedium: number;
  readonly qualityLow: number;
  readonly qualityFailed: number;
  readonly warnings: number;
  readonly cleanupErrors: number;
  /** Billionths of a US dollar, without the unpriced turns. */
  readonly costNanoUsd: number;
  /** Turns with a call whose price is unknown. */
  readonly unpriced: number;
}

/** A turn's whole time stands beside its steps. */
export type TimedName = StepName | "total" | "first_content";

/** The runs of one step on one day, in all workspaces. */
export interface StepDay {
  readonly day: string;
  readonly step: TimedName;
  readonly count: number;
  readonly failed: number;
  readonly timeout: number;
  readonly warnings: number;
  /** Milliseconds. */
  readonly sumMs: number;
  /** Runs by bucket of `histogram.ts`. */
  readonly countByBucket: ReadonlyMap<number, number>;
}

export interface DayPeriod {
  /** Today (UTC) and so many days before it, less one. */
  readonly days: number;
}

/** How many rows of daily figures went. */
export interface Forgotten {
  readonly turnDays: number;
  readonly stepDays: number;
  readonly modelDays: number;
  readonly pathDays: number;
}

/** Oldest first. Throws AppError `database_unavailable`. */
export interface TurnFigures {
  turnDays(period: DayPeriod): Promise<readonly TurnDay[]>;
  stepDays(period: DayPeriod): Promise<readonly StepDay[]>;
  /** Forgets the days before the last `daysToKeep`; resolves early when the signal aborts. */
  forget(daysToKeep: number, signal: AbortSignal): Promise<Forgotten>;
}

export interface TurnFiguresDep {
  readonly turnFigures: TurnFigures;
}
