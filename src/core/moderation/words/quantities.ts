import { dateAt, type CalendarDate } from "./calendar.ts";
import { numeralAt, type Numeral } from "./numerals.ts";
import { boundOf, type Bound } from "./quantityBound.ts";
import { labelBefore, thingsAfter } from "./quantityThings.ts";
import { ageAround, unitAround } from "./quantityUnit.ts";
import { clockAt, frequencyAt, shareAt } from "./specialQuantity.ts";
import type { Token } from "./tokens.ts";
import { currencyOf, unitOf, type Unit } from "./units.ts";

/** A number of a text with what it measures or counts. */
export interface Quantity {
  /** `time`, `length`, `percent`, a currency; `count` for things, `bare` for a number alone, `label` for a name's. */
  readonly dimension: string;
  /**
   * From and to in the dimension's base unit, the same for a single number; then what the spelling may mean else, as
   * 1.5 for 1.500.
   */
  readonly ranges: readonly Range[];
  /** How far a rounded number may be off, in base units, in the first of its ranges. */
  readonly slack: number;
  readonly bound: Bound;
  /** What is counted or named, as words in lower case. */
  readonly things: readonly string[];
  readonly first: number;
  /** The token after it. */
  readonly next: number;
}

export type Range = readonly [number, number];

export interface Quantities {
  readonly amounts: readonly Quantity[];
  readonly dates: readonly CalendarDate[];
}

/** The figures and dates of a text in reading order. */
export function quantitiesOf(tokens: readonly Token[], isSpanish: boolean): Quantities {
  const amounts: Quantity[] = [];
  const dates: CalendarDate[] = [];
  for (let i = 0; i < tokens.length;) {
    const date = dateAt(tokens, i);
    if (date) {
      dates.push(date);
      i = date.next;
      continue;
    }
    const amount = isPartOfName(tokens, i) ? null : amountAt(tokens, i, isSpanish);
    if (amount) amounts.push(amount);
    i = amount ? amount.next : i + 1;
  }
  return { amounts, dates };
}

/** The 19 of COVID-19, the 4 of GPT-4. */
function isPartOfName(tokens: readonly Token[], at: number): boolean {
  const [hyphen, before] = [tokens[at - 1], tokens[at - 2]];
  if (tokens[at]?.isGlued !== true || tokens[at].kind !== "number") return false;
  return hyphen?.kind === "word" || (hyphen?.form === "-" && hyphen.isGlued && before?.kind === "word");
}

function amountAt(tokens: readonly Token[], at: number, isSpanish: boolean): Quantity | null {
  const special = clockAt(tokens, at) ?? frequencyAt(tokens, at, isSpanish);
  if (special) return special;
  const one = numeralAt(tokens, at, isSpanish);
  if (!one) return null;
  const share = shareAt(tokens, at, one, isSpanish);
  if (share) return share;
  const other = secondOfRange(tokens, at, one, isSpanish);
  const last = other ?? one;
  const found =
    unitAround(tokens, at, last) ?? (other && unitAround(tokens, at, one)) ?? ageAround(tokens, at, last);
  if (!other && last.isArticle && !isCounting(tokens, last.next, found?.unit ?? null)) return null;
  const unit = found ? repeated(tokens, at, found.unit) : bare;
  const next = Math.max(found?.next ?? last.next, last.next);
  const base = (value: number) => value * unit.factor + unit.offset;
  const single = (value: number): Range => [base(value), base(value)];
  return {
    ...namedBy(tokens, at, last.next, found && { dimension: unit.dimension, next }),
    ranges: other
      ? [[base(one.value), base(other.value)]]
      : [single(one.value), ...(one.otherValue === null ? [] : [single(one.otherValue)])],
    slack: slackOf(one, unit.factor),
    bound: boundOf(tokens, at, next),
    first: at,
    next,
  };
}

/** "Every six months" tells how often, not how long. */
function repeated(tokens: readonly Token[], at: number, unit: Unit): Unit {
  const isRepeated = unit.dimension === "time" && /^(?:cada|every)$/.test(tokens[at - 1]?.form ?? "");
  return isRepeated ? { ...unit, dimension: "interval" } : unit;
}

const bare: Unit = { dimension: "bare", factor: 1, offset: 0 };

/** "One year" counts, "one of them" and "a time" do not. */
function isCounting(tokens: readonly Token[], next: number, unit: Unit | null): boolean {
  return (
    /^(?:sol[oa]|unic[oa]|single)$/.test(tokens[next]?.form ?? "") ||
    (unit !== null && unit.dimension !== "times")
  );
}

function namedBy(
  tokens: readonly Token[],
  at: number,
  next: number,
  unit: { readonly dimension: string; readonly next: number } | null,
): Pick<Quantity, "dimension" | "things"> {
  const after = tokens[next];
  const things = unit ? [] : thingsAfter(tokens, next);
  if (after?.isGlued === true && /^(?:st|nd|rd|th)$/.test(after.form))
    return { dimension: "ordinal", things };
  if (unit) return { dimension: unit.dimension, things };
  if (things.length > 0) return { dimension: "count", things };
  const label = labelBefore(tokens, at);
  return label ? { dimension: "label", things: [label] } : { dimension: "bare", things };
}

/** Half the last place, but no more than a twentieth: "5 million" may be 5.2, not 8. */
function slackOf({ value, step }: Numeral, factor: number): number {
  const isRounded = step < 1 || step >= 1_000_000;
  return Math.abs(factor) * Math.min(step / 2, Math.abs(value) * (isRounded ? 0.05 : 0.005));
}

function secondOfRange(
  tokens: readonly Token[],
  at: number,
  one: Numeral,
  isSpanish: boolean,
): Numeral | null {
  let next = one.next;
  if (unitOf(tokens[next]?.form ?? "") || tokens[next]?.form === "%") next++;
  const link = tokens[next]?.form ?? "";
  const before = tokens[at - 1]?.form ?? "";
  const isLinked =
    /^[-–—]$/.test(link) ||
    /^(?:to|a|or|o)$/.test(link) ||
    (/^(?:and|y|e)$/.test(link) && /^(?:between|entre)$/.test(before));
  if (!isLinked) return null;
  const currency = currencyOf(tokens[next + 1]?.form ?? "");
  if (currency && currency.dimension !== currencyOf(before)?.dimension) return null;
  const other = numeralAt(tokens, currency ? next + 2 : next + 1, isSpanish);
  if (!other || other.isArticle || other.value <= one.value) return null;
  // "7 years or 100,000 km" are two limits.
  const [own, its] = [unitOf(tokens[one.next]?.form ?? ""), unitOf(tokens[other.next]?.form ?? "")];
  return own && its && own.dimension !== its.dimension ? null : other;
}
