import type { ComparedAnswers } from "./comparedAnswers.ts";
import type { Agreement, Claim } from "../comparing/comparison.ts";
import { similarity } from "../comparing/similarity.ts";
import { statementOf, type Statement } from "./statements.ts";

const mostAgreed = 10;
/** A statement closer than this to one given already says nothing new. */
const alreadySaid = 0.5;

/**
 * What several answers say, each in its best words: first what more of them say and what is nearer to the question,
 * then the rest in the order of the answers. Claims that another answer contradicts are left to where that is told.
 */
export function agreedStatements(compared: ComparedAnswers): readonly Statement[] {
  const { claims, agreements, conflicts, relevanceOf } = compared;
  const disputed = new Set(conflicts.flatMap(({ sides }) => sides.flat()));
  const places = placesOf(claims);
  const placeOf = (claim: Claim) => places.get(claim) ?? 0;
  const ranked = agreements
    .filter((agreement) => agreement.claims.every((claim) => !disputed.has(claim)))
    .flatMap((agreement) => {
      const claim = bestWorded(compared, agreement);
      if (!claim) return [];
      const voices = votersOf(agreement);
      const relevance = Math.max(...agreement.claims.map(relevanceOf));
      return [{ claim, voices, weight: voices.length + 2 * relevance - placeOf(claim) }];
    })
    .toSorted((a, b) => b.weight - a.weight);
  const chosen: typeof ranked = [];
  for (const each of ranked) {
    if (chosen.length === mostAgreed) break;
    if (chosen.every(({ claim }) => similarity(claim, each.claim) < alreadySaid)) chosen.push(each);
  }
  const [first, ...others] = chosen;
  if (!first) return [];
  const following = others.toSorted((a, b) => placeOf(a.claim) - placeOf(b.claim));
  return [first, ...following].map(({ claim, voices }) => statementOf(claim, voices));
}

/** Places of the voices that make an agreement, ascending. */
export function votersOf({ claims }: Agreement): readonly number[] {
  return [...new Set(claims.map(({ voice }) => voice))].toSorted((a, b) => a - b);
}

/**
 * The first of the best: it cites, is neither clipped nor long-winded, and is the best answer's own, so that what
 * stands together was written together. Undefined when none can be told apart from its answer.
 */
function bestWorded({ tellable, best }: ComparedAnswers, { wordings }: Agreement): Claim | undefined {
  const worth = (claim: Claim) =>
    (claim.cited.length > 0 ? 1 : 0) +
    (claim.text.length >= 40 && claim.text.length <= 220 ? 1 : 0) +
    (claim.voice === best ? 0.7 : 0) -
    0.1 * wordings.indexOf(claim);
  return wordings.filter((claim) => tellable.has(claim)).toSorted((a, b) => worth(b) - worth(a))[0];
}

/** How far into its answer each claim stands, 0..1. */
function placesOf(claims: readonly Claim[]): ReadonlyMap<Claim, number> {
  const ends = new Map<number, number>();
  for (const { voice, end } of claims) ends.set(voice, Math.max(end, ends.get(voice) ?? 0));
  return new Map(claims.map((claim) => [claim, claim.start / (ends.get(claim.voice) || 1)]));
}
