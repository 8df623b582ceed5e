import type { SynthesisClaim } from "../../../contract/synthesis.ts";
import type { Voice } from "../../answering/moderator.ts";
import { isSaidBy, supportOf } from "../comparing/attribution.ts";
import { claimsOf } from "../comparing/claims.ts";
import { cleanLine } from "./cleanList.ts";
import type { AnalysisDep, Claim } from "../comparing/comparison.ts";
import { conflictOf } from "../comparing/conflicts.ts";
import { modelsOf } from "../writing/disputes.ts";
import { citedIn } from "../writing/passages.ts";
import { sharedCount } from "../comparing/similarity.ts";
import { statedClaim } from "../comparing/statedClaim.ts";
import type { VerifyQuote } from "./quoteVerifier.ts";

export interface Trace {
  /** What was known of the sentences, and one more for each further sentence that an answer stands behind. */
  readonly claims: readonly SynthesisClaim[];
  /** Share of the sentences that state something which an answer stands behind, 0..1; 0 when none states anything. */
  readonly coverage: number;
}

export interface TraceSources {
  readonly voices: readonly Voice[];
  readonly claimsByVoice: readonly (readonly Claim[])[];
  readonly verify: VerifyQuote;
  /** Numbers of the sources that exist. */
  readonly numbers: ReadonlySet<number>;
}

/**
 * Finds the answer behind each sentence of a text: by a verified claim on it, by an answer's words that it quotes, or
 * by an answer's claim that holds most of its terms and does not contradict it. Sentences that only speak of the
 * answers ("Both answers agree.") state nothing.
 */
export function traceText(
  deps: AnalysisDep,
  text: string,
  verified: readonly SynthesisClaim[],
  sources: TraceSources,
): Trace {
  const known = verified.map((claim) => ({ claim, stated: statedClaim(deps, claim.text) }));
  const textByClaim = new Map<SynthesisClaim, string>();
  const added: SynthesisClaim[] = [];
  let supported = 0;
  let unsupported = 0;
  for (const sentence of claimsOf(deps, [{ model: "", text, isWhole: true }])) {
    const exact = known.filter(({ stated }) => isWithin(sentence.text, stated.text));
    const on = exact.length > 0 ? exact : known.filter(({ stated }) => isOn(deps, sentence, stated));
    const covering = on.map(({ claim }) => claim);
    for (const claim of covering) textByClaim.set(claim, textByClaim.get(claim) ?? sentence.text);
    const found =
      covering.length > 0
        ? null
        : (quotedIn(sentence, sources) ??
          behind(deps, sentence, sources) ??
          sidesBehind(deps, sentence, sources));
    if (found) added.push(found);
    if (found || covering.length > 0) supported++;
    else if (!ofAnswers.test(sentence.text) || /\p{N}/u.test(sentence.text)) unsupported++;
  }
  return {
    claims: [
      ...verified.map((claim) => ({ ...claim, text: textByClaim.get(claim) ?? cleanLine(claim.text) })),
      ...added,
    ],
    coverage: supported === 0 ? 0 : supported / (supported + unsupported),
  };
}

function isWithin(one: string, other: string): boolean {
  return one.includes(other) || other.includes(one);
}

/** Whether a claim is about this sentence: the same words, give or take a few. */
function isOn(deps: AnalysisDep, sentence: Claim, stated: Claim): boolean {
  const shared = sharedCount(sentence.terms, stated.terms);
  const longer = Math.max(sentence.terms.size, stated.terms.size);
  return longer > 0 && shared / longer >= leastSame && conflictOf(deps, sentence, stated) === null;
}

const leastSame = 0.7;

/** All that the sentence sets between quote marks is really in answers. */
function quotedIn(sentence: Claim, { voices, verify, numbers }: TraceSources): SynthesisClaim | null {
  const spans = [...sentence.text.matchAll(/[«“"]([^«»“”"]{8,})[»”"]/g)].map(([, inner = ""]) => inner);
  const found = spans.map((span) => verify([], span));
  const [first] = found;
  if (!first || found.includes(null)) return null;
  return claimOn(
    sentence,
    modelsOf(
      voices,
      found.flatMap((each) => each?.voices ?? []),
    ),
    first.quote,
    numbers,
  );
}

function behind(
  deps: AnalysisDep,
  sentence: Claim,
  { voices, claimsByVoice, numbers }: TraceSources,
): SynthesisClaim | null {
  const supports = claimsByVoice.flatMap((claims) => supportOf(deps, sentence.text, claims) ?? []);
  const [best] = supports.toSorted((a, b) => b.score - a.score);
  if (!best) return null;
  const saying = [...claimsByVoice.keys()].filter((voice) =>
    isSaidBy(deps, sentence.text, claimsByVoice[voice] ?? []),
  );
  const behindIt = [...new Set([best.claim.voice, ...saying])].toSorted((a, b) => a - b);
  return claimOn(sentence, modelsOf(voices, behindIt), best.claim.text, numbers);
}

/** A sentence that sets answers against each other holds when an answer stands behind each side. */
function sidesBehind(deps: AnalysisDep, sentence: Claim, sources: TraceSources): SynthesisClaim | null {
  if (!ofAnswers.test(sentence.text)) return null;
  const sides = sentence.text.split(betweenSides).filter((side) => /\p{L}{3}.*\s/u.test(side));
  const found = sides.map(
    (text) => behind(deps, { ...sentence, text }, sources) ?? holding(deps, sentence, text, sources),
  );
  const [first] = found;
  if (sides.length < 2 || !first || found.includes(null)) return null;
  const models = [...new Set(found.flatMap((each) => each?.models ?? []))];
  return claimOn(sentence, models, first.quote, sources.numbers);
}

/** A side that says no more than the figure: some claim has all its words. */
function holding(
  deps: AnalysisDep,
  sentence: Claim,
  side: string,
  { voices, claimsByVoice, numbers }: TraceSources,
): SynthesisClaim | null {
  const { terms } = statedClaim(deps, side.replace(whoSays, ""));
  const holders = claimsByVoice.flatMap(
    (claims) => claims.find((claim) => terms.isSubsetOf(claim.terms)) ?? [],
  );
  const [first] = terms.size < 2 ? [] : holders;
  const voicesOf = holders.map(({ voice }) => voice);
  return first ? claimOn(sentence, modelsOf(voices, voicesOf), first.text, numbers) : null;
}

const whoSays =
  /^\s*(?:and\s+|y\s+)?(?:one|another|the others?|un[ao]|otr[ao]s?|l[ao]s? otr[ao]s?|l[ao]s demás)\s+(?:answers?\s+|respuestas?\s+)?(?:says?\s+|dicen?\s+)?/i;
const betweenSides = /[,;:]\s+|\s+(?:while|whereas|but|mientras(?: que)?|pero)\s+/;

function claimOn(
  { text }: Claim,
  models: string[],
  quote: string,
  numbers: ReadonlySet<number>,
): SynthesisClaim {
  return { text, models, quote, sources: citedIn(text).filter((source) => numbers.has(source)) };
}

const ofAnswers =
  /\b(?:answers?|responses?|respuestas?|sources?|fuentes?|passages?|pasajes?|nothing said here|nada de lo dicho)\b/i;
