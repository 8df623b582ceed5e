import type { Language } from "../../language.ts";

/** What the room takes of text analysis. */
export interface AnalysisDep {
  /** Index terms of a text, stop words left out; the first language is the text's own. */
  readonly analyse: (text: string, languages: readonly Language[]) => readonly string[];
  /** Null when the signs are too few. */
  readonly languageOf: (text: string) => Language | null;
}

/** A sentence of an answer that says something. */
export interface Claim {
  /** Place of its answer among the voices. */
  readonly voice: number;
  /** UTF-16 offsets: `text` is exactly that slice of the voice's text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Content terms, for comparing. */
  readonly terms: ReadonlySet<string>;
  /** Numbers of the sources that it cites, the 1 of `[S1]`. */
  readonly cited: readonly number[];
}

/** Claims of at least two voices that say the same, the best worded first; some may say more than that. */
export interface Agreement {
  readonly claims: readonly Claim[];
  /** Those that all the others say all of: only these may be told as agreed. */
  readonly wordings: readonly Claim[];
}

export const conflictKinds = ["number", "date", "negation", "antonym", "stance"] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Claims on one topic that cannot all be true. */
export interface Conflict {
  readonly kind: ConflictKind;
  /** A few words that both sides share, as a person would name it. */
  readonly topic: string;
  /** Two or more; the claims of one side agree with each other and the sides have no voice in common. */
  readonly sides: readonly (readonly Claim[])[];
}

/** What several answers are to each other. The same input gives the same comparison, in reading order. */
export interface Comparison {
  readonly claims: readonly Claim[];
  readonly agreements: readonly Agreement[];
  readonly conflicts: readonly Conflict[];
  /** Claims that one voice alone makes and no other contradicts, the weightiest first. */
  readonly alone: readonly Claim[];
}
