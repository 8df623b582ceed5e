import { align } from "./alignment.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";
import { conflictBetween } from "./conflicts.ts";
import { holdsAll } from "./holding.ts";
import { holdsQuantities } from "./quantityMatch.ts";
import { readerOf } from "./reading.ts";
import { sharedCount } from "./similarity.ts";
import { statedClaim } from "./statedClaim.ts";

/** Whether a claim says all of a sentence: each figure, nearly each word of content, nothing that contradicts it. */
export function isSaidBy(deps: AnalysisDep, sentence: string, claims: readonly Claim[]): boolean {
  const reader = readerOf(deps);
  const stated = statedClaim(deps, sentence);
  const reading = reader.read(stated);
  return claims.some((claim) => {
    if (!isRelated(stated, claim)) return false;
    const other = reader.read(claim);
    if (!holdsAll(reader, other, reading, { text: "", keys: nothingAsked })) return false;
    const alignment = align(reader, reading, other, nothingAsked, { isDirect: false, arePartners: true });
    return conflictBetween(reader, reading, other, alignment, "") === null;
  });
}

/** A claim that stands behind a sentence. */
export interface Support {
  readonly claim: Claim;
  /** Share of what the sentence says that the claim holds, 0..1. */
  readonly score: number;
}

/** A sentence with a smaller share of its content in one claim is not taken from it. */
const leastShare = 0.5;

/**
 * Which claim stands behind a sentence of a synthesis: the one that holds most of its content, with every figure and
 * date of it, and does not contradict it. The first of equals; null when there is none.
 */
export function supportOf(deps: AnalysisDep, sentence: string, claims: readonly Claim[]): Support | null {
  const reader = readerOf(deps);
  const stated = statedClaim(deps, sentence);
  const reading = reader.read(stated);
  let best: Support | null = null;
  for (const claim of claims) {
    if (!isRelated(stated, claim)) continue;
    const other = reader.read(claim);
    const alignment = align(reader, reading, other, nothingAsked, { isDirect: false, arePartners: true });
    const score = shareOf(reader, alignment.onlyA, alignment.weight, holdsQuantities(reader, other, reading));
    if (score < leastShare || (best && score <= best.score)) continue;
    if (!holdsQuantities(reader, other, reading)) continue;
    if (conflictBetween(reader, reading, other, alignment, "") === null) best = { claim, score };
  }
  return best;
}

const nothingAsked: ReadonlySet<string> = new Set();

/** A first look that spares the rest: a third of the terms in common, or all of a short claim's. */
function isRelated({ terms }: Claim, claim: Claim): boolean {
  if (terms.size === 0 || claim.terms.size === 0) return false;
  return sharedCount(terms, claim.terms) >= Math.min(terms.size, claim.terms.size) / 3;
}

function shareOf(
  { isGeneric }: { isGeneric: (key: string) => boolean },
  missing: readonly string[],
  held: number,
  hasFigures: boolean,
): number {
  const lacking = missing.reduce((sum, key) => sum + (isGeneric(key) ? 0.25 : 1), 0);
  const whole = held + (hasFigures ? 0.5 : 0);
  return whole === 0 ? 0 : whole / (whole + lacking);
}
