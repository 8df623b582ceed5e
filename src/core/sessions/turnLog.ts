import type { LoggedEvent } from "./turn.ts";

/**
 * Batches of a turn's events with `seq` over `after`, from the turn's beginning, until its last word, its closing or the
 * signal's abort.
 */
export type ReadTurn = (after: number, signal: AbortSignal) => AsyncIterable<readonly LoggedEvent[]>;

/** The live events of running turns; any number of readers tail one. */
export interface TurnLog {
  /** The reader stays good after the turn has closed. */
  open(turnId: string): ReadTurn;
  append(turnId: string, event: LoggedEvent): void;
  /** Readers get what is left, then end; later readers find nothing live. */
  close(turnId: string): void;
  /** Null when the turn is not live. */
  find(turnId: string): ReadTurn | null;
}

export interface TurnLogDep {
  readonly turnLog: TurnLog;
}
