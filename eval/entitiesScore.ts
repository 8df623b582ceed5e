/** The values that a message names, and those that were found in it. */
export interface Counted {
  readonly wanted: readonly string[];
  readonly found: readonly string[];
}

/** Over all messages together; a value found twice counts twice. */
export function scoreEntities(counted: readonly Counted[]) {
  let [right, found, wanted] = [0, 0, 0];
  for (const each of counted) {
    const open = [...each.wanted];
    found += each.found.length;
    wanted += open.length;
    for (const value of each.found) {
      const place = open.indexOf(value);
      if (place < 0) continue;
      open.splice(place, 1);
      right++;
    }
  }
  const precision = found === 0 ? 1 : right / found;
  const recall = wanted === 0 ? 1 : right / wanted;
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
