import type { AnalysisDep, Claim } from "./comparison.ts";
import { conflictOf } from "./conflicts.ts";
import { lexiconOf } from "./lexicon.ts";
import { plainText } from "./plainText.ts";
import { sharedCount } from "./similarity.ts";

/** A claim that stands behind a sentence, and the share of the sentence's terms that it holds, 0..1. */
export interface Support {
  readonly claim: Claim;
  readonly score: number;
}

/** A sentence with a smaller share of its terms in one claim is not taken from it. */
const leastShare = 0.5;

/** Which claim stands behind a sentence of a synthesis, the first of the best; null when none does. */
export function supportOf(deps: AnalysisDep, sentence: string, claims: readonly Claim[]): Support | null {
  const terms = lexiconOf(deps).termsOf(plainText(sentence));
  if (terms.size === 0) return null;
  const stated: Claim = { voice: -1, start: 0, end: sentence.length, text: sentence, terms, cited: [] };
  const candidates = claims
    .map((claim) => ({ claim, score: sharedCount(terms, claim.terms) / terms.size }))
    .filter(({ score }) => score >= leastShare)
    .toSorted((a, b) => b.score - a.score);
  return candidates.find(({ claim }) => conflictOf(deps, stated, claim) === null) ?? null;
}
