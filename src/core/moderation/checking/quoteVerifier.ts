import type { Voice } from "../../answering/moderator.ts";
import { foldText, type FoldedText } from "./foldText.ts";

/** A quote that some answers really hold. */
export interface VerifiedQuote {
  /** Exactly as the first of them wrote it. */
  readonly quote: string;
  /** Places of the answers that hold it: those it was said to be from, else any. Never empty. */
  readonly voices: readonly number[];
}

export type VerifyQuote = (named: readonly number[], quote: string) => VerifiedQuote | null;

/**
 * Looks a quote up in the answers it is said to be from, and where none of them holds it, in the others: a wrong label
 * costs nothing. Null when nobody wrote it.
 */
export function quoteVerifier(voices: readonly Voice[]): VerifyQuote {
  const texts = voices.map(({ text }) => foldText(text));
  return (named, quote) => {
    const found = texts.map((text) => findFolded(text, quote));
    const holding = [...found.keys()].filter((voice) => found[voice] !== null);
    const own = holding.filter((voice) => named.includes(voice));
    const kept = own.length > 0 ? own : holding;
    const exact = found[kept[0] ?? -1];
    return typeof exact === "string" ? { quote: cutQuote(exact), voices: kept } : null;
  };
}

/** Characters of a quote at most; the beginning of a longer one is as exact. */
const longestQuote = 300;

function cutQuote(exact: string): string {
  if (exact.length <= longestQuote) return exact;
  const word = exact.lastIndexOf(" ", longestQuote);
  return exact.slice(0, word > 0 ? word : longestQuote).replace(/[\ud800-\udbff]$/, "");
}

/**
 * The part of a text that a quote is taken from, exactly as it stands there; null when it is not in it. White space,
 * kinds of quote marks and dashes, Markdown emphasis, source marks and the case of the first letter may differ, and the
 * quote may bring quote marks, dots or a full stop of its own. It must begin and end with whole words; a single short
 * word proves nothing.
 */
export function findQuote(text: string, quote: string): string | null {
  return findFolded(foldText(text), quote);
}

function findFolded({ text, folded, starts, ends }: FoldedText, quote: string): string | null {
  const whole = foldText(quote).folded.replace(ownMarks, "");
  if (!saysEnough(whole, folded)) return null;
  for (const wanted of new Set([whole, whole.replace(/[.,;:]$/, "")])) {
    for (const variant of new Set([wanted, otherCase(wanted)])) {
      const at = placeOf(folded, variant);
      if (at !== -1) return text.slice(starts[at], ends[at + variant.length - 1]);
    }
  }
  return null;
}

const ownMarks = /^(?:['\s]|\.{2,})+|(?:['\s]|\.{2,})+$/g;

/** Two words, or one with a digit or four letters, or all that the answer says. */
function saysEnough(quote: string, answer: string): boolean {
  const words = quote.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return false;
  if (words.length > 1 || /\p{N}|\p{L}{4}/u.test(quote)) return true;
  return answer.match(/[\p{L}\p{N}]+/gu)?.length === 1;
}

function placeOf(folded: string, wanted: string): number {
  for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
    if (!isInsideWord(folded, at) && !isInsideWord(folded, at + wanted.length)) return at;
  }
  return -1;
}

function isInsideWord(text: string, at: number): boolean {
  return at > 0 && /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
}

function otherCase(text: string): string {
  const first = text.charAt(0);
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  return other.length === 1 ? other + text.slice(1) : text;
}
