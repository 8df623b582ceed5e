import type { Voice } from "../../answering/moderator.ts";
import type { Standing } from "./alignment.ts";
import { candidatePairs, type CandidatePair } from "./candidatePairs.ts";
import { claimsOf } from "./claims.ts";
import { agreementsOf } from "./agreements.ts";
import type { AnalysisDep, Claim, Comparison } from "./comparison.ts";
import { conflictGroups } from "./conflictGroups.ts";
import { holdsAll } from "./holding.ts";
import { holdsQuantities } from "./quantityMatch.ts";
import { readerOf, type Reader, type Reading } from "./reading.ts";
import { relate, type Asked, type Relation } from "./relations.ts";

/**
 * Finds what the answers agree on, where they contradict each other, and what only one says. A claim contradicts no
 * answer that says the same elsewhere.
 */
export function compareAnswers(deps: AnalysisDep, question: string, voices: readonly Voice[]): Comparison {
  const known = comparisons.get(voices);
  if (known?.analyse === deps.analyse && known.question === question) return known.comparison;
  const comparison = compare(deps, question, voices);
  comparisons.set(voices, { analyse: deps.analyse, question, comparison });
  return comparison;
}

/** Of each list of answers the latest: it may be made while a moderator writes, and is there when its reply is checked. */
const comparisons = new WeakMap<readonly Voice[], Compared>();

interface Compared extends Pick<AnalysisDep, "analyse"> {
  readonly question: string;
  readonly comparison: Comparison;
}

function compare(deps: AnalysisDep, question: string, voices: readonly Voice[]): Comparison {
  const reader = readerOf(deps);
  const asked: Asked = { text: question, keys: reader.keysOf(question) };
  const claims = claimsOf(deps, voices);
  const readings = claims.map(reader.read);
  const openings = new Set(readings.filter((reading, i) => opensDirectly(reading, readings[i - 1], voices)));
  const relations = pairsToRelate(candidatePairs(reader, readings), readings, openings).map(
    ({ a, b, ...standing }) => relate(reader, a, b, asked, standing),
  );
  const conflicts = conflictGroups(withoutAgreed(reader, relations), asked.keys);
  const contested = new Set(conflicts.flatMap(({ sides }) => sides.flat()));
  const shared = new Set(
    relations.filter(({ isAgreement }) => isAgreement).flatMap(({ a, b }) => [a.claim, b.claim]),
  );
  return {
    claims,
    agreements: agreementsOf(relations, contested, (holder, held) => holdsAll(reader, holder, held, asked)),
    conflicts,
    alone: readings
      .filter(({ claim }) => !contested.has(claim) && !shared.has(claim))
      .map((reading) => ({ reading, weight: weightOf(reading, asked) }))
      .toSorted((one, other) => other.weight - one.weight)
      .map(({ reading }) => reading.claim),
  };
}

/** A longer answer may take its time before it comes to the point. */
const longestDirect = 400;

/** The first claim of a short answer, or of one that says yes or no, answers the question at once. */
function opensDirectly(
  { claim, opening }: Reading,
  before: Reading | undefined,
  voices: readonly Voice[],
): boolean {
  if (claim.voice === before?.claim.voice) return false;
  return opening !== null || (voices[claim.voice]?.text.trim().length ?? 0) <= longestDirect;
}

interface Pair extends Standing {
  readonly a: Reading;
  readonly b: Reading;
}

function pairsToRelate(
  found: readonly CandidatePair[],
  readings: readonly Reading[],
  openings: ReadonlySet<Reading>,
): readonly Pair[] {
  const partners = new Set(
    found.filter(({ arePartners }) => arePartners).map(({ one, other }) => `${one}-${other}`),
  );
  const places = readings.flatMap((reading, place) => (openings.has(reading) ? [place] : []));
  const isOpening = new Set(places);
  const direct = places.flatMap((one, i) => places.slice(i + 1).map((other) => ({ one, other })));
  const further = found.filter(({ one, other }) => !(isOpening.has(one) && isOpening.has(other)));
  return [...direct, ...further].flatMap(({ one, other }) => {
    const [a, b] = [readings[one], readings[other]];
    const isDirect = isOpening.has(one) && isOpening.has(other);
    return a && b ? [{ a, b, isDirect, arePartners: partners.has(`${one}-${other}`) }] : [];
  });
}

/** Without the conflicts of a claim with an answer that says the same as all of it elsewhere, at least as closely. */
function withoutAgreed(reader: Pick<Reader, "keyOf">, relations: readonly Relation[]): readonly Relation[] {
  const bestByClaim = new Map<Claim, Map<number, number>>();
  const note = (own: Reading, other: Reading, closeness: number) => {
    if (!holdsQuantities(reader, other, own)) return;
    const row = bestByClaim.get(own.claim) ?? new Map<number, number>();
    const voice = other.claim.voice;
    bestByClaim.set(own.claim, row.set(voice, Math.max(closeness, row.get(voice) ?? 0)));
  };
  for (const { a, b, isAgreement, closeness } of relations) {
    if (!isAgreement) continue;
    note(a, b, closeness);
    note(b, a, closeness);
  }
  const best = (claim: Claim, voice: number) => bestByClaim.get(claim)?.get(voice) ?? 0;
  return relations.filter(
    ({ a, b, conflict, closeness }) =>
      conflict === null ||
      [best(a.claim, b.claim.voice), best(b.claim, a.claim.voice)].every(
        (other) => other === 0 || other < closeness,
      ),
  );
}

/** What bears on the question, with figures and sources, weighs most. */
function weightOf({ keys, quantities, claim }: Reading, asked: Asked): number {
  const onTopic = [...keys].filter((key) => asked.keys.has(key)).length;
  const figures = quantities.amounts.length + quantities.dates.length;
  return 2 * onTopic + 0.3 * Math.min(keys.size, 12) + Math.min(figures, 3) + Math.min(claim.cited.length, 2);
}
