import type { Agreement, Claim } from "./comparison.ts";
import { inReadingOrder } from "./conflictGroups.ts";
import type { Relation } from "./relations.ts";

/**
 * Claims of different voices that say the same, one of each voice, the closest pairs first: who says the same as either
 * of such a pair joins it. Those in a conflict are left out. In reading order, the best worded claim of each first.
 */
export function agreementsOf(
  relations: readonly Relation[],
  contested: ReadonlySet<Claim>,
): readonly Agreement[] {
  const agreed = relations
    .filter(({ a, b, isAgreement }) => isAgreement && !contested.has(a.claim) && !contested.has(b.claim))
    .toSorted((one, other) => other.closeness - one.closeness);
  const fellowsByClaim = new Map<Claim, Claim[]>();
  const note = (claim: Claim, fellow: Claim) =>
    fellowsByClaim.set(claim, [...(fellowsByClaim.get(claim) ?? []), fellow]);
  for (const { a, b } of agreed) {
    note(a.claim, b.claim);
    note(b.claim, a.claim);
  }
  const taken = new Set<Claim>();
  const groups: (readonly Claim[])[] = [];
  for (const { a, b } of agreed) {
    if (taken.has(a.claim) || taken.has(b.claim)) continue;
    const group = [a.claim, b.claim];
    for (const seed of [a.claim, b.claim]) {
      for (const fellow of fellowsByClaim.get(seed) ?? []) {
        const isFree = !taken.has(fellow) && !group.some(({ voice }) => voice === fellow.voice);
        if (isFree) group.push(fellow);
      }
    }
    for (const claim of group) taken.add(claim);
    groups.push(group.toSorted(inReadingOrder));
  }
  return groups
    .toSorted(([one], [other]) => (one && other ? inReadingOrder(one, other) : 0))
    .map((group) => ({ claims: group.toSorted((one, other) => wording(other) - wording(one)) }));
}

const bestLength = 140;

/** Better worded: cites its source, does not lean on a sentence before it, is neither a scrap nor a paragraph. */
function wording({ text, cited }: Claim): number {
  const leans =
    /^(?:it|they|this|these|that|he|she|also|however|esto|este|esta|ello|ademas|también|sin embargo)\b/i.test(
      text,
    );
  return (cited.length > 0 ? 1 : 0) - (leans ? 1 : 0) - Math.abs(text.length - bestLength) / bestLength;
}
