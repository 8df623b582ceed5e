import type { Agreement, Claim } from "./comparison.ts";
import { inReadingOrder } from "./conflictGroups.ts";
import type { Reading } from "./reading.ts";
import type { Relation } from "./relations.ts";

/** Whether the first says all that the second does. */
export type Holds = (holder: Reading, held: Reading) => boolean;

/**
 * Claims of different voices that say the same, one of each voice, the closest pairs first: who says the same as either
 * of such a pair joins it. Of those the ones stay that hold one wording in common, which is mostly the shortest. Those in a
 * conflict are left out. In reading order, the best worded claim of each first.
 */
export function agreementsOf(
  relations: readonly Relation[],
  contested: ReadonlySet<Claim>,
  holds: Holds,
): readonly Agreement[] {
  const agreed = relations
    .filter(({ a, b, isAgreement }) => isAgreement && !contested.has(a.claim) && !contested.has(b.claim))
    .toSorted((one, other) => other.closeness - one.closeness);
  const fellowsByReading = new Map<Reading, Reading[]>();
  const note = (reading: Reading, fellow: Reading) =>
    fellowsByReading.set(reading, [...(fellowsByReading.get(reading) ?? []), fellow]);
  for (const { a, b } of agreed) {
    note(a, b);
    note(b, a);
  }
  const taken = new Set<Reading>();
  const agreements: Agreement[] = [];
  for (const { a, b } of agreed) {
    if (taken.has(a) || taken.has(b)) continue;
    const group = [a, b];
    for (const seed of [a, b]) {
      for (const fellow of fellowsByReading.get(seed) ?? []) {
        const isFree = !taken.has(fellow) && !group.some(({ claim }) => claim.voice === fellow.claim.voice);
        if (isFree) group.push(fellow);
      }
    }
    const holders = largestHolding(group, holds);
    if (holders.length < 2) continue;
    for (const reading of holders) taken.add(reading);
    const isHeld = (held: Reading) => holders.every((holder) => holder === held || holds(holder, held));
    agreements.push({
      claims: holders
        .map(({ claim }) => claim)
        .toSorted(inReadingOrder)
        .toSorted(byWording),
      wordings: holders
        .filter(isHeld)
        .map(({ claim }) => claim)
        .toSorted(inReadingOrder)
        .toSorted(byWording),
    });
  }
  const first = ({ claims }: Agreement) => claims.toSorted(inReadingOrder)[0];
  return agreements.toSorted((one, other) => {
    const [a, b] = [first(one), first(other)];
    return a && b ? inReadingOrder(a, b) : 0;
  });
}

/** The one that most of a group hold, with these; the first of equals. */
function largestHolding(group: readonly Reading[], holds: Holds): readonly Reading[] {
  return group
    .map((held) => group.filter((holder) => holder === held || holds(holder, held)))
    .reduce((best, holders) => (holders.length > best.length ? holders : best), []);
}

function byWording(one: Claim, other: Claim): number {
  return wording(other) - wording(one);
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
