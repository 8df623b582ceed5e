import type { Locale } from "../../../contract/common.ts";
import { addDays, isoDate, nextWeekday, upcoming } from "./days.ts";
import type { DateKind } from "./entityKind.ts";
import type { FoundInWords } from "./foundInWords.ts";
import type { MessageWord } from "./messageWords.ts";
import { numeralAt } from "./numerals.ts";

/** How days are read: the order of `3/4`, and the day that others count from, if any. */
interface Calendar {
  readonly locale: Locale;
  readonly today: string | null;
}

/** A day as ISO 8601, and the word after it. */
type SaidDate = Pick<FoundInWords, "value" | "next" | "score">;

/**
 * Days as people name them, as ISO dates. A day without a year is the next one, today counted; a weekday is the next
 * one, today not counted, also after "next" and "próximo". `3/4` is the third of April in Spanish and March 4 in English.
 * Without `today` only days with their year are found.
 */
export function findDates(
  words: readonly MessageWord[],
  { name }: DateKind,
  calendar: Calendar,
): FoundInWords[] {
  const found: FoundInWords[] = [];
  for (let at = 0; at < words.length;) {
    const date =
      figuresAt(words, at, calendar) ??
      calendarAt(words, at, calendar.today) ??
      relativeAt(words, at, calendar.today);
    if (date) found.push({ ...date, name, first: at });
    at = date ? date.next : at + 1;
  }
  return found;
}

/** `2026-03-15`, `15/3`, `15/3/26`, `15.3.2026`. */
function figuresAt(words: readonly MessageWord[], at: number, calendar: Calendar): SaidDate | null {
  if (words[at]?.kind !== "number") return null;
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(words[at]?.form ?? "");
  if (dotted) return said(dayFirst(dotted.slice(1).map(Number), calendar), at + 1, 1);
  const parts: string[] = [words[at]?.form ?? ""];
  const bar = words[at + 1]?.form;
  if ((bar !== "/" && bar !== "-") || words[at - 1]?.form === bar) return null;
  let next = at + 1;
  while (
    parts.length < 3 &&
    words[next]?.form === bar &&
    words[next]?.isGlued === true &&
    words[next + 1]?.isGlued === true
  ) {
    const part = words[next + 1]?.form ?? "";
    if (!/^\d{1,4}$/.test(part)) break;
    parts.push(part);
    next += 2;
  }
  if (words[next]?.form === bar && words[next]?.isGlued === true) return null;
  const [one = "", , three = ""] = parts;
  const figures = parts.map(Number);
  if (/^\d{4}$/.test(one) && parts.length === 3) {
    const value = isoDate(figures[0] ?? 0, figures[1] ?? 0, figures[2] ?? 0);
    return said(value, next, 1);
  }
  if (!/^\d{1,2}$/.test(one)) return null;
  if (parts.length === 3 && /^(?:\d\d){1,2}$/.test(three)) return said(dayFirst(figures, calendar), next, 1);
  return parts.length === 2 && bar === "/" ? said(dayFirst(figures, calendar), next, 0.8) : null;
}

function dayFirst([one = 0, two = 0, year]: readonly number[], { locale, today }: Calendar): string | null {
  const isDayFirst = two > 12 ? false : one > 12 || locale === "es";
  const [day, month] = isDayFirst ? [one, two] : [two, one];
  return dated({ day, month, year: year !== undefined && year < 100 ? 2000 + year : (year ?? null) }, today);
}

/** "15 de marzo de 2026", "March 15th", "lunes 16 de marzo". */
function calendarAt(words: readonly MessageWord[], at: number, today: string | null): SaidDate | null {
  const form = (step: number) => words[step]?.form ?? "";
  if (weekdays.has(form(at))) {
    return calendarAt(words, form(at + 1) === "," ? at + 2 : at + 1, today);
  }
  const month = months.get(form(at));
  if (month !== undefined) {
    if (!/^\d{1,2}$/.test(form(at + 1))) return null;
    return withYear(words, afterOrdinal(words, at + 2), { day: Number(form(at + 1)), month }, today);
  }
  const day = numeralAt(words, at, "es");
  if (!day || day.value < 1 || day.value > 31 || words[at + 1]?.kind === "number") return null;
  const named = afterOrdinal(words, day.next);
  const place = form(named) === "de" || form(named) === "of" ? named + 1 : named;
  const its = months.get(form(place));
  return its === undefined ? null : withYear(words, place + 1, { day: day.value, month: its }, today);
}

