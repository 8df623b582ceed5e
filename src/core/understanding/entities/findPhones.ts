import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { overlapsAny, type Span } from "./documentNumbers.ts";
import type { PhoneKind } from "./entityKind.ts";
import type { Candidate } from "./withoutOverlaps.ts";

const runs = /\+?\(?\d[\d\s().\-–/]{5,60}\d/g;
const most = 200;

/**
 * Valid numbers of the kind's country and, with `+` or `00`, of any: groups of digits are tried together, the longest
 * first, since a number may stand beside another. Two hundred tries a message at most. `documents`: where it has other
 * numbers.
 */
export function findPhones(
  text: string,
  { name, country }: PhoneKind,
  documents: readonly Span[],
): Omit<Candidate, "rank">[] {
  const found: Omit<Candidate, "rank">[] = [];
  const home = isSupportedCountry(country) ? country : undefined;
  let tries = 0;
  for (const run of text.matchAll(runs)) {
    const groups = [...run[0].matchAll(/\+?\d+/g)]
      .slice(0, 20)
      .map((group) => ({ start: run.index + group.index, end: run.index + group.index + group[0].length }));
    for (let from = 0; from < groups.length;) {
      let next = from + 1;
      for (let to = Math.min(groups.length, from + 8); to > from && tries < most; to--) {
        const [start, end] = [groups[from]?.start ?? 0, groups[to - 1]?.end ?? 0];
        const written = text.slice(start, end);
        const digits = written.replace(/\D/g, "").length;
        if (digits < 7 || digits > 15 || isOfSomethingElse(text, start, end)) continue;
        if (overlapsAny(documents, { start, end })) continue;
        tries++;
        const dialled = written.startsWith("00") ? `+${written.slice(2)}` : written;
        const number = parsePhoneNumberFromString(dialled, {
          ...(home && { defaultCountry: home }),
          extract: false,
        });
        if (!number?.isValid()) continue;
        const score = written.startsWith("+") || digits > 8 || to > from + 1 ? 1 : 0.8;
        found.push({ name, value: number.number, start, end, score });
        next = to;
        break;
      }
      from = next;
    }
  }
  return found;
}

/** Days, spans of years, and numbers with points at their thousands. */
const figures =
  /^(?:\d{4}-\d\d?-\d\d?|\d\d?([/.-])\d\d?\1(?:\d\d){1,2}|[1-9]\d{0,2}(?:\.\d{3})+)$|^(?:1\d|20)\d\d ?[-–/] ?(?:1\d|20)\d\d\b/;

/** A part of a longer number, figures of another kind, an amount. */
function isOfSomethingElse(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 14), start);
  return (
    /[\p{L}\d]$/u.test(before) ||
    /^[\p{L}\d%]/u.test(text.slice(end, end + 2)) ||
    figures.test(text.slice(start, end)) ||
    /(?:[$€£]|\b(?:usd|uyu|eur))\s*$/iu.test(before)
  );
}
