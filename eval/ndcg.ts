/**
 * nDCG at `depth` with linear gain (Järvelin and Kekäläinen, 2002): 1 when the judged documents come first in the
 * order of their judgements.
 */
export function ndcg(found: readonly string[], relevance: ReadonlyMap<string, number>, depth = 10): number {
  const ideal = [...relevance.values()].filter((gain) => gain > 0).sort((a, b) => b - a);
  const best = discounted(ideal.slice(0, depth));
  return best === 0 ? 0 : discounted(found.slice(0, depth).map((id) => relevance.get(id) ?? 0)) / best;
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
