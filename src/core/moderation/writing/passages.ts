import type { SynthesisClaim } from "../../../contract/synthesis.ts";
import type { Voice } from "../../answering/moderator.ts";
import { modelsOf } from "./disputes.ts";
import { asSentence, type Statement } from "./statements.ts";

/** A part of a synthesis. */
export interface Passage {
  readonly text: string;
  /** Where its sentences come from, in reading order. */
  readonly claims: readonly SynthesisClaim[];
}

/** Sentences one after the other, and a sentence of ours behind them. */
export function paragraph(
  voices: readonly Voice[],
  statements: readonly Statement[],
  ...ours: readonly string[]
): Passage {
  const said = statements.map((statement) => ({ ...statement, text: asSentence(statement.text) }));
  return {
    text: [...said.map(({ text }) => text), ...ours].join(" "),
    claims: said.map((statement) => traced(voices, statement)),
  };
}

/** Sentences as a list, with a sentence of ours before them. */
export function bulleted(voices: readonly Voice[], ours: string, statements: readonly Statement[]): Passage {
  return {
    text: [ours, ...statements.map(({ text }) => `- ${text}`)].join("\n"),
    claims: statements.map((statement) => traced(voices, statement)),
  };
}

/** Where a sentence of a synthesis comes from. */
export function traced(voices: readonly Voice[], statement: Omit<Statement, "claim">): SynthesisClaim {
  return {
    text: statement.text,
    models: modelsOf(voices, statement.voices),
    quote: statement.quote,
    sources: citedIn(statement.quote),
  };
}

/** Numbers of the sources that a text cites, the 1 of `[S1]`, each once. */
export function citedIn(text: string): number[] {
  const marks = text.match(/\[\s*S\s?\d[^\]]{0,40}\]/gi) ?? [];
  return [...new Set(marks.flatMap((mark) => (mark.match(/\d+/g) ?? []).map(Number)))];
}
