import type { Claim } from "./comparison.ts";

/** From here on two claims say the same, where nothing in them conflicts. */
export const sameStatement = 0.6;

/**
 * How much two claims say the same, 0..1: the mean of the share of the shorter one's terms that the longer one holds
 * and of both their terms that they share (overlap and Dice coefficients), so that more detail costs little.
 */
export function similarity(a: Pick<Claim, "terms">, b: Pick<Claim, "terms">): number {
  return termSimilarity(a.terms, b.terms);
}

export function termSimilarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  if (smaller === 0) return 0;
  const shared = sharedCount(a, b);
  return (shared / smaller + (2 * shared) / (a.size + b.size)) / 2;
}

export function sharedCount(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const term of small) if (large.has(term)) shared++;
  return shared;
}
