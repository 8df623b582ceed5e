import type { Contradiction, Stance } from "../../../contract/synthesis.ts";
import type { SynthesisReply } from "../../../contract/synthesisReply.ts";
import type { Deliberation } from "../../answering/moderator.ts";
import { cleanLine, mostEntries } from "./cleanList.ts";
import type { AnalysisDep, Claim } from "../comparing/comparison.ts";
import { conflictOf } from "../comparing/conflicts.ts";
import { modelsOf } from "../writing/disputes.ts";
import { evidenceStance } from "../comparing/evidenceStance.ts";
import { sharedCount } from "../comparing/similarity.ts";
import { statedClaim } from "../comparing/statedClaim.ts";
import { sayingSo, sentenceAround, type Checks } from "./checks.ts";

/**
 * The contradictions that stand: two or more quotes on one topic that different answers really hold and that do not
 * say the same. Each stance is held against the evidence. Nobody is on two sides: the first one counts.
 */
export function checkContradictions(
  deps: AnalysisDep,
  checks: Checks,
  told: SynthesisReply["contradictions"],
): Contradiction[] {
  const seen = new Set<string>();
  return told
    .map((contradiction) => checked(deps, checks, contradiction))
    .filter(({ stances }) => {
      const key = stances
        .map(({ quote }) => quote)
        .toSorted()
        .join("\n");
      return stances.length >= 2 && !seen.has(key) && seen.add(key);
    })
    .slice(0, mostEntries);
}

interface Side {
  readonly quote: Claim;
  /** The whole sentence that the quote is taken from, which says more than a few words of it. */
  readonly sentence: Claim;
  readonly voices: readonly number[];
  /** Others that say the same; they join once all sides are known. */
  readonly agreeing: readonly number[];
}

function checked(
  deps: AnalysisDep,
  checks: Checks,
  { topic, stances }: SynthesisReply["contradictions"][number],
): Contradiction {
  const { labels, deliberation } = checks;
  const name = cleanLine(labels.withoutLabels(topic));
  const sides: Side[] = [];
  for (const stance of stances) {
    const side = sideOf(deps, checks, labels.voicesOf(stance.models), stance.quote, sides);
    if (side) sides.push(side);
  }
  const taken = new Set(sides.flatMap(({ voices }) => voices));
  return {
    topic: name === "" ? cleanLine(sides[0]?.quote.text ?? "") : name,
    stances: sides.map((side) => {
      const joining = side.agreeing.filter((voice) => !taken.has(voice));
      for (const voice of joining) taken.add(voice);
      return stanceOf(deps, deliberation, { ...side, voices: [...side.voices, ...joining] });
    }),
  };
}

/** Null for a quote that nobody wrote, that repeats a side, or that is about something else than the sides so far. */
function sideOf(
  deps: AnalysisDep,
  { deliberation: { question }, verify, claimsByVoice }: Checks,
  named: readonly number[],
  told: string,
  sides: readonly Side[],
): Side | null {
  const verified = verify(named, told);
  if (!verified) return null;
  const quote = statedClaim(deps, verified.quote);
  const sentence = sentenceAround(claimsByVoice, verified) ?? quote;
  const isOther = (side: Side) =>
    saysTheSame(deps, question, side, { quote, sentence }) || !isOnOneTopic(side.sentence, sentence);
  if (sides.some(isOther)) return null;
  const taken = new Set(sides.flatMap(({ voices }) => voices));
  const saying = sayingSo(deps, claimsByVoice, verified, named, sentence);
  const isTheirs = (voice: number) => verified.voices.includes(voice) || named.includes(voice);
  const voices = saying.filter((voice) => isTheirs(voice) && !taken.has(voice));
  return voices.length === 0
    ? null
    : { quote, sentence, voices, agreeing: saying.filter((voice) => !isTheirs(voice)) };
}

type Said = Pick<Side, "quote" | "sentence">;

function saysTheSame(deps: AnalysisDep, question: string, one: Said, other: Said): boolean {
  const [a, b] = [one.quote.terms, other.quote.terms];
  const isWithin = a.size > 0 && b.size > 0 && sharedCount(a, b) === Math.min(a.size, b.size);
  return (
    isWithin &&
    conflictOf(deps, one.quote, other.quote, question) === null &&
    conflictOf(deps, one.sentence, other.sentence, question) === null
  );
}

/** Short answers ("Sydney.") need not share a word; whole sentences on one topic do. */
function isOnOneTopic(a: Claim, b: Claim): boolean {
  return Math.min(a.terms.size, b.terms.size) < 4 || sharedCount(a.terms, b.terms) > 0;
}

function stanceOf(deps: AnalysisDep, { voices, evidence }: Deliberation, side: Side): Stance {
  const { evidence: stance, sources } = evidenceStance(deps, side.sentence.text, evidence);
  return {
    models: modelsOf(
      voices,
      side.voices.toSorted((a, b) => a - b),
    ),
    quote: side.quote.text,
    evidence: stance,
    sources: [...sources],
  };
}
