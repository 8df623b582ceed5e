import type { Deliberation } from "../../answering/moderator.ts";
import { bestAnswer } from "../bestAnswer.ts";
import { compareAnswers } from "../comparing/compareAnswers.ts";
import type { AnalysisDep, Claim, Comparison } from "../comparing/comparison.ts";
import { lexiconOf } from "../words/lexicon.ts";
import { sharedCount } from "../comparing/similarity.ts";
import { tellableClaims } from "./tellableClaims.ts";

/** Answers held against each other, as every step of a synthesis looks at them. */
export interface ComparedAnswers extends Comparison, Deliberation {
  /** Place of the best answer among the voices. */
  readonly best: number;
  readonly tellable: ReadonlySet<Claim>;
  /** Share of the question's terms that a claim takes up, 0..1. */
  readonly relevanceOf: (claim: Claim) => number;
}

export function comparedAnswers(deps: AnalysisDep, deliberation: Deliberation): ComparedAnswers {
  const { question, voices } = deliberation;
  const comparison = compareAnswers(deps, question, voices);
  const asked = lexiconOf(deps).termsOf(question);
  return {
    ...deliberation,
    ...comparison,
    best: bestAnswer(deps, deliberation),
    tellable: tellableClaims(voices, comparison.claims),
    relevanceOf: ({ terms }) => (asked.size === 0 ? 0 : sharedCount(terms, asked) / asked.size),
  };
}
