import type { Evidence } from "../answering/model.ts";
import { claimsOf } from "./claims.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";
import { conflictOf } from "./conflicts.ts";
import { lexiconOf } from "./lexicon.ts";
import { plainText } from "./plainText.ts";
import { sharedCount } from "./similarity.ts";

export interface EvidenceStance {
  readonly evidence: "supports" | "contradicts" | "silent";
  /** Numbers of the passages that say so, the 1 of `[S1]`, ascending. */
  readonly sources: readonly number[];
}

const leastShare = 0.6;

/** What the passages say of a quote. Where some support and others contradict it, it is contradicted. */
export function evidenceStance(
  deps: AnalysisDep,
  quote: string,
  evidence: readonly Evidence[],
): EvidenceStance {
  const terms = lexiconOf(deps).termsOf(plainText(quote));
  const stated: Claim = { voice: -1, start: 0, end: quote.length, text: quote, terms, cited: [] };
  const supports = new Set<number>();
  const contradicts = new Set<number>();
  for (const { n, text } of evidence) {
    for (const claim of claimsOf(deps, [{ model: "", text, isWhole: true }])) {
      if (terms.size === 0 || sharedCount(terms, claim.terms) / terms.size < leastShare) continue;
      (conflictOf(deps, stated, claim) === null ? supports : contradicts).add(n);
    }
  }
  if (contradicts.size > 0) return { evidence: "contradicts", sources: [...contradicts] };
  if (supports.size > 0) return { evidence: "supports", sources: [...supports] };
  return { evidence: "silent", sources: [] };
}
