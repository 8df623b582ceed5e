import type { Reader, Reading } from "./reading.ts";

/** A word in more claims than this tells too little about any two of them. */
const mostHolders = 150;

/**
 * Pairs of claims of different voices that share at least two telling words, or all that the shorter one has, by their
 * places, in reading order. Words that half of the claims hold do not count.
 */
export function candidatePairs(
  { isGeneric }: Pick<Reader, "isGeneric">,
  readings: readonly Reading[],
): readonly (readonly [number, number])[] {
  const holdersByKey = new Map<string, number[]>();
  const telling = readings.map(({ keys }) => [...keys].filter((key) => !isGeneric(key)));
  for (const [place, keys] of telling.entries()) {
    for (const key of keys) {
      const holders = holdersByKey.get(key) ?? [];
      holders.push(place);
      holdersByKey.set(key, holders);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (const [place, keys] of telling.entries()) {
    const sharedByPlace = new Map<number, number>();
    for (const key of keys) {
      const holders = holdersByKey.get(key) ?? [];
      if (holders.length > mostHolders) continue;
      for (const other of holders) {
        if (other <= place || readings[other]?.claim.voice === readings[place]?.claim.voice) continue;
        sharedByPlace.set(other, (sharedByPlace.get(other) ?? 0) + 1);
      }
    }
    for (const [other, shared] of [...sharedByPlace].toSorted(([a], [b]) => a - b)) {
      const smaller = Math.min(keys.length, telling[other]?.length ?? 0);
      if (shared >= 2 ? shared >= smaller * 0.3 : shared === smaller || smaller === 2)
        pairs.push([place, other]);
    }
  }
  return pairs;
}
