import type { Locale } from "../../../contract/common.ts";
import type { MessageWord } from "./messageWords.ts";
import { numeralAt } from "./numerals.ts";
import { unitAt, type Unit } from "./unit.ts";

/** A number of a message with the unit behind it. */
export interface Measure {
  /** Below 0 only where a minus stands right before the number. */
  readonly value: number;
  /** Null for a bare number. */
  readonly unit: Unit | null;
  /** Whether the unit stands behind a later number of its list: the 50 of "50 a 100 mm". */
  readonly isShared: boolean;
  readonly isArticle: boolean;
  /** Words from first to `next`, which is the one after it. */
  readonly first: number;
  readonly next: number;
}

/** The numbers of a message in order. */
export function measuresOf(
  words: readonly MessageWord[],
  locale: Locale,
  own: readonly Unit[],
): readonly Measure[] {
  const measures: Measure[] = [];
  for (let at = 0; at < words.length;) {
    const measure = measureAt(words, at, locale, own);
    if (measure) measures.push(measure);
    at = measure ? measure.next : at + 1;
  }
  for (let place = measures.length - 2; place >= 0; place--) {
    const [one, other] = [measures[place], measures[place + 1]];
    if (!one || !other?.unit || one.unit || one.isArticle || !isListed(words, one, other)) continue;
    measures[place] = { ...one, unit: other.unit, isShared: true };
  }
  return measures;
}

function measureAt(
  words: readonly MessageWord[],
  at: number,
  locale: Locale,
  own: readonly Unit[],
): Measure | null {
  const bare = words[at + 1]?.form === "y" ? unitAt(words, at, own) : null;
  const bareHalf = bare && halfBehind(words, bare.next);
  if (bare && bareHalf)
    return {
      value: 1.5,
      unit: bare.unit,
      isShared: false,
      isArticle: false,
      first: at,
      next: bareHalf,
    };
  const { value, next, isArticle } = fractionAt(words, at, own) ?? numeralAt(words, at, locale) ?? none;
  if (next === 0 || isPartOfName(words, at)) return null;
  const counted = unitAt(words, next, own);
  const measure = { isShared: false, isArticle, first: at };
  const sign = isBelowZero(words, at) ? -1 : 1;
  if (!counted) return { ...measure, value: sign * value, unit: null, next };
  const half = halfBehind(words, counted.next);
  const whole = half ? value + 0.5 : value;
  return { ...measure, value: sign * whole, unit: counted.unit, next: half ?? counted.next };
}

const none = { value: 0, next: 0, isArticle: false };

/** A minus at the number, and none that parts a list or a span: "10 -20", "isodec-100". */
function isBelowZero(words: readonly MessageWord[], at: number): boolean {
  const [number, minus] = [words[at], words[at - 1]];
  if (number?.isGlued !== true || !/^[-−]$/.test(minus?.form ?? "")) return false;
  const isGlued = minus?.isGlued === true && words[at - 2]?.kind !== "mark";
  return !isGlued && words[at - 2]?.kind !== "number" && words[at - 3]?.kind !== "number";
}

/** The 2 of CO2 and the 4 of A4. */
function isPartOfName(words: readonly MessageWord[], at: number): boolean {
  const [before, number] = [words[at - 1], words[at]];
  if (before?.kind !== "word" || number?.kind !== "number" || !number.isGlued) return false;
  return before.form.length < 4 && !crosses.has(before.form);
}

/** "Metro y medio", "dos metros y medio": the word after it. */
function halfBehind(words: readonly MessageWord[], at: number): number | null {
  return words[at]?.form === "y" && /^medi[oa]$/.test(words[at + 1]?.form ?? "") ? at + 2 : null;
}

/** "medio metro", "half a meter", "1/2 pulgada", "1 1/2 inch"; only before a unit. */
function fractionAt(words: readonly MessageWord[], at: number, own: readonly Unit[]) {
  if (!/^(?:\d{1,2}|medi[oa]|half)$/.test(words[at]?.form ?? "")) return null;
  const forms = [0, 1, 2, 3].map((step) => words[at + step]?.form ?? "");
  const half = /^(?:medi[oa]|half)$/.test(forms[0] ?? "");
  if (half) return unitBehind(words, at + (/^an?$/.test(forms[1] ?? "") ? 2 : 1), own, 0.5);
  const ratio = (from: number) => {
    const [over, bar, under] = [forms[from] ?? "", forms[from + 1], forms[from + 2] ?? ""];
    return bar === "/" && /^\d$/.test(over) && /^\d{1,2}$/.test(under) ? Number(over) / Number(under) : 0;
  };
  const plain = ratio(0);
  if (plain > 0 && plain < 1) return unitBehind(words, at + 3, own, plain);
  const mixed = /^\d{1,2}$/.test(forms[0] ?? "") ? ratio(1) : 0;
  return mixed > 0 && mixed < 1 ? unitBehind(words, at + 4, own, Number(forms[0]) + mixed) : null;
}

function unitBehind(words: readonly MessageWord[], next: number, own: readonly Unit[], value: number) {
  return unitAt(words, next, own) ? { value, next, isArticle: false } : null;
}

const listMarks = new Set(["-", "–", "a", "y", "o", "e", "u", ",", "/", "to", "or", "and", "hasta"]);

function isListed(words: readonly MessageWord[], one: Measure, other: Measure): boolean {
  return other.first === one.next + 1 && listMarks.has(words[one.next]?.form ?? "");
}

const crosses = new Set(["x", "×", "*", "por", "by"]);

/** Whether the two are parts of one "10 x 5". */
export function isCrossed(words: readonly MessageWord[], one: Measure, other: Measure): boolean {
  return other.first === one.next + 1 && crosses.has(words[one.next]?.form ?? "");
}
