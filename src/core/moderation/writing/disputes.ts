import type { Contradiction, Stance } from "../../../contract/synthesis.ts";
import type { ComparedAnswers } from "./comparedAnswers.ts";
import type { AnalysisDep, Claim, Conflict } from "../comparing/comparison.ts";
import { evidenceStance } from "../comparing/evidenceStance.ts";
import { holdsClaim } from "../comparing/holding.ts";
import { lexiconOf } from "../words/lexicon.ts";
import { similarity } from "../comparing/similarity.ts";
import { statementOf, type Statement } from "./statements.ts";
import { themesOf } from "./themes.ts";

/** A conflict as it is told: one sentence for each side, and what the sources say of it. */
export interface Dispute {
  readonly conflict: Conflict;
  /** A few words that name it, as the answers write them; empty where they share none. */
  readonly topic: string;
  readonly sides: readonly Side[];
  /** It is about what the answers come to first, or about the whole of them. */
  readonly isCentral: boolean;
  /** Central, or worded so much alike that the difference is the point; any other may be a false alarm. */
  readonly isPlain: boolean;
  /** The sources support one side and no other. */
  readonly isSettled: boolean;
  readonly contradiction: Contradiction;
}

export interface Side {
  /** Its voices are those that say each word of it; more may be on its side. */
  readonly statement: Statement;
  readonly stance: Stance;
  /** Places of all the voices on this side, ascending. */
  readonly voices: readonly number[];
}

const mostDisputes = 7;
/** Quotes of all sides together, in characters, and of each. */
const longestQuotes = 1_000;
const longestQuote = 260;

/** The conflicts, central and plain ones first; none whose sentences another one holds already. */
export function disputesOf(deps: AnalysisDep, compared: ComparedAnswers): readonly Dispute[] {
  const ranked = compared.conflicts
    .map((conflict) => {
      const isCentral = isOnTheAnswers(compared, conflict);
      const alike = likeness(conflict);
      const isPlain = isCentral || alike >= (isOnFigures(conflict) ? 0.4 : 0.55);
      const claims = conflict.sides.flat();
      const relevance = Math.max(0, ...claims.map(compared.relevanceOf));
      const order = (isCentral ? 100 : 0) + (isPlain ? 10 : 0);
      return { conflict, isCentral, isPlain, weight: order + claims.length / 2 + relevance + 2 * alike };
    })
    .toSorted((a, b) => b.weight - a.weight);
  const held = new Set<Claim>();
  const chosen = ranked.filter(({ conflict: { sides } }) => {
    if (sides.some((side) => side.every((claim) => held.has(claim)))) return false;
    for (const claim of sides.flat()) held.add(claim);
    return true;
  });
  return chosen.slice(0, mostDisputes).map(({ conflict, isCentral, isPlain }) => {
    const sides = conflict.sides.flatMap((side) => sideOf(deps, compared, conflict, side) ?? []);
    const topic = topicOf(deps, compared.question, conflict, isCentral);
    return {
      conflict,
      topic,
      sides,
      isCentral,
      isPlain,
      isSettled: sides.filter(({ stance }) => stance.evidence === "supports").length === 1,
      contradiction: { topic, stances: sides.map(({ stance }) => stance) },
    };
  });
}

function isOnFigures({ kind }: Conflict): boolean {
  return kind === "number" || kind === "date";
}

/** How much the sides' wordings have in common, 0..1: the more, the plainer what they differ in. */
function likeness({ sides: [first = [], ...others] }: Conflict): number {
  return Math.max(0, ...first.flatMap((one) => others.flat().map((other) => similarity(one, other))));
}

/** Ids of the models at these places, each once. */
export function modelsOf(voices: readonly { readonly model: string }[], places: readonly number[]): string[] {
  return [...new Set(places.flatMap((place) => voices[place]?.model ?? []))];
}

/** Told by the claim that is worded most like the other sides, so that the difference stands out. */
function sideOf(
  deps: AnalysisDep,
  { question, voices, evidence, tellable }: ComparedAnswers,
  { sides }: Conflict,
  side: readonly Claim[],
): Side | null {
  const others = sides.filter((other) => other !== side).flat();
  const worth = (claim: Claim) =>
    Math.max(0, ...others.map((other) => similarity(claim, other))) +
    (side.every((each) => each === claim || holdsClaim(deps, each, claim, question)) ? 1.5 : 0) +
    (tellable.has(claim) ? 1 : 0) +
    (claim.cited.length > 0 ? 0.5 : 0);
  const [claim] = side.toSorted((a, b) => worth(b) - worth(a));
  if (!claim) return null;
  const longest = Math.min(longestQuote, Math.floor(longestQuotes / sides.length));
  const taking = [...new Set(side.map(({ voice }) => voice))].toSorted((a, b) => a - b);
  const saying = side.filter((each) => each === claim || holdsClaim(deps, each, claim, question));
  const statement = statementOf(
    claim,
    saying.map(({ voice }) => voice),
    longest,
  );
  const { evidence: says, sources } = evidenceStance(deps, claim.text, evidence);
  const models = modelsOf(voices, taking);
  return {
    statement,
    stance: { models, quote: statement.quote, evidence: says, sources: [...sources] },
    voices: taking,
  };
}

const longestTopic = 80;

/**
 * A noun phrase that all sides share, or one of the question that all of them take up; that one first where the
 * question itself is in dispute. Else the words that the comparison found, or the question.
 */
function topicOf(
  deps: AnalysisDep,
  question: string,
  { sides, topic }: Conflict,
  isCentral: boolean,
): string {
  const said = sides.map((side) => ({
    model: "",
    text: side.map(({ text }) => text).join("\n"),
    isWhole: true,
  }));
  const taken = said.map(({ text }) => lexiconOf(deps).termsOf(text));
  const asked = themesOf(deps, "", [{ model: "", text: question, isWhole: true }]).find(({ terms }) =>
    [...terms].some((term) => taken.every((known) => known.has(term))),
  );
  const shared = themesOf(deps, "", said).find(({ voices }) => voices.length === sides.length);
  const [first, second] = isCentral ? [asked, shared] : [shared, asked];
  const named = first?.text ?? second?.text ?? topic;
  return named === "" ? question.trim().slice(0, longestTopic) : named;
}

/** Two sides at least open their answers with it, or one does and the answers say hardly anything else. */
function isOnTheAnswers({ voices, claims }: ComparedAnswers, { sides }: Conflict): boolean {
  const firsts = new Set(voices.flatMap((_, voice) => claims.find((claim) => claim.voice === voice) ?? []));
  const opening = sides.filter((side) => side.some((claim) => firsts.has(claim))).length;
  return opening >= 2 || (opening === 1 && claims.length <= 2 * voices.length);
}
