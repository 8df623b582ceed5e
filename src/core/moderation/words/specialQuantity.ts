import { dateAt } from "./calendar.ts";
import { numeralAt, type Numeral } from "./numerals.ts";
import type { Quantity } from "./quantities.ts";
import { boundOf } from "./quantityBound.ts";
import { perTime } from "./quantityUnit.ts";
import type { Token } from "./tokens.ts";
import type { Unit } from "./units.ts";

/** "1 in 5", "3 out of 4", "uno de cada diez", "half of": a share in percent. */
export function shareAt(
  tokens: readonly Token[],
  at: number,
  one: Numeral,
  isSpanish: boolean,
): Quantity | null {
  const form = (offset: number) => tokens[one.next + offset]?.form ?? "";
  const skip = /^(?:out of|de cada)$/.test(`${form(0)} ${form(1)}`) ? 2 : form(0) === "in" ? 1 : 0;
  if (skip === 0) return null;
  const whole = numeralAt(tokens, one.next + skip, isSpanish);
  if (!whole || dateAt(tokens, one.next + skip)) return null;
  const [part, total] = [one.value, whole.value];
  if (total <= 1 || part > total) return null;
  const percent = (100 * part) / total;
  return {
    dimension: "percent",
    ranges: [[percent, percent]],
    slack: percent * 0.02,
    bound: boundOf(tokens, at, whole.next),
    things: [],
    first: at,
    next: whole.next,
  };
}

/** "once a week", "twice", "dos veces al mes" is left to the unit "veces". */
export function frequencyAt(tokens: readonly Token[], at: number, isSpanish: boolean): Quantity | null {
  const times = isSpanish ? undefined : timesByAdverb[tokens[at]?.form ?? ""];
  if (times === undefined) return null;
  const { unit, next } = perTime(onceUnit, tokens[at + 1]?.form ?? "", tokens[at + 2]?.form ?? "", at + 1);
  if (times === 1 && next === at + 1) return null;
  const value = times * unit.factor;
  return {
    dimension: unit.dimension,
    ranges: [[value, value]],
    slack: 0,
    bound: "exact",
    things: [],
    first: at,
    next,
  };
}

const timesByAdverb: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3 };

const onceUnit: Unit = { dimension: "times", factor: 1, offset: 0 };

/** 8:30, 20:00, 8 pm: minutes since midnight. */
export function clockAt(tokens: readonly Token[], at: number): Quantity | null {
  const match = /^(\d{1,2})(?::(\d{2}))?$/.exec(tokens[at]?.form ?? "");
  const half = /^(am|pm|a\.m|p\.m)$/.exec(tokens[at + 1]?.form ?? "")?.[1]?.replace(".", "");
  if (!match?.[1] || (match[2] === undefined && half === undefined)) return null;
  const hour = Number(match[1]) % (half ? 12 : 24);
  const minutes = (hour + (half === "pm" ? 12 : 0)) * 60 + Number(match[2] ?? 0);
  const next = at + (half ? 2 : 1);
  // Half past eight may be in the evening.
  const hours = half || hour > 12 ? [minutes] : [minutes, minutes + 720];
  return {
    dimension: "clock",
    ranges: hours.map((minute) => [minute, minute] as const),
    slack: 0,
    bound: boundOf(tokens, at, next),
    things: [],
    first: at,
    next,
  };
}
