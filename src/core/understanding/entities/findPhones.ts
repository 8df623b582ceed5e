import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import type { PhoneKind } from "./entityKind.ts";

export interface FoundPhone {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

const runs = /\+?\(?\d[\d\s().\-–/]{5,60}\d/g;
const most = 200;

/**
 * Valid numbers of the kind's country and, with `+` or `00`, of any: groups of digits are tried together, the longest
 * first, since a number may stand beside another. Two hundred tries a message at most.
 */
export function findPhones(text: string, { name, country }: PhoneKind): FoundPhone[] {
  const found: FoundPhone[] = [];
  const home = isSupportedCountry(country) ? country : undefined;
  let tries = 0;
  for (const run of text.matchAll(runs)) {
    const groups = [...run[0].matchAll(/\+?\d+/g)].slice(0, 20);
    const starts = groups.map(({ index }) => run.index + index);
    const ends = groups.map((group, at) => (starts[at] ?? 0) + group[0].length);
    for (let from = 0; from < groups.length;) {
      let next = from + 1;
      for (let to = Math.min(groups.length, from + 8); to > from && tries < most; to--) {
        const [start = 0, end = 0] = [starts[from], ends[to - 1]];
        const written = text.slice(start, end);
        const digits = written.replace(/\D/g, "").length;
        if (digits < 7 || digits > 15 || isOfSomethingElse(text, start, end)) continue;
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
  /^(?:\d{4}-\d\d?-\d\d?|\d\d?([/.-])\d\d?\1(?:\d\d){1,2}|\d{1,3}(?:\.\d{3})+)$|^(?:1\d|20)\d\d ?[-–/] ?(?:1\d|20)\d\d\b/;

/** A part of a longer number, figures of another kind, an amount, an order's number. */
function isOfSomethingElse(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 14), start);
  return (
    /[\p{L}\d]$/u.test(before) ||
    /^[\p{L}\d%]/u.test(text.slice(end, end + 2)) ||
    figures.test(text.slice(start, end)) ||
    /(?:[$€£]|\b(?:usd|uyu|eur|pedido|orden|factura|order|invoice))\s*(?:n[º°o.]{0,2}|#)?\s*:?\s*$/iu.test(
      before,
    )
  );
}
