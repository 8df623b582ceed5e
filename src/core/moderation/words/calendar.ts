import type { Token } from "./tokens.ts";

/** A point in time as far as it is told; a year before our era is negative. */
export interface CalendarDate {
  /** First and last year it may mean: 1990 and 1999 for "the 1990s". */
  readonly years: readonly [number, number] | null;
  readonly month: number | null;
  readonly day: number | null;
  /** 03/04/2024 is in March or in April. */
  readonly isSwappable: boolean;
  /** Around, before or after it. */
  readonly isVague: boolean;
  readonly first: number;
  /** The token after it. */
  readonly next: number;
}

type Parts = Pick<CalendarDate, "years" | "month" | "day"> & { isSwappable?: boolean; next: number };

/** The date that begins at a token; null when none does. */
export function dateAt(tokens: readonly Token[], at: number): CalendarDate | null {
  const parts = numericDate(tokens, at) ?? namedDate(tokens, at) ?? century(tokens, at) ?? year(tokens, at);
  if (!parts) return null;
  const { next, years } = withEra(tokens, parts);
  const before = tokens
    .slice(Math.max(0, at - 3), at)
    .map(({ form }) => form)
    .join(" ");
  return {
    years,
    month: parts.month,
    day: parts.day,
    isSwappable: parts.isSwappable ?? false,
    isVague: vague.test(before),
    first: at,
    next,
  };
}

/** Whether both may be the same date; what only one of them tells does not count. */
export function sameDate(a: CalendarDate, b: CalendarDate): boolean {
  const slack = a.isVague || b.isVague ? 5 : 0;
  if (a.years && b.years && (a.years[0] - slack > b.years[1] || b.years[0] - slack > a.years[1]))
    return false;
  const monthsMeet = meets(a.month, b.month) && meets(a.day, b.day);
  const swapped = (a.isSwappable || b.isSwappable) && meets(a.month, b.day) && meets(a.day, b.month);
  return monthsMeet || swapped;
}

/** Whether the two tell any of the same parts: "in March" and "in 1990" do not. */
export function comparableDates(a: CalendarDate, b: CalendarDate): boolean {
  return (a.years !== null && b.years !== null) || (a.month !== null && b.month !== null);
}

function meets(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}

/** 12/03/2024, 12-3-24, 2024-03-12. */
function numericDate(tokens: readonly Token[], at: number): Parts | null {
  const form = tokens[at]?.form ?? "";
  const match = /^(\d{1,4})[/-](\d{1,2})[/-](\d{1,4})$/.exec(form);
  if (!match) return null;
  const [first, middle, last] = match.slice(1).map(Number);
  if (first === undefined || middle === undefined || last === undefined) return null;
  if (match[1]?.length === 4) return dated(first, middle, last, at + 1);
  if (match[3] === undefined || match[3].length === 3) return null;
  const full = match[3].length === 4 ? last : last + (last < 70 ? 2_000 : 1_900);
  const parts = middle > 12 ? dated(full, first, middle, at + 1) : dated(full, middle, first, at + 1);
  return parts && { ...parts, isSwappable: first <= 12 && middle <= 12 };
}

/** "12 March 2024", "March 12, 2024", "12 de marzo de 2024", "March 2024", "12 March"; a month alone after "in". */
function namedDate(tokens: readonly Token[], at: number): Parts | null {
  const form = (offset: number) => tokens[at + offset]?.form ?? "";
  const day = dayOf(form(0));
  if (day !== null) {
    const skip = ordinalEndings.has(form(1)) ? 1 : 0;
    const link = form(1 + skip) === "de" || form(1 + skip) === "of" ? 1 : 0;
    const month = monthByName.get(form(1 + skip + link));
    if (month === undefined) return null;
    return withYear(tokens, at + 2 + skip + link, { month, day });
  }
  const month = monthByName.get(form(0));
  if (month === undefined) return null;
  const following = dayOf(form(1));
  if (following !== null) {
    const skip = ordinalEndings.has(form(2)) ? 1 : 0;
    return withYear(tokens, at + 2 + skip, { month, day: following });
  }
  const whole = withYear(tokens, at + 1, { month, day: null });
  const isPlaced = /^(?:in|since|until|by|en|desde|hasta|de|during|early|late)$/.test(
    tokens[at - 1]?.form ?? "",
  );
  return whole.years !== null || isPlaced ? whole : null;
}

function withYear(
  tokens: readonly Token[],
  at: number,
  { month, day }: { month: number; day: number | null },
): Parts {
  let next = at;
  while (/^(?:,|de|del|of)$/.test(tokens[next]?.form ?? "")) next++;
  const form = tokens[next]?.form ?? "";
  if (!/^[12]\d{3}$/.test(form)) return { years: null, month, day, next: at };
  return { years: [Number(form), Number(form)], month, day, next: next + 1 };
}

