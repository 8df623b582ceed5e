import type { PlantedFile } from "./plantedFile.ts";
import type { Frame } from "./serverCalls.ts";

/** A document as its uploader knows it. */
export interface KnownDocument {
  readonly file: PlantedFile;
  /** Null until the upload has been acknowledged. */
  id: string | null;
  /** Seen ready, so that it must be found from then on. */
  wasReady: boolean;
  /** `asked` while the answer to a deletion is not there: the document may or may not be. */
  deletion: "none" | "asked" | "done";
}

/** A turn as its asker knows it. */
export interface KnownTurn {
  readonly question: string;
  /** Null until `start` has been received. */
  id: string | null;
  conversation: string | null;
  userMessage: string | null;
  readonly frames: Frame[];
}

/** What the outside has been told by all processes of one data folder so far, and what was found to contradict it. */
export interface Witness {
  readonly documents: KnownDocument[];
  readonly turns: KnownTurn[];
  readonly violations: string[];
  readonly counts: {
    acknowledged: number;
    turnsStarted: number;
    turnsDone: number;
    turnsInterrupted: number;
    kills: number;
    replays: number;
    searches: number;
    longestLossMs: number;
    longestRecoveryMs: number;
  };
}

export function createWitness(): Witness {
  return {
    documents: [],
    turns: [],
    violations: [],
    counts: {
      acknowledged: 0,
      turnsStarted: 0,
      turnsDone: 0,
      turnsInterrupted: 0,
      kills: 0,
      replays: 0,
      searches: 0,
      longestLossMs: 0,
      longestRecoveryMs: 0,
    },
  };
}

export function isTerminal(frame: Frame | undefined): boolean {
  return frame?.event === "done" || frame?.event === "error";
}
