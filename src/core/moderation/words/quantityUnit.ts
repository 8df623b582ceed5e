import type { Numeral } from "./numerals.ts";
import { thingsAfter } from "./quantityThings.ts";
import type { Token } from "./tokens.ts";
import { currencyOf, unitOf, type Unit } from "./units.ts";

/** A unit and the token after it. */
export interface PlacedUnit {
  readonly unit: Unit;
  readonly next: number;
}

/** The unit before or after a number; null where there is none. */
export function unitAround(tokens: readonly Token[], at: number, { next }: Numeral): PlacedUnit | null {
  const form = (index: number) => tokens[index]?.form ?? "";
  const before = currencyOf(form(at - 1));
  if (before) return { unit: before, next };
  let after = next;
  if (form(after) === "-" || form(after) === "–") after++;
  if (/^(?:degrees?|grados?|°|º)$/.test(form(after))) {
    const scale = unitOf(form(after + 1));
    if (scale?.dimension === "temperature") return { unit: scale, next: after + 2 };
    return { unit: { dimension: "angle", factor: 1, offset: 0 }, next: after + 1 };
  }
  const pair = `${form(after)} ${form(after + 1)}`;
  if (pair === "per cent" || pair === "por ciento") return { unit: percent, next: after + 2 };
  const hyphen = form(after + 1) === "-" ? 1 : 0;
  if (form(after) === "light" && /^years?$/.test(form(after + 1 + hyphen)))
    return { unit: lightYear, next: after + 2 + hyphen };
  if (/^años?$/.test(form(after)) && form(after + 1) === "luz") return { unit: lightYear, next: after + 2 };
  if (/^(?:de|of)$/.test(form(after)) && (currencyOf(form(after + 1)) ?? unitOf(form(after + 1)))) after++;
  const currency = currencyOf(form(after));
  if (currency) return { unit: currency, next: after + 1 };
  if (/^(?:square|sq|cubic)$/.test(form(after)))
    return powered(form(after + 1), form(after) === "cubic", after + 2);
  const power = form(after + 1);
  if (/^(?:cuadrad|cubic)[oa]s?$/.test(power))
    return powered(form(after), power.startsWith("cub"), after + 2);
  const unit = unitOf(form(after));
  if (!unit || (form(after).length === 1 && form(after) !== "%" && !isSymbol(tokens[after]))) return null;
  return perTime(unit, form(after + 1), form(after + 2), after + 1);
}

/** "Over 18", "aged 65", "mayores de 18": years of age, where nothing else is counted. */
export function ageAround(tokens: readonly Token[], at: number, { next, value }: Numeral): PlacedUnit | null {
  const before = tokens
    .slice(Math.max(0, at - 2), at)
    .map(({ form }) => form)
    .join(" ");
  const isAge =
    value < 120 && /(?:\b(?:aged?|over|under)|\b(?:mayor|menor)(?:es)? de|\bedad de)$/.test(before);
  return isAge && thingsAfter(tokens, next).length === 0 ? { unit: yearUnit, next } : null;
}

/** A single letter is a unit right after a number, not a word in its own right ("a", "y"). */
function isSymbol(token: Token | undefined): boolean {
  const form = token?.form ?? "";
  return /^[cfwvj]$/.test(form) || (/^[mhglx]$/.test(form) && token?.isName === false);
}

function powered(form: string, isCubic: boolean, next: number): PlacedUnit | null {
  const length = unitOf(form);
  if (length?.dimension !== "length") return null;
  const factor = length.factor ** (isCubic ? 3 : 2) * (isCubic ? 1_000 : 1);
  return { unit: { dimension: isCubic ? "volume" : "area", factor, offset: 0 }, next };
}

/** "km/h", "miles per hour", "dólares al mes": a rate is another dimension than what it counts. */
export function perTime(unit: Unit, link: string, form: string, next: number): PlacedUnit {
  if (!/^(?:\/|per|por|al?|an?|each|every|cada)$/.test(link)) return { unit, next };
  const time = unitOf(form);
  if (time?.dimension !== "time") return { unit, next };
  const isSpeed = unit.dimension === "length";
  return {
    unit: {
      dimension: isSpeed ? "speed" : `${unit.dimension} per time`,
      factor: unit.factor / time.factor,
      offset: 0,
    },
    next: next + 2,
  };
}

const percent: Unit = { dimension: "percent", factor: 1, offset: 0 };

const lightYear: Unit = { dimension: "length", factor: 9.4607e15, offset: 0 };

const yearUnit: Unit = { dimension: "time", factor: 31_557_600, offset: 0 };