function afterOrdinal(words: readonly MessageWord[], at: number): number {
  return words[at]?.isGlued === true && /^(?:st|nd|rd|th|º|°|o)$/.test(words[at]?.form ?? "") ? at + 1 : at;
}

function withYear(
  words: readonly MessageWord[],
  at: number,
  day: { readonly day: number; readonly month: number },
  today: string | null,
): SaidDate | null {
  const link = /^(?:de|del|of|,)$/.test(words[at]?.form ?? "") ? at + 1 : at;
  const form = words[link]?.form ?? "";
  const year = /^(?:19|20)\d\d$/.test(form) ? Number(form) : null;
  return said(dated({ ...day, year }, today), year === null ? at : link + 1, 1);
}

function said(value: string | null, next: number, score: number): SaidDate | null {
  return value === null ? null : { value, next, score };
}

function dated(
  { day, month, year }: { readonly day: number; readonly month: number; readonly year: number | null },
  today: string | null,
): string | null {
  if (year !== null) return isoDate(year, month, day);
  return today === null ? null : upcoming(today, month, day);
}

/** "pasado mañana", "in two weeks", "el lunes". */
function relativeAt(words: readonly MessageWord[], at: number, today: string | null): SaidDate | null {
  if (today === null || !(leads.has(words[at]?.form ?? "") || weekdays.has(words[at]?.form ?? "")))
    return null;
  const form = (step: number) => words[at + step]?.form ?? "";
  const isMorning = /^(?:la|esta|buena|the)$/.test(form(-1));
  for (const length of [4, 3, 2, 1]) {
    const phrase = Array.from({ length }, (_, step) => form(step)).join(" ");
    const days = daysByPhrase.get(phrase);
    if (days === undefined || (phrase === "manana" && isMorning)) continue;
    return said(addDays(today, days), at + length, 1);
  }
  const lead = form(0) === "dentro" && form(1) === "de" ? 2 : /^(?:en|in)$/.test(form(0)) ? 1 : 0;
  const count = lead > 0 ? numeralAt(words, at + lead, "es") : null;
  const span = count && daysByUnit.get(words[count.next]?.form ?? "");
  if (count && span && count.value <= 1_000)
    return said(addDays(today, Math.round(count.value * span)), count.next + 1, 1);
  const weekday = weekdays.get(form(0));
  if (weekday === undefined) return null;
  const isComing = form(1) === "que" && form(2) === "viene";
  return said(nextWeekday(today, weekday), at + (isComing ? 3 : 1), 0.9);
}

const daysByPhrase = new Map([
  ["hoy", 0],
  ["today", 0],
  ["manana", 1],
  ["tomorrow", 1],
  ["pasado manana", 2],
  ["day after tomorrow", 2],
  ["the day after tomorrow", 2],
  ["ayer", -1],
  ["yesterday", -1],
  ["anteayer", -2],
  ["antes de ayer", -2],
]);

const daysByUnit = new Map(
  [
    [1, "dia dias day days"],
    [7, "semana semanas week weeks"],
  ].flatMap(([days, forms]) =>
    String(forms)
      .split(" ")
      .map((form) => [form, Number(days)] as const),
  ),
);

/** The words that such a day begins with, since most words begin none. */
const leads = new Set([
  "en",
  "in",
  "dentro",
  ...[...daysByPhrase.keys()].map((phrase) => phrase.split(" ", 1)[0]),
]);

const weekdays = placesOf([
  "domingo lunes martes miercoles jueves viernes sabado",
  "sunday monday tuesday wednesday thursday friday saturday",
]);

const months = placesOf([
  "- enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  "- - - - - - - - - setiembre",
  "- january february march april may june july august september october november december",
  "- jan feb mar apr - jun jul aug sep oct nov dec",
]);

function placesOf(rows: readonly string[]): ReadonlyMap<string, number> {
  const places = rows.flatMap((row) => row.split(" ").map((form, place) => [form, place] as const));
  return new Map(places.filter(([form]) => form !== "-"));
}
