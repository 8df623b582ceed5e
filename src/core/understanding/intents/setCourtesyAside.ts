import { courtesies, courtesyForm, longestCourtesy, type CourtesyKind } from "./courtesies.ts";

/** UTF-16 offsets in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Courteous {
  /** The courtesies at the ends of the text, from without to within. */
  readonly courtesies: readonly CourtesyKind[];
  /** Where the text says what is wanted; null where it is nothing but courtesy. */
  readonly wanted: Span | null;
}

/** "hola buenas tardes, ¿dónde están? gracias" wants what "¿dónde están?" does. Spanish and English; linear. */
export function setCourtesyAside(text: string): Courteous {
  const words = wordsOf(text);
  const kinds: CourtesyKind[] = [];
  let first = 0;
  let next = words.length;
  for (let found = leading(words, 0); found; found = leading(words, first)) {
    kinds.push(found.kind);
    first += found.length;
  }
  for (let found = trailing(words, first, next); found; found = trailing(words, first, next)) {
    kinds.push(found.kind);
    next -= found.length;
  }
  const [start, last] = [words[first], words[next - 1]];
  const wanted = start && last && first < next ? { start: start.start, end: last.end } : null;
  return { courtesies: kinds, wanted };
}

interface Word {
  readonly form: string;
  readonly start: number;
  /** The marks behind it count to it. */
  readonly end: number;
  readonly isPaused: boolean;
}

interface Found {
  readonly kind: CourtesyKind;
  /** In words. */
  readonly length: number;
}

const wordAndMarks = /([\p{L}\p{M}\p{N}'’]+)[^\p{L}\p{N}]*/gu;

function wordsOf(text: string): readonly Word[] {
  return Array.from(text.matchAll(wordAndMarks), ({ 0: all, 1: word = "", index }) => ({
    form: courtesyForm(word),
    start: index,
    end: index + all.trimEnd().length,
    isPaused: /\S/.test(all.slice(word.length)),
  }));
}

const before: readonly CourtesyKind[] = ["greeting", "opening", "thanks", "plea"];
const behind: readonly CourtesyKind[] = ["thanks", "plea", "farewell"];
/** Courtesies only beside others or before a pause: "¿qué tal es el isodec?" has none. */
const beside: readonly CourtesyKind[] = ["smallTalk", "assent", "address"];

function leading(words: readonly Word[], first: number): Found | null {
  const found = longestAt(words, first, before);
  if (found) return found;
  const filler = longestAt(words, first, beside);
  if (!filler) return null;
  const next = first + filler.length;
  const isBeside =
    first > 0 || next === words.length || words[next - 1]?.isPaused || leading(words, next) !== null;
  return isBeside ? filler : null;
}

function longestAt(words: readonly Word[], first: number, kinds: readonly CourtesyKind[]): Found | null {
  for (let length = Math.min(longestCourtesy, words.length - first); length > 0; length--) {
    const kind = kindOf(words.slice(first, first + length), kinds);
    if (kind) return { kind, length };
  }
  return null;
}

function trailing(words: readonly Word[], first: number, next: number): Found | null {
  for (let length = Math.min(longestCourtesy, next - first); length > 0; length--) {
    const kind = kindOf(words.slice(next - length, next), behind);
    if (kind) return { kind, length };
  }
  return null;
}

function kindOf(words: readonly Word[], kinds: readonly CourtesyKind[]): CourtesyKind | undefined {
  const phrase = words.map(({ form }) => form).join(" ");
  return kinds.find((kind) => courtesies[kind].has(phrase));
}
