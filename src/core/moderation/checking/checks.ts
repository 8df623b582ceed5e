import type { Deliberation } from "../../answering/moderator.ts";
import type { AnswerLabels } from "./answerLabels.ts";
import { supportOf } from "../comparing/attribution.ts";
import type { AnalysisDep, Claim } from "../comparing/comparison.ts";
import { agrees } from "../comparing/conflicts.ts";
import type { VerifiedQuote, VerifyQuote } from "./quoteVerifier.ts";

/** What a moderator model's synthesis is checked against. */
export interface Checks {
  readonly deliberation: Deliberation;
  readonly labels: AnswerLabels;
  readonly verify: VerifyQuote;
  readonly claimsByVoice: readonly (readonly Claim[])[];
}

/** The claim of an answer that a quote is a part of; undefined when it is of none, or of several. */
export function sentenceAround(
  claimsByVoice: Checks["claimsByVoice"],
  { voices, quote }: VerifiedQuote,
): Claim | undefined {
  return claimsByVoice[voices[0] ?? -1]?.find(({ text }) => text.includes(quote));
}

/**
 * Places of the answers that say what a quote says: those that hold it, those named that stand behind it, and any with a
 * sentence that agrees with the quote's own, ascending. They are on its side; they need not say each word of it.
 */
export function sayingSo(
  deps: AnalysisDep,
  claimsByVoice: Checks["claimsByVoice"],
  { voices, quote }: VerifiedQuote,
  named: readonly number[],
  sentence: Claim,
): readonly number[] {
  const others = [...claimsByVoice.keys()].filter((voice) => !voices.includes(voice));
  const saying = others.filter((voice) => {
    const claims = claimsByVoice[voice] ?? [];
    if (named.includes(voice) && supportOf(deps, quote, claims)) return true;
    return claims.some((claim) => agrees(deps, claim, sentence));
  });
  return [...voices, ...saying].toSorted((a, b) => a - b);
}
