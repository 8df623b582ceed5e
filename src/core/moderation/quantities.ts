import { dateAt, type CalendarDate } from "./calendar.ts";
import { numeralAt, type Numeral } from "./numerals.ts";
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
  readonly bound: "exact" | "about" | "least" | "most";
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
  const clock = clockAt(tokens, at);
  if (clock) return clock;
  const frequency = frequencyAt(tokens, at, isSpanish);
  if (frequency) return frequency;
  const one = numeralAt(tokens, at, isSpanish);
  if (!one) return null;
  const other = secondOfRange(tokens, at, one, isSpanish);
  const last = other ?? one;
  const share = shareAt(tokens, at, one, isSpanish);
  if (share) return share;
  const unit =
    unitAround(tokens, at, last) ??
    (other ? unitAround(tokens, at, one) : null) ??
    ageAround(tokens, at, last);
  if (
    last.isArticle &&
    !other &&
    !/^(?:sol[oa]|unic[oa]|single)$/.test(tokens[last.next]?.form ?? "") &&
    (unit === null || unit.unit.dimension === "times")
  )
    return null;
  const { factor, offset, dimension } = unit?.unit ?? plainUnit;
  const next = Math.max(unit?.next ?? last.next, last.next);
  const base = (value: number) => value * factor + offset;
  const single = (value: number): Range => [base(value), base(value)];
  const things = unit ? [] : thingsAfter(tokens, next);
  const label = unit || things.length > 0 ? null : labelBefore(tokens, at);
  const ordinal = ordinalEndings.has(tokens[last.next]?.form ?? "") && tokens[last.next]?.isGlued === true;
  return {
    dimension: ordinal
      ? "ordinal"
      : unit
        ? dimension
        : things.length > 0
          ? "count"
          : label
            ? "label"
            : "bare",
    ranges: other
      ? [[base(one.value), base(other.value)]]
      : [single(one.value), ...(one.otherValue === null ? [] : [single(one.otherValue)])],
    slack: slackOf(one, factor),
    bound: boundOf(tokens, at, next),
    things: label ? [label] : things,
    first: at,
    next,
  };
}

const plainUnit: Unit = { dimension: "bare", factor: 1, offset: 0 };

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
  return other && !other.isArticle && other.value > one.value ? other : null;
}

