import type { IndexedSet } from "./indexedSet.ts";
import type { Question } from "./retrievalSet.ts";

/** Mean nDCG@10 over the questions. */
export async function rankingQuality(set: IndexedSet, questions: readonly Question[]): Promise<number> {
  const values = await mapInTurn(questions, async ({ text, relevance }) => {
    const { passages } = await set.search(text, 10);
    const found = passages.map((passage) => passage.documentId);
    return ndcg(found, relevance);
  });
  return mean(values);
}

/**
 * nDCG at `depth` with linear gain (Järvelin and Kekäläinen, 2002): 1 when the judged documents come first in the
 * order of their judgements.
 */
export function ndcg(found: readonly string[], relevance: ReadonlyMap<string, number>, depth = 10): number {
  const ideal = [...relevance.values()].filter((gain) => gain > 0).toSorted((a, b) => b - a);
  const best = discounted(ideal.slice(0, depth));
  const gains = found.slice(0, depth).map((id) => relevance.get(id) ?? 0);
  return best === 0 ? 0 : discounted(gains) / best;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Four at a time, results in order. */
export async function mapInTurn<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < items.length; from += 4) {
    results.push(...(await Promise.all(items.slice(from, from + 4).map(run))));
  }
  return results;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
}
