import type { Voice } from "../../answering/moderator.ts";
import { sentenceSpans, trimSpan, type Span } from "../../sentences.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";
import { lexiconOf } from "../words/lexicon.ts";
import { plainText } from "../words/plainText.ts";
import { isClosing, isDisclaimer, isGreeting, opening } from "../words/smallTalk.ts";

/** Claims read of one answer, and about of all; what follows is not compared. */
const mostClaims = 120;
const mostOfAll = 1_000;
const leastOfEach = 20;
/** Fewer content terms say too little in a long answer. */
const leastTerms = 3;
/** An answer up to this many characters is short: each of its sentences counts. */
const shortAnswer = 240;

/**
 * What the answers say, sentence by sentence: without headings, questions, code, tables, courtesies and what a model
 * says about itself. A bare "Yes." stands with the sentence after it; marks after a sentence belong to it.
 */
export function claimsOf(deps: AnalysisDep, voices: readonly Voice[]): readonly Claim[] {
  const known = knownByAnalyser.get(deps.analyse) ?? new WeakMap<readonly Voice[], readonly Claim[]>();
  knownByAnalyser.set(deps.analyse, known);
  const claims = known.get(voices) ?? readClaims(deps, voices);
  known.set(voices, claims);
  return claims;
}

/** The same list of answers is read once, however many checks ask for it. */
const knownByAnalyser = new WeakMap<AnalysisDep["analyse"], WeakMap<readonly Voice[], readonly Claim[]>>();

function readClaims(deps: AnalysisDep, voices: readonly Voice[]): readonly Claim[] {
  const lexicon = lexiconOf(deps);
  const most = Math.min(mostClaims, Math.max(leastOfEach, Math.floor(mostOfAll / voices.length)));
  return voices.flatMap(({ text }, voice) => {
    const least = text.trim().length <= shortAnswer ? 1 : leastTerms;
    const claims: Claim[] = [];
    const spans = statementSpans(text);
    for (const { start, end } of spans) {
      if (claims.length >= most) break;
      const slice = text.slice(start, end);
      const terms = lexicon.termsOf(plainText(slice));
      const isAnswer = opening(slice) !== null && (terms.size > 0 || spans.length === 1);
      if (terms.size < least && !isAnswer) continue;
      claims.push({ voice, start, end, text: slice, terms, cited: citedIn(slice) });
    }
    return claims;
  });
}

/** Spans of the sentences that state something, without the marks of lists and emphasis around them. */
function statementSpans(text: string): Span[] {
  const spans: Span[] = [];
  let held: Span | null = null;
  for (const sentence of sentenceSpans(withoutBlocks(text))) {
    const last = spans.at(-1);
    let { start } = sentence;
    const marks = leadingMarks.exec(text.slice(start, sentence.end))?.[0];
    if (marks !== undefined && last !== undefined && onlyBlanks(text.slice(last.end, start))) {
      spans[spans.length - 1] = { start: last.start, end: start + marks.trimEnd().length };
      start += marks.length;
    }
    const span = bare(text, { start, end: sentence.end });
    if (!span) continue;
    const slice = text.slice(span.start, span.end);
    if (isBareOpening(slice)) {
      held = span;
      continue;
    }
    const isStatement = !isHeading(text, sentence, slice) && !/\?["»”')\]*_]*$/.test(slice) && !isTalk(slice);
    if (isStatement) spans.push({ start: held?.start ?? span.start, end: span.end });
    else if (held) spans.push(held);
    held = null;
  }
  if (held) spans.push(held);
  return spans;
}

/** The text with code and tables blanked out, so that offsets stay. */
function withoutBlocks(text: string): string {
  return text
    .replace(/^(```|~~~)[^\n]*\n[\s\S]*?(?:^\1|$(?![\s\S]))/gm, blanks)
    .replace(/^[ \t]*\|.*\|[ \t]*$/gm, blanks)
    .replace(/\$\$[\s\S]{0,2000}?\$\$|\\\[[\s\S]{0,2000}?\\\]/g, blanks);
}

function blanks(block: string): string {
  return block.replace(/[^\n]/g, " ");
}

const leadingMarks = /^(?:\[S\s?\d[^\]]{0,40}\]\s*)+/i;
const listMark = /^(?:#{1,6}\s+|>\s*|[-*+•·▪◦‣–—]\s+|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s+(?=\S))+/;

/** The span without list marks before it and without emphasis that opens or closes outside of it. */
function bare(text: string, span: Span): Span | null {
  let slice = text.slice(span.start, span.end);
  let start = span.start + (listMark.exec(slice)?.[0].length ?? 0);
  let { end } = span;
  slice = text.slice(start, end);
  for (const emphasis of ["**", "__", "*", "_"]) {
    if (slice.split(emphasis).length % 2 === 1) continue;
    if (slice.startsWith(emphasis)) start += emphasis.length;
    else if (slice.endsWith(emphasis)) end -= emphasis.length;
    slice = text.slice(start, end);
  }
  return /[\p{L}\p{N}]/u.test(slice) ? trimSpan(text, start, end) : null;
}

function onlyBlanks(text: string): boolean {
  return text.trim() === "";
}

/** A title, a line that only announces what follows, or a list's label. */
function isHeading(text: string, { start }: Span, slice: string): boolean {
  if (/^#{1,6}\s/.test(text.slice(start, start + 8))) return true;
  if (/[::]["»”')\]*_]*$/.test(slice)) return true;
  return /^(?:\*\*|__)[^*_]{1,80}(?:\*\*|__)$/.test(slice) && !/[.!]/.test(slice);
}

function isTalk(slice: string): boolean {
  const words = plainText(slice).trim();
  return isGreeting(words) || isClosing(words) || isDisclaimer(words);
}

/** "Yes." or "No, en absoluto." alone: what it says yes or no to stands in the next sentence. */
function isBareOpening(slice: string): boolean {
  return slice.length <= 24 && opening(slice) !== null && !/\p{N}/u.test(slice);
}

function citedIn(slice: string): readonly number[] {
  const marks = slice.match(/\[\s*S\s?\d[^\]]{0,40}\]/gi) ?? [];
  return [...new Set(marks.flatMap((mark) => (mark.match(/\d+/g) ?? []).map(Number)))];
}
