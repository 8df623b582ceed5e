/** Entries of a list at most. */
export const mostEntries = 7;
/** Characters of an entry at most. */
export const longestEntry = 300;

/** One line each, none empty, none twice, at most seven of at most 300 characters, cut between words. */
export function cleanList(entries: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const entry of entries) {
    const line = cleanLine(entry);
    const key = line
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    if (key !== "" && !byKey.has(key)) byKey.set(key, line);
  }
  return [...byKey.values()].slice(0, mostEntries);
}

/** On one line, without a list's mark before it. */
export function cleanLine(entry: string): string {
  const line = entry
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(?:[-*•·]|\d{1,2}[.)])\s+/, "");
  if (line.length <= longestEntry) return line;
  const word = line.lastIndexOf(" ", longestEntry - 1);
  const head = line.slice(0, word > longestEntry / 2 ? word : longestEntry - 1);
  return `${head.replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}