/** "19th century", "siglo XIX". */
function century(tokens: readonly Token[], at: number): Parts | null {
  const form = (offset: number) => tokens[at + offset]?.form ?? "";
  if (form(0) === "siglo" || form(0) === "siglos") {
    const number = romanOrPlain(form(1));
    return number === null ? null : { years: centuryYears(number), month: null, day: null, next: at + 2 };
  }
  const number = /^\d{1,2}$/.test(form(0)) && ordinalEndings.has(form(1)) ? Number(form(0)) : null;
  const link = form(2) === "-" ? 1 : 0;
  if (number === null || !/^centur(?:y|ies)$/.test(form(2 + link))) return null;
  return { years: centuryYears(number), month: null, day: null, next: at + 3 + link };
}

function centuryYears(number: number): readonly [number, number] {
  return [(number - 1) * 100, number * 100];
}

function romanOrPlain(form: string): number | null {
  if (/^\d{1,2}$/.test(form)) return Number(form);
  if (!/^[ivx]{1,6}$/.test(form)) return null;
  const digits = Array.from(form, (letter) => romanDigits[letter] ?? 0);
  return digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0);
}

/** A bare number is a year when it looks like one and nothing is counted with it. */
function year(tokens: readonly Token[], at: number): Parts | null {
  const form = tokens[at]?.form ?? "";
  const before = tokens[at - 1]?.form ?? "";
  const after = tokens[at + 1];
  const era = /^(?:bc|bce|ad|ce|ac|dc)$/.test(after?.form ?? "") || isDottedEra(tokens, at + 1);
  if (/^\d{1,4}$/.test(form) && era) return plainYear(Number(form), at + 1);
  const decade = /^(?:1\d|20)\d0$/.test(form) && after?.isGlued === true && after.form === "s";
  if (decade) return { years: [Number(form), Number(form) + 9], month: null, day: null, next: at + 2 };
  if (!/^(?:1[0-9]|20)\d\d$/.test(form)) return null;
  if (/^[$€£¥₹]$/.test(before)) return null;
  if (placed.test(before))
    return isCounted(after) && !certain.test(before) ? null : plainYear(Number(form), at + 1);
  return isCounted(after) || after?.kind === "number" ? null : plainYear(Number(form), at + 1);
}

function plainYear(value: number, next: number): Parts {
  return { years: [value, value], month: null, day: null, next };
}

/** A lower-case word of content right after it, which it may count. */
function isCounted(after: Token | undefined): boolean {
  if (!after) return false;
  if (/^[%°$€]$/.test(after.form)) return true;
  return after.kind === "word" && !after.isName && !functionAfterYear.test(after.form);
}

function withEra(tokens: readonly Token[], parts: Parts): { years: CalendarDate["years"]; next: number } {
  const { years, next } = parts;
  const form = tokens[next]?.form ?? "";
  if (!years) return { years, next };
  const isDotted = isDottedEra(tokens, next);
  const after = isDotted ? next + 3 : /^(?:bc|bce|ac|ad|ce|dc)$/.test(form) ? next + 1 : next;
  const isBefore = isDotted ? tokens[next + 2]?.form === "c" && form !== "d" : /^(?:bc|bce|ac)$/.test(form);
  return { years: isBefore ? [-years[1], -years[0]] : years, next: after };
}

/** "a.C.", "d. C.", "B.C.", "A.D." */
function isDottedEra(tokens: readonly Token[], at: number): boolean {
  const spelled = tokens
    .slice(at, at + 3)
    .map(({ form }) => form)
    .join("");
  return /^(?:a\.c|d\.c|b\.c|a\.d)$/.test(spelled);
}

function dated(fullYear: number, month: number, day: number, next: number): Parts | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return { years: [fullYear, fullYear], month, day, next };
}

function dayOf(form: string): number | null {
  const day = /^\d{1,2}$/.test(form) ? Number(form) : 0;
  return day >= 1 && day <= 31 ? day : null;
}

const romanDigits: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 };
const ordinalEndings = new Set(["st", "nd", "rd", "th", "º", "°"]);
const vague =
  /\b(?:around|about|circa|approximately|roughly|near|hacia|alrededor|aproximadamente|cerca|by|before|after|antes|despues|since|desde|until|hasta|late|early|mid)\b/;
const placed =
  /^(?:in|since|until|by|from|to|of|en|desde|hasta|de|del|a|al|year|años?|ano|during|before|after|around|late|early|mid|circa|the|el|entre|between|and|y|–|-|—|\()$/;
const certain = /^(?:in|since|until|by|en|desde|hasta|year|año|ano|during|circa|el|late|early|mid)$/;
const functionAfterYear =
  /^(?:and|y|e|or|o|to|a|in|en|by|por|for|para|with|con|when|cuando|the|el|la|los|las|as|como|was|is|fue|es|under|bajo|at|on|after|before|until|hasta|de|del|that|que|but|pero|while|because|from|si|if|it|he|she|they|se|su|sus)$/;

const monthNames =
  "january enero jan ene|february febrero feb|march marzo mar|april abril apr abr|may mayo|june junio jun|july julio jul|august agosto aug ago|september septiembre setiembre sept sep|october octubre oct|november noviembre nov|december diciembre dec dic";
const monthByName = new Map(
  monthNames.split("|").flatMap((names, i) => names.split(" ").map((name) => [name, i + 1] as const)),
);
