export interface Token {
  readonly kind: "word" | "number" | "mark";
  /** Lower case, accents folded, no possessive. */
  readonly form: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Written with a capital that does not come from opening its sentence. */
  readonly isName: boolean;
  /** Nothing lies between it and the token before. */
  readonly isGlued: boolean;
}

/** Words, numbers with their separators, and the signs that bear on either, in reading order. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let last: { kind: Token["kind"]; form: string; end: number } | null = null;
  for (const match of text.matchAll(pattern)) {
    const { number, word } = match.groups ?? {};
    const kind = number !== undefined ? "number" : word !== undefined ? "word" : "mark";
    const start = match.index;
    const end = start + match[0].length;
    const opens = last === null || (last.kind === "mark" && sentenceEnd.test(last.form));
    const isName = kind === "word" && (opens ? acronym : capital).test(match[0]);
    const form = kind === "word" ? formOf(match[0]) : match[0];
    tokens.push({ kind, form, start, end, isName, isGlued: last?.end === start });
    last = { kind, form, end };
  }
  return tokens;
}

/** A country's letters must not pass for a function word. */
function formOf(word: string): string {
  if (/^U\.?S\.?(?:A\.?)?$/.test(word)) return "usa";
  return folded(word).replace(possessive, "").replaceAll(".", "");
}

/** Lower case, without accents, with plain apostrophes; `ñ` stays. */
export function folded(text: string): string {
  const lower = text.toLowerCase().replace(/[’‘ʼ]/g, "'");
  if (!accented.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replace(/n\u0303|[\u0300-\u036f]/g, (mark) => (mark.length > 1 ? "ñ" : ""))
    .normalize("NFC");
}

const pattern =
  /(?<number>\d{1,4}[/-]\d{1,2}[/-]\d{1,4}(?!\d)|\d+(?:[.,:/]\d+)*|[½⅓¼¾⅔])|(?<word>(?:\p{Lu}{1,2}\.){2,}(?!\p{Ll})|[\p{L}\p{M}](?:[\p{L}\p{M}\p{N}]|['’](?=\p{L}))*)|[%‰$€£¥₹°~≈<>≥≤=±+–—/,;:.!?()…"“”«»-]/gu;
const possessive = /'s$|'$/;
const capital = /^\p{Lu}/u;
const acronym = /^\p{Lu}{2}/u;
const sentenceEnd = /^[.!?:]$/;
const accented = /[^\p{ASCII}ñ]/u;
