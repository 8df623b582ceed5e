import { numberByWord, scales } from "./numberWords.ts";
import type { Token } from "./tokens.ts";

/** A number as it is written, with what its spelling leaves open. */
export interface Numeral {
  readonly value: number;
  /** The last digit that is meant: .1 for 3.5, a million for "3 million". */
  readonly step: number;
  /** `1.500` may be 1500 or 1.5: the less likely one; null where the spelling is plain. */
  readonly otherValue: number | null;
  /** The token after it. */
  readonly next: number;
  /** Said with a word that is also an article: "a", "one", "un". */
  readonly isArticle: boolean;
}

/** The number that begins at a token, in digits or in words, Spanish or English; null when none does. */
export function numeralAt(tokens: readonly Token[], at: number, isSpanish: boolean): Numeral | null {
  const token = tokens[at];
  if (!token || token.kind === "mark") return null;
  const numeral = token.kind === "number" ? digits(tokens, at) : words(tokens, at, isSpanish);
  return numeral && scaled(tokens, numeral);
}

function digits(tokens: readonly Token[], at: number): Numeral | null {
  const form = tokens[at]?.form ?? "";
  const plain = { otherValue: null, next: at + 1, isArticle: false };
  const fraction = fractions[form];
  if (fraction !== undefined) return { ...plain, value: fraction, step: 0 };
  const ratio = /^(\d{1,3})\/(\d{1,3})$/.exec(form);
  if (ratio) return { ...plain, value: Number(ratio[1]) / Number(ratio[2]), step: 0 };
  const spelled = spelledNumber(form);
  if (!spelled) return null;
  let next = at + 1;
  let joined = form;
  if (/^\d{1,3}$/.test(form)) {
    while (/^\d{3}$/.test(tokens[next]?.form ?? "") && isNarrowGap(tokens[next - 1], tokens[next])) {
      joined += tokens[next]?.form ?? "";
      next++;
    }
  }
  if (joined !== form) return { ...plain, value: Number(joined), step: stepOf(joined), next };
  return { ...plain, ...spelled };
}

/** `10 000` is one number; `in 1990 300 people` is not, since its first part has four digits. */
function isNarrowGap(before: Token | undefined, after: Token | undefined): boolean {
  return before !== undefined && after !== undefined && after.start - before.end === 1;
}

function spelledNumber(form: string): Pick<Numeral, "value" | "step" | "otherValue"> | null {
  if (/^\d+$/.test(form)) return { value: Number(form), step: stepOf(form), otherValue: null };
  const mixed = /^(\d{1,3}(?:([.,])\d{3})+)(?!\2)[.,](\d+)$/.exec(form);
  if (mixed?.[1] && mixed[3]) {
    const value = Number(`${mixed[1].replace(/[.,]/g, "")}.${mixed[3]}`);
    return { value, step: 10 ** -mixed[3].length, otherValue: null };
  }
  const single = /^(\d+)[.,](\d+)$/.exec(form);
  const decimal = single ? Number(`${single[1]}.${single[2]}`) : null;
  if (/^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/.test(form)) {
    const whole = form.replace(/[.,]/g, "");
    return { value: Number(whole), step: stepOf(whole), otherValue: decimal };
  }
  if (decimal === null) return null;
  return { value: decimal, step: 10 ** -(single?.[2]?.length ?? 0), otherValue: null };
}

/** Zeros at the end of a number are a sign of rounding. */
function stepOf(form: string): number {
  return 10 ** (/0*$/.exec(form)?.[0].length ?? 0);
}

/** "treinta y cinco", "two hundred and fifty", "dos mil trescientos". */
function words(tokens: readonly Token[], at: number, isSpanish: boolean): Numeral | null {
  let total = 0;
  let part = 0;
  let lowest = Infinity;
  let next = at;
  let isArticle = false;
  for (let i = at; i < tokens.length; i++) {
    const form = tokens[i]?.form ?? "";
    if (i > at && (form === "and" || form === "y" || form === "-")) {
      const following = tokens[i + 1]?.form ?? "";
      const isPart = joins(form, lowest, smallNumber(following, isSpanish));
      if (isPart) continue;
      break;
    }
    const small = smallNumber(form, isSpanish);
    if (small !== null && small < lowest) {
      part += small;
      lowest = lowestPlace(small);
    } else if ((form === "hundred" || form === "hundreds") && part > 0 && part < 100) {
      part *= 100;
      lowest = 100;
    } else if ((form === "mil" || form === "thousand") && total === 0) {
      if (form === "thousand" && part === 0) break;
      total = Math.max(part, 1) * 1_000;
      part = 0;
      lowest = 1_000;
    } else break;
    isArticle = i === at && articles.has(form);
    next = i + 1;
  }
  if (next === at) return articleScale(tokens, at);
  return { value: total + part, step: 1, otherValue: null, next, isArticle: isArticle && next === at + 1 };
}

function joins(form: string, lowest: number, following: number | null): boolean {
  if (following === null) return false;
  if (form === "-" || form === "y") return lowest === 10 && following < 10;
  return lowest >= 100 && lowest < Infinity && following < 100;
}

/** "a million", "una docena": the article counts only before such a word. */
function articleScale(tokens: readonly Token[], at: number): Numeral | null {
  const form = tokens[at]?.form ?? "";
  const following = tokens[at + 1]?.form ?? "";
  if (!articles.has(form) || !(scales.has(following) || following === "hundred")) return null;
  const isHundred = following === "hundred";
  return {
    value: isHundred ? 100 : 1,
    step: 1,
    otherValue: null,
    next: at + (isHundred ? 2 : 1),
    isArticle: false,
  };
}

function smallNumber(form: string, isSpanish: boolean): number | null {
  if (form === "once" && !isSpanish) return null;
  return numberByWord.get(form) ?? null;
}

/** What may follow is smaller: after twenty, units; after two hundred, tens. */
function lowestPlace(value: number): number {
  return value >= 100 ? 100 : value >= 20 && value % 10 === 0 ? 10 : 1;
}

function scaled(tokens: readonly Token[], numeral: Numeral): Numeral {
  let { value, step, otherValue, next, isArticle } = numeral;
  for (;;) {
    const token = tokens[next];
    const scale = scales.get(token?.form ?? "");
    if (!token || scale === undefined || (token.form.length === 1 && !token.isGlued)) break;
    // Nobody writes "1.500 million" for 1500 million.
    value = (otherValue ?? value) * scale;
    step = (otherValue === null ? step : 0.001) * scale;
    otherValue = null;
    isArticle = false;
    next++;
  }
  return { value, step, otherValue, next, isArticle };
}

const fractions: Readonly<Record<string, number>> = {
  "½": 0.5,
  "⅓": 1 / 3,
  "¼": 0.25,
  "¾": 0.75,
  "⅔": 2 / 3,
};
const articles = new Set(["a", "an", "one", "un", "una", "uno"]);
