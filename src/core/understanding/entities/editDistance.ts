/**
 * How many letters were left out, added, replaced or swapped with their neighbour to make one word of the other (optimal
 * string alignment: Damerau 1964, no letter edited twice); `limit + 1` when there are more than `limit`.
 */
export function editDistance(one: string, other: string, limit: number): number {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > limit) return limit + 1;
  let start = 0;
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start++;
  let [rows, columns] = [short.length, long.length];
  while (rows > start && short.charCodeAt(rows - 1) === long.charCodeAt(columns - 1)) {
    rows--;
    columns--;
  }
  return distance(short.slice(start, rows), long.slice(start, columns), limit);
}

/** Of two words that begin and end with other letters; few edits leave few ways to look at. */
function distance(short: string, long: string, limit: number): number {
  if (short.length === 0) return long.length;
  if (limit <= 0) return limit + 1;
  const [a, b] = [short.charCodeAt(0), short.charCodeAt(1)];
  const [c, d] = [long.charCodeAt(0), long.charCodeAt(1)];
  let best = limit + 1;
  const consider = (skipped: number, skippedLong: number) => {
    const rest = editDistance(short.slice(skipped), long.slice(skippedLong), Math.min(limit, best - 1) - 1);
    best = Math.min(best, rest + 1);
  };
  if (short.length > 1 && long.length > 1 && a === d && b === c) consider(2, 2);
  consider(1, 1);
  consider(0, 1);
  consider(1, 0);
  return best;
}
