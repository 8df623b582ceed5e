import type { Family, Grams } from "./grams.ts";

/** A sparse vector of length 1 at most. */
export interface SparseVector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/**
 * TF-IDF over a set of texts: sublinear counts, smoothed inverse document frequency, each family of pieces at the same
 * total weight. Pieces never seen count into the length with `unknownShare` of their weight, so that a text of
 * strange words lies near nothing.
 */
export function createWeighting(texts: readonly Grams[], size: number): (grams: Grams) => SparseVector {
  const leastTexts = texts.length > smallSet ? 2 : 1;
  const frequency = new Int32Array(size);
  for (const { families } of texts)
    for (const { ids } of families) for (const id of ids) frequency[id] = (frequency[id] ?? 0) + 1;
  const unseen = Math.log(1 + texts.length) + 1;
  const idf = Float32Array.from(frequency, (n) =>
    n < leastTexts ? 0 : Math.log((1 + texts.length) / (1 + n)) + 1,
  );

  const weigh = (family: Family): { readonly values: Float32Array; readonly length: number } => {
    let known = 0;
    let unknown = family.unknown;
    const values = family.counts.map((count, i) => {
      const weight = (1 + Math.log(count)) * (idf[family.ids[i] ?? 0] ?? 0);
      known += weight * weight;
      if (weight === 0) unknown++;
      return weight;
    });
    return { values, length: Math.sqrt(known + unknownShare * unknown * unseen * unseen) };
  };

  return ({ families }) => {
    const ids: number[] = [];
    const values: number[] = [];
    for (const family of families) {
      const weighed = weigh(family);
      weighed.values.forEach((value, i) => {
        if (value === 0) return;
        ids.push(family.ids[i] ?? 0);
        values.push(value / (weighed.length * Math.SQRT2));
      });
    }
    return { ids: Int32Array.from(ids), values: Float32Array.from(values) };
  };
}

const unknownShare = 0.3;
/** Of fewer texts than this, a piece that stands in one alone counts too. */
const smallSet = 1000;
