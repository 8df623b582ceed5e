import type { Locale } from "../../../contract/common.ts";
import { createCatalogueMatcher } from "./catalogueMatcher.ts";
import { createQuantityFinder } from "./quantityFinder.ts";
import { documentNumbers, overlapsAny } from "./documentNumbers.ts";
import type { EntityKind } from "./entityKind.ts";
import { findAmounts } from "./findAmounts.ts";
import { findDates } from "./findDates.ts";
import { findEmails } from "./findEmails.ts";
import { findPersons } from "./findPersons.ts";
import { findPhones } from "./findPhones.ts";
import type { FoundInWords } from "./foundInWords.ts";
import { markNegated } from "./markNegated.ts";
import { measuresOf, type Measure } from "./measures.ts";
import { messageWords, type MessageWord } from "./messageWords.ts";
import { isPlaceName, isStreetOfDay } from "./placeNames.ts";
import { withoutOverlaps, type Candidate } from "./withoutOverlaps.ts";

/** An entity of a message; `text.slice(start, end)` of the message is exactly `text`. */
export interface FoundEntity {
  /** The name of its kind. */
  readonly name: string;
  /** Canonical: `isodec`, `100mm`, `+59899123456`, `2026-03-15`, `1500 UYU`. */
  readonly value: string;
  readonly text: string;
  /** UTF-16 offsets in the message. */
  readonly start: number;
  readonly end: number;
  /** 0..1: 1 for what is said plainly, less for typing errors and for guesses. */
  readonly score: number;
  /** Named as what is not wanted: "no isowall", "el blanco no me gusta", the first of "cambiá isodec por isopanel". */
  readonly isNegated?: true;
}

export interface EntityFinderOptions {
  /** How `1.200` and `3/4` are read where the spelling leaves it open; `es` by default. */
  readonly locale?: Locale | undefined;
  /** The day that "mañana" counts from, as an ISO 8601 date; without it only days with their year are found. */
  readonly today?: (() => string) | undefined;
}

/** `asked`: names of the kinds that were just asked for, so that a bare "Ana" or "100" may be one of them. */
export type EntityFinder = (text: string, asked?: readonly string[]) => readonly FoundEntity[];

const longest = 20_000;

/**
 * Finds what a message names, in order, without overlaps. Building it indexes the catalogues; it keeps no state between
 * messages. Of a message longer than 20,000 characters the rest is not read.
 */
export function createEntityFinder(
  kinds: readonly EntityKind[],
  { locale = "es", today }: EntityFinderOptions = {},
): EntityFinder {
  const matchCatalogues = createCatalogueMatcher(kinds.filter((kind) => kind.kind === "catalogue"));
  const quantityKinds = kinds.filter((kind) => kind.kind === "quantity");
  const numberKinds = kinds.filter((kind) => kind.kind === "number");
  const quantities = createQuantityFinder(quantityKinds, numberKinds);
  const phoneKinds = kinds.filter((kind) => kind.kind === "phone");
  // "Tel. no 099 123 456" denies nothing.
  const deniable = new Set(
    kinds.flatMap(({ kind, name }) => (/^(?:catalogue|quantity|person|date)$/.test(kind) ? name : [])),
  );
  const hasNumbers = quantityKinds.length + numberKinds.length > 0;

  return (message, asked = []) => {
    const text = message.slice(0, longest);
    const words = messageWords(text);
    const candidates: Candidate[] = [];
    const placeOf = ({ first, next }: { readonly first: number; readonly next: number }) => ({
      start: words[first]?.start ?? 0,
      end: words[next - 1]?.end ?? 0,
    });
    const add = (found: FoundInWords, rank: number) => {
      const { name, value, score } = found;
      const { start, end } = placeOf(found);
      candidates.push({ name, value, start, end, score, rank });
    };
    const entries = matchCatalogues(words).filter((found) => !isPlaceName(words, found));
    for (const found of entries) add(found, 2);
    const documents = documentNumbers(text);
    const phones = phoneKinds.flatMap((kind) => findPhones(text, kind, documents));
    for (const found of phones) candidates.push({ ...found, rank: 1 });

    for (const kind of kinds) {
      const isAsked = asked.includes(kind.name);
      switch (kind.kind) {
        case "email":
          for (const found of findEmails(text))
            candidates.push({ ...found, name: kind.name, score: 1, rank: 0 });
          break;
        case "date":
          for (const found of findDates(words, kind, { locale, today: today?.() ?? null }))
            if (!isStreetOfDay(words, found)) add(found, 2);
          break;
        case "amount":
          for (const found of findAmounts(words, kind, isAsked))
            if (!overlapsAny(documents, placeOf(found))) add(found, found.score < 1 ? 3 : 2);
          break;
        case "person":
          for (const found of findPersons(words, text, kind, { isAsked, phones }))
            add(found, found.score < 0.8 ? 3 : 1);
          break;
        case "phone":
        case "catalogue":
        case "quantity":
        case "number":
          break;
      }
    }
    if (hasNumbers) {
      const isTaken = takenBy(withoutOverlaps(candidates.filter(({ rank }) => rank < 3)), words);
      const measures = measuresOf(words, locale, quantities.units).filter(
        (measure) => !isTaken(measure) && !overlapsAny(documents, placeOf(measure)),
      );
      for (const found of quantities.find({ words, measures, entries }, asked))
        add(found, found.score < 0.9 ? 3 : 2);
    }
    const found = withoutOverlaps(candidates).map(({ name, value, start, end, score }) => ({
      name,
      value,
      text: text.slice(start, end),
      start,
      end,
      score,
    }));
    return markNegated(found, words, deniable);
  };
}

/** Whether a number is another thing's: a bare one anything's; one with its unit only what is as long, or sure. */
function takenBy(taken: readonly Candidate[], words: readonly MessageWord[]): (measure: Measure) => boolean {
  const byPlace = new Map<number, Candidate>();
  for (const each of taken) for (let at = each.start; at < each.end; at++) byPlace.set(at, each);
  return ({ first, next, unit }) => {
    const [start, end] = [words[first]?.start ?? 0, words[next - 1]?.end ?? 0];
    for (let at = start; at < end; at++) {
      const other = byPlace.get(at);
      if (other && (unit === null || other.rank < 2 || other.end - other.start >= end - start)) return true;
    }
    return false;
  };
}
