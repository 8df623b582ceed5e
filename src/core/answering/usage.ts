import type { AttemptPhase } from "../../contract/events.ts";
import type { FailureClass } from "./modelError.ts";
import type { TokenUsage } from "./model.ts";

/** What became of an attempt: `lost` was called off because another won, `cancelled` because nobody waits any more. */
export type AttemptOutcome = "won" | "lost" | "cancelled" | "failed";

/** One call of one model: what it took and what came of it. Every attempt makes exactly one. */
export interface AttemptRow {
  readonly id: string;
  readonly workspaceId: string;
  /** Null for a call outside any turn. */
  readonly turnId: string | null;
  /** Start, in milliseconds since the epoch. */
  readonly at: number;
  /** The configured id of the model. */
  readonly modelId: string;
  readonly provider: string;
  readonly strategy: string;
  readonly phase: AttemptPhase;
  /** 1 for the first call on the way to one first content, 2 for its first retry. */
  readonly try: number;
  readonly outcome: AttemptOutcome;
  /** Null unless it failed. */
  readonly failure: FailureClass | null;
  readonly usage: TokenUsage;
  /** Billionths of a US dollar; null when the price is unknown. */
  readonly costNanoUsd: number | null;
  /** Null when no content came. */
  readonly firstContentMs: number | null;
  readonly latencyMs: number;
}

/** What one question to the models came to. One that was called off, or whose turn ran out of time, leaves none. */
export interface AnsweredRow {
  readonly workspaceId: string;
  readonly at: number;
  readonly strategy: string;
  /** Ids of the models in the order they were asked, e.g. `fast > backup`; a retry is no new step. */
  readonly path: readonly string[];
  readonly answered: boolean;
}

/** Takes rows at once and never throws; they are durable a moment later, and before `close` resolves. */
export interface UsageLedger {
  attempt(row: AttemptRow): void;
  answered(row: AnsweredRow): void;
  /**
   * Cost of a workspace since midnight UTC in billionths of a US dollar, attempts not durable yet included.
   * Throws AppError `database_unavailable`.
   */
  spentToday(workspaceId: string): Promise<number>;
}

export interface UsageDep {
  readonly usage: UsageLedger;
}

/** What one model did in one day, in one workspace or in all of them. */
export interface ModelDay {
  /** Of the attempts' starts, UTC, e.g. `2026-03-01`. */
  readonly day: string;
  readonly modelId: string;
  readonly provider: string;
  readonly attempts: number;
  readonly won: number;
  readonly lost: number;
  readonly cancelled: number;
  readonly failed: number;
  readonly usage: Omit<TokenUsage, "estimated">;
  /** Attempts whose tokens were counted by rule of thumb. */
  readonly estimated: number;
  /** Billionths of a US dollar, without the unpriced attempts. */
  readonly costNanoUsd: number;
  readonly unpriced: number;
  /** Summed over the attempts that won: the others were cut short or never answered. */
  readonly wonMs: number;
  /** Summed over the attempts that came to a first content. */
  readonly firstContentMs: number;
  readonly firstContents: number;
}

/** How often the models were asked in this order in one day, and whether an answer came of it. */
export interface PathDay {
  readonly day: string;
  readonly strategy: string;
  /** e.g. `fast > backup`. */
  readonly path: string;
  readonly answered: boolean;
  readonly count: number;
}

export interface UsagePeriod {
  /** Today (UTC) and so many days before it, less one. */
  readonly days: number;
  /** All workspaces when it is left out. */
  readonly workspaceId?: string;
}

/** What the ledger has seen, oldest first. Throws AppError `database_unavailable`. */
export interface UsageReads {
  modelDays(period: UsagePeriod): Promise<readonly ModelDay[]>;
  paths(period: UsagePeriod): Promise<readonly PathDay[]>;
  attemptsOf(turnId: string): Promise<readonly AttemptRow[]>;
}

export interface UsageReadsDep {
  readonly usageReads: UsageReads;
}
