import type { Locale } from "../../../contract/common.ts";
import type { MessageWord } from "./messageWords.ts";

export interface Numeral {
  readonly value: number;
  /** The word after it. */
  readonly next: number;
  /** `un`, `una`, `one`: an article as often as a number. */
  readonly isArticle: boolean;
}

/**
 * The number that begins at a word, in digits or spelled out in Spanish or English up to the millions; null when none
 * does. `1.200` is 1200 where points part thousands, which is so in Spanish; `0.125` and `1.25` are decimals anywhere.
 * Money has no three decimals: as `money`, `1.200` and `1,200` are both 1200.
 */
export function numeralAt(
  words: readonly MessageWord[],
  at: number,
  locale: Locale | "money",
): Numeral | null {
  const word = words[at];
  if (!word || word.kind === "mark") return null;
  if (word.kind === "word") return spelledAt(words, at);
  const value = valueOf(word.form, locale);
  if (value === null) return null;
  const half = halfAfter(words, at + 1);
  if (half !== null) return { value: value + 0.5, next: half, isArticle: false };
  let scaled = value;
  let next = at + 1;
  for (let scale = scales[words[next]?.form ?? ""]; scale !== undefined && next < at + 3;) {
    scaled *= scale;
    scale = scales[words[++next]?.form ?? ""];
  }
  return { value: scaled, next, isArticle: false };
}

function valueOf(form: string, locale: Locale | "money"): number | null {
  if (form.length > 18) return null;
  if (/^\d+$/.test(form)) return Number(form);
  const mixed = /^([1-9]\d{0,2}(?:([.,])\d{3})+)(?!\2)[.,](\d+)$/.exec(form);
  if (mixed) return Number(`${mixed[1]?.replace(/[.,]/g, "")}.${mixed[3]}`);
  if (/^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})+$/.test(form)) return Number(form.replace(/[.,]/g, ""));
  const single = /^(\d+)([.,])(\d+)$/.exec(form);
  if (!single) return null;
  const [, whole = "", point = "", rest = ""] = single;
  const parts = locale === "money" ? true : point === (locale === "es" ? "." : ",");
  const isThousand = rest.length === 3 && whole.length <= 3 && !whole.startsWith("0") && parts;
  return Number(isThousand ? whole + rest : `${whole}.${rest}`);
}

function spelledAt(words: readonly MessageWord[], at: number): Numeral | null {
  let [total, part, lowest, next] = [0, 0, Infinity, at];
  for (let i = at; i < words.length && i < at + 16; i++) {
    const form = words[i]?.form ?? "";
    const small = numberByWord.get(form);
    const scale = scales[form];
    if (small !== undefined && small < lowest) {
      part += small;
      lowest = small >= 100 ? 100 : small >= 20 && small % 10 === 0 ? 10 : 1;
    } else if (form === "hundred" && part > 0 && part < 20) {
      part *= 100;
      lowest = 100;
    } else if (scale !== undefined && (part > 0 || form === "mil")) {
      if (total > 0 && scale >= total) break;
      total += Math.max(part, 1) * scale;
      part = 0;
      lowest = 1_000;
    } else if (i > at && (form === "y" || form === "and" || form === "-")) {
      const following = numberByWord.get(words[i + 1]?.form ?? "");
      const isPart = following !== undefined && following < (lowest === 10 ? 10 : lowest === 1 ? 0 : 100);
      if (!isPart) break;
      continue;
    } else break;
    next = i + 1;
  }
  if (next === at) return null;
  const half = halfAfter(words, next);
  const isArticle = next === at + 1 && articles.has(words[at]?.form ?? "") && half === null;
  return { value: total + part + (half === null ? 0 : 0.5), next: half ?? next, isArticle };
}

/** "dos y medio", "two and a half": the word after it; null when no half follows. */
function halfAfter(words: readonly MessageWord[], at: number): number | null {
  const [link, half, more] = [words[at]?.form, words[at + 1]?.form, words[at + 2]?.form];
  if (link === "y" && (half === "medio" || half === "media")) return at + 2;
  return link === "and" && half === "a" && more === "half" ? at + 3 : null;
}

const articles = new Set(["un", "una", "uno", "one"]);

const scales: Readonly<Record<string, number>> = {
  mil: 1e3,
  thousand: 1e3,
  millon: 1e6,
  millones: 1e6,
  million: 1e6,
};

const numberByWord = new Map<string, number>([["cien", 100]]);
const spelled: readonly (readonly [number, number, string])[] = [
  [
    0,
    1,
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis",
  ],
  [17, 1, "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco"],
  [26, 1, "veintiseis veintisiete veintiocho veintinueve treinta"],
  [40, 10, "cuarenta cincuenta sesenta setenta ochenta noventa ciento"],
  [
    200,
    100,
    "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
  ],
  [
    200,
    100,
    "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas",
  ],
  [
    0,
    1,
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
  ],
  [17, 1, "seventeen eighteen nineteen"],
  [20, 10, "twenty thirty forty fifty sixty seventy eighty ninety"],
];
for (const [first, step, forms] of spelled) {
  for (const [place, form] of forms.split(" ").entries())
    if (!numberByWord.has(form)) numberByWord.set(form, first + place * step);
}
for (const form of ["un", "una"]) numberByWord.set(form, 1);
for (const form of ["veintiun", "veintiuna"]) numberByWord.set(form, 21);
