/** A text without what may differ in a quote, and for each of its units where in the text it begins and ends. */
export interface FoldedText {
  readonly text: string;
  readonly folded: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** White space is one blank, marks and emphasis are gone, and quote marks, dashes and ellipses are of one kind. */
export function foldText(text: string): FoldedText {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let isAfterBlank = true;
  for (const { 0: found, index } of text.matchAll(pieces)) {
    const isPlain = plain.test(found);
    const said: string = isPlain ? found : foldedPiece(found, isAfterBlank);
    if (said === "") continue;
    parts.push(said);
    isAfterBlank = said === " ";
    for (let n = 0; n < said.length; n++) {
      starts.push(isPlain ? index + n : index);
      ends.push(isPlain ? index + n + 1 : index + found.length);
    }
  }
  return { text, folded: parts.join(""), starts, ends };
}

const special = String.raw`*_\`#~"'“”„‟«»‘’‚‛‹›´‐‑‒–—−…`;
/** Source marks, white space, single units that may differ, and runs of those that may not. */
const pieces = new RegExp(String.raw`\s*\[S\s?\d[^\]]{0,40}\]|\s+|[${special}[]|[^\s[${special}]+`, "g");
const plain = new RegExp(String.raw`^[^\s[${special}]`);

function foldedPiece(found: string, isAfterBlank: boolean): string {
  if (/^\s*\[S/.test(found) || /^[*_`#~]$/.test(found)) return "";
  if (/^\s/.test(found)) return isAfterBlank ? "" : " ";
  if (found === "[" || found === "…") return found === "…" ? "..." : found;
  return /^[‐‑‒–—−]$/.test(found) ? "-" : "'";
}
