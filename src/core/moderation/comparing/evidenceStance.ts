import type { Evidence } from "../../answering/model.ts";
import { align } from "./alignment.ts";
import { claimsOf } from "./claims.ts";
import type { AnalysisDep } from "./comparison.ts";
import { conflictBetween } from "./conflicts.ts";
import { holdsQuantities } from "./quantityMatch.ts";
import { readerOf, type Reader, type Reading } from "./reading.ts";
import { statedClaim } from "./statedClaim.ts";

export interface EvidenceStance {
  readonly evidence: "supports" | "contradicts" | "silent";
  /** Numbers of the passages that say so, the 1 of `[S1]`, ascending. */
  readonly sources: readonly number[];
}

/** A sentence that holds less of the quote speaks of something else. */
const leastShare = 0.6;

/** What the passages say of a quote. Where some support and others contradict it, those that lie closer to it count. */
export function evidenceStance(
  deps: AnalysisDep,
  quote: string,
  evidence: readonly Evidence[],
): EvidenceStance {
  const reader = readerOf(deps);
  const stated = reader.read(statedClaim(deps, quote));
  const verdicts = evidence.flatMap((passage) => {
    const verdict = verdictOf(reader, stated, sentencesOf(deps, reader, passage));
    return verdict ? [{ n: passage.n, ...verdict }] : [];
  });
  const closest = (says: Verdict["says"]) =>
    Math.max(0, ...verdicts.filter((verdict) => verdict.says === says).map(({ closeness }) => closeness));
  const [support, contradiction] = [closest("supports"), closest("contradicts")];
  if (support === 0 && contradiction === 0) return { evidence: "silent", sources: [] };
  const says = contradiction >= support ? "contradicts" : "supports";
  const numbers = new Set(verdicts.filter((verdict) => verdict.says === says).map(({ n }) => n));
  return { evidence: says, sources: [...numbers].toSorted((a, b) => a - b) };
}

interface Verdict {
  readonly says: "supports" | "contradicts";
  readonly closeness: number;
}

/** What the sentence of a passage says that lies closest to the quote. */
function verdictOf(reader: Reader, stated: Reading, sentences: readonly Reading[]): Verdict | null {
  let best: Verdict | null = null;
  for (const sentence of sentences) {
    const alignment = align(reader, stated, sentence, nothingAsked, { isDirect: false, arePartners: true });
    const lacking = alignment.onlyA.reduce((sum, key) => sum + (reader.isGeneric(key) ? 0.25 : 1), 0);
    const closeness = alignment.weight === 0 ? 0 : alignment.weight / (alignment.weight + lacking);
    if (closeness < leastShare || (best && closeness <= best.closeness)) continue;
    if (conflictBetween(reader, stated, sentence, alignment, "") !== null)
      best = { says: "contradicts", closeness };
    else if (holdsQuantities(reader, sentence, stated) && !isInDoubt(reader, stated, sentence))
      best = { says: "supports", closeness };
  }
  return best;
}

/** A word of the one is the opposite of a word of the other, or only one denies: too much to pass for support. */
function isInDoubt({ opposes }: Pick<Reader, "opposes">, stated: Reading, sentence: Reading): boolean {
  const own = [...stated.keys].filter((key) => !sentence.keys.has(key));
  const its = [...sentence.keys].filter((key) => !stated.keys.has(key));
  if (own.some((one) => its.some((other) => opposes(one, other)))) return true;
  return stated.negations.length % 2 !== sentence.negations.length % 2;
}

const nothingAsked: ReadonlySet<string> = new Set();
const readingsByPassage = new WeakMap<Evidence, readonly Reading[]>();

/** Read once for all quotes. */
function sentencesOf(deps: AnalysisDep, reader: Reader, passage: Evidence): readonly Reading[] {
  const known = readingsByPassage.get(passage);
  if (known) return known;
  const claims = claimsOf(deps, [{ model: "", text: passage.text, isWhole: true }]);
  const readings = claims.map(reader.read);
  readingsByPassage.set(passage, readings);
  return readings;
}