/** "1 in 5", "3 out of 4", "uno de cada diez", "half of": a share in percent. */
function shareAt(tokens: readonly Token[], at: number, one: Numeral, isSpanish: boolean): Quantity | null {
  const form = (offset: number) => tokens[one.next + offset]?.form ?? "";
  const skip =
    form(0) === "in" && tokens[one.next + 1]?.kind !== "mark"
      ? 1
      : form(0) === "out" && form(1) === "of"
        ? 2
        : form(0) === "de" && form(1) === "cada"
          ? 2
          : 0;
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

function unitAround(
  tokens: readonly Token[],
  at: number,
  { next }: Numeral,
): { unit: Unit; next: number } | null {
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
  if (form(after) === "per" && form(after + 1) === "cent") return { unit: percent, next: after + 2 };
  if (form(after) === "por" && form(after + 1) === "ciento") return { unit: percent, next: after + 2 };
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
  if (!unit || (form(after).length === 1 && form(after) !== "%" && !isSymbol(tokens, after))) return null;
  return perTime(unit, form(after + 1), form(after + 2), after + 1);
}

/** "Over 18", "aged 65", "mayores de 18": years of age, where nothing else is counted. */
function ageAround(
  tokens: readonly Token[],
  at: number,
  { next, value }: Numeral,
): { unit: Unit; next: number } | null {
  const before = tokens
    .slice(Math.max(0, at - 2), at)
    .map(({ form }) => form)
    .join(" ");
  const isAge =
    value < 120 && /(?:\b(?:aged?|over|under)|\b(?:mayor|menor)(?:es)? de|\bedad de)$/.test(before);
  return isAge && thingsAfter(tokens, next).length === 0 ? { unit: yearUnit, next } : null;
}

const yearUnit: Unit = { dimension: "time", factor: 31_557_600, offset: 0 };

/** A single letter is a unit right after a number, not a word in its own right ("a", "y"). */
function isSymbol(tokens: readonly Token[], at: number): boolean {
  return /^[mhglcfwvjx]$/.test(tokens[at]?.form ?? "") && tokens[at]?.isName === false
    ? true
    : /^[cfwvj]$/.test(tokens[at]?.form ?? "");
}

function powered(form: string, isCubic: boolean, next: number): { unit: Unit; next: number } | null {
  const length = unitOf(form);
  if (length?.dimension !== "length") return null;
  const factor = length.factor ** (isCubic ? 3 : 2) * (isCubic ? 1_000 : 1);
  return { unit: { dimension: isCubic ? "volume" : "area", factor, offset: 0 }, next };
}

/** "km/h", "miles per hour", "dólares al mes": a rate is another dimension than what it counts. */
function perTime(unit: Unit, link: string, form: string, next: number): { unit: Unit; next: number } {
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

/** "once a week", "twice", "dos veces al mes" is left to the unit "veces". */
function frequencyAt(tokens: readonly Token[], at: number, isSpanish: boolean): Quantity | null {
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
function clockAt(tokens: readonly Token[], at: number): Quantity | null {
  const match = /^(\d{1,2})(?::(\d{2}))?$/.exec(tokens[at]?.form ?? "");
  const half = /^(am|pm|a\.m|p\.m)$/.exec(tokens[at + 1]?.form ?? "")?.[1]?.replace(".", "");
  if (!match?.[1] || (match[2] === undefined && half === undefined)) return null;
  const hour = Number(match[1]) % (half ? 12 : 24);
  const minutes = (hour + (half === "pm" ? 12 : 0)) * 60 + Number(match[2] ?? 0);
  const next = at + (half ? 2 : 1);
  const ranges: readonly Range[] =
    half || hour > 12
      ? [[minutes, minutes]]
      : [
          [minutes, minutes],
          [minutes + 720, minutes + 720],
        ];
  return {
    dimension: "clock",
    ranges,
    slack: 0,
    bound: boundOf(tokens, at, next),
    things: [],
    first: at,
    next,
  };
}

/** The next words of the same phrase, function words left out. */
function thingsAfter(tokens: readonly Token[], at: number): readonly string[] {
  const things: string[] = [];
  for (let i = at; i < Math.min(tokens.length, at + 5) && things.length < 3; i++) {
    const token = tokens[i];
    if (!token || token.kind === "number" || (token.kind === "mark" && token.form !== "-")) break;
    if (i === at && /^(?:de|of)$/.test(token.form) && isScale.test(tokens[at - 1]?.form ?? "")) continue;
    if (i === at && stops.test(token.form)) break;
    if (
      /^(?:can|may|must|should|will|would|could|puede|pueden|debe|deben|in|en|by|per|por|from|since|and|y|that|which|que|is|are|was|were|es|son|fue|to|for|para|with|con)$/.test(
        token.form,
      )
    )
      break;
    if (token.kind === "word" && token.form.length > 2) things.push(token.form);
  }
  return things;
}

const isScale = /^(?:millon(?:es)?|billon(?:es)?|millions?|billions?|thousands|miles|docenas?|dozens?)$/;
const stops = /^(?:or|o|of|de|and|y|as|than)$/;

/** "Apollo 11", "type 2", "Windows 10": the number belongs to the name before it. */
function labelBefore(tokens: readonly Token[], at: number): string | null {
  const before = tokens[at - 1];
  if (before?.kind !== "word") return null;
  return before.isName || labels.test(before.form) ? before.form : null;
}

const labels =
  /^(?:type|tipo|step|paso|chapter|capitulo|figure|figura|version|phase|fase|level|nivel|number|numero|page|pagina|section|seccion|article|articulo|option|opcion|part|parte|class|clase|grade|grado|size|talla)$/;
const ordinalEndings = new Set(["st", "nd", "rd", "th"]);

function boundOf(tokens: readonly Token[], at: number, next: number): Quantity["bound"] {
  const before = tokens
    .slice(Math.max(0, at - 4), at)
    .map(({ form }) => form)
    .join(" ");
  const after = tokens
    .slice(next, next + 2)
    .map(({ form }) => form)
    .join(" ");
  if (mostBefore.test(before) || /^(?:or less|or fewer|o menos)/.test(after)) return "most";
  // "Not more than" is at most.
  if (leastBefore.test(before) && /\b(?:not|no|never|nor|nunca|\p{L}+n't)\b/u.test(before)) return "most";
  if (leastBefore.test(before) || /^(?:\+|or more|o mas|or above|y mas)/.test(after)) return "least";
  return aboutBefore.test(before) ? "about" : "exact";
}

const mostBefore =
  /(?:\b(?:less than|fewer than|under|below|up to|at most|maximum(?: of)?|no more than|not exceed(?:ing)?|within|as many as|menos de|hasta|como maximo|como mucho|maximo(?: de)?|inferior a|por debajo de|no mas de)|[<≤])(?: (?:a|an|the|el|la|los|las|about|unos|unas|\$|€|£))*$/;
const leastBefore =
  /(?:\b(?:more than|over|above|at least|minimum(?: of)?|no less than|exceed(?:s|ing|ed)?|upwards of|greater than|mas de|al menos|por lo menos|como minimo|minimo(?: de)?|superior a|supera(?: los| las)?|por encima de|no menos de)|[>≥])(?: (?:a|an|the|el|la|los|las|about|unos|unas|\$|€|£))*$/;
const aboutBefore =
  /(?:\b(?:about|around|approximately|approx|roughly|nearly|almost|some|circa|estimated(?: at)?|close to|aproximadamente|alrededor de|alrededor|cerca de|unos|unas|casi|en torno a|estimad[oa]s? en|mas o menos)|[~≈±])(?: (?:a|an|the|el|la|los|las|\$|€|£))*$/;
