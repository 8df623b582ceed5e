import type { SynthesisClaim } from "../../../contract/synthesis.ts";
import type { SynthesisReply } from "../../../contract/synthesisReply.ts";
import { sentenceAround, type Checks } from "./checks.ts";
import type { AnalysisDep, Claim } from "../comparing/comparison.ts";
import { isSaidBy } from "../comparing/attribution.ts";
import { conflictOf } from "../comparing/conflicts.ts";
import type { VerifiedQuote } from "./quoteVerifier.ts";
import { modelsOf } from "../writing/disputes.ts";
import { sharedCount } from "../comparing/similarity.ts";
import { statedClaim } from "../comparing/statedClaim.ts";

/** Claims of a synthesis at most. */
const mostClaims = 60;
/** A claim and its quote have at least this share of the shorter one's terms in common. */
const leastShared = 0.25;

/**
 * The claims whose quote an answer really holds and which it bears out, with all models that say so and only
 * sources that exist.
 */
export function checkClaims(
  deps: AnalysisDep,
  { deliberation, labels, verify, claimsByVoice }: Checks,
  told: SynthesisReply["claims"],
): SynthesisClaim[] {
  const numbers = new Set(deliberation.evidence.map(({ n }) => n));
  const seen = new Set<string>();
  return told.slice(0, mostClaims).flatMap(({ text, models, quote, sources }) => {
    const named = labels.voicesOf(models);
    const verified = verify(named, quote);
    const said = labels.withoutLabels(text).trim();
    if (!verified || said === "") return [];
    const support = sentenceAround(claimsByVoice, verified) ?? statedClaim(deps, verified.quote);
    const key = JSON.stringify([said, verified.quote]);
    if (seen.has(key) || !bearsOut(deps, said, support)) return [];
    seen.add(key);
    return [
      {
        text: said,
        models: modelsOf(deliberation.voices, sayingAll(deps, claimsByVoice, verified, [said, support.text])),
        quote: verified.quote,
        sources: [...new Set(sources)].filter((source) => numbers.has(source)).toSorted((a, b) => a - b),
      },
    ];
  });
}

/** Places of the answers that hold the quote, or say all of the claim or of the quote's sentence, ascending. */
function sayingAll(
  deps: AnalysisDep,
  claimsByVoice: Checks["claimsByVoice"],
  { voices }: VerifiedQuote,
  texts: readonly string[],
): readonly number[] {
  return [...claimsByVoice.keys()].filter(
    (voice) =>
      voices.includes(voice) || texts.some((text) => isSaidBy(deps, text, claimsByVoice[voice] ?? [])),
  );
}

/**
 * False for a true quote whose sentence contradicts the statement or has nothing to do with it. Two languages share no
 * words.
 */
function bearsOut(deps: AnalysisDep, said: string, support: Claim): boolean {
  const statement = statedClaim(deps, said);
  if (conflictOf(deps, statement, support) !== null) return false;
  const [one, other] = [deps.languageOf(said), deps.languageOf(support.text)];
  if (one !== null && other !== null && one !== other) return true;
  const shorter = Math.min(statement.terms.size, support.terms.size);
  return shorter === 0 || sharedCount(statement.terms, support.terms) / shorter >= leastShared;
}
