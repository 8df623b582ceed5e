import type { ComparedAnswers } from "./comparedAnswers.ts";
import type { Claim } from "../comparing/comparison.ts";
import { similarity } from "../comparing/similarity.ts";
import { statementOf, type Statement } from "./statements.ts";
import type { Theme } from "./themes.ts";
import { folded } from "../words/tokens.ts";

/** What one answer says and the others leave out, where it matters for the question. */
export interface Emphasis {
  readonly warnings: readonly Statement[];
  readonly others: readonly Statement[];
}

const mostWarnings = 1;
const mostOthers = 3;
const longestSingle = 260;
/** A sentence closer than this to one that is told already adds nothing. */
const alreadySaid = 0.4;
const leastWeight = 0.6;
/** Of so few claims each one counts. */
const fewClaims = 12;

/**
 * A warning, a figure, or a sentence on what was asked or on what the answers are about; none that `told` holds in
 * other words, and of each voice one at most for each of the two kinds.
 */
export function emphasisOf(
  compared: ComparedAnswers,
  themes: readonly Theme[],
  told: readonly Claim[],
): Emphasis {
  const { alone, claims, tellable, relevanceOf } = compared;
  const least = claims.length <= fewClaims ? 0 : leastWeight;
  const ranked = alone
    .filter((claim) => tellable.has(claim))
    .map((claim) => ({ claim, weight: weigh(claim, relevanceOf(claim), themes) }))
    .filter(({ weight }) => weight >= least)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ claim }) => claim);
  const known = [...told];
  const take = (candidates: readonly Claim[], most: number): readonly Statement[] => {
    const taken: Claim[] = [];
    for (const claim of candidates) {
      const isNew = known.every((other) => similarity(other, claim) < alreadySaid);
      if (taken.length === most || !isNew || taken.some(({ voice }) => voice === claim.voice)) continue;
      taken.push(claim);
      known.push(claim);
    }
    return taken.map((claim) => statementOf(claim, [claim.voice], longestSingle));
  };
  const warnings = take(
    ranked.filter(({ text }) => warning.test(folded(text))),
    mostWarnings,
  );
  return { warnings, others: take(ranked, mostOthers) };
}

function weigh({ text, terms, cited }: Claim, relevance: number, themes: readonly Theme[]): number {
  const onThemes = themes.filter((theme) => theme.terms.isSubsetOf(terms)).length;
  return (
    1.5 * relevance +
    0.4 * Math.min(2, onThemes) +
    (/\p{N}/u.test(text.replace(/\[S[^\]]*\]/g, "")) ? 0.6 : 0) +
    (cited.length > 0 ? 0.5 : 0) +
    (warning.test(folded(text)) ? 1 : 0)
  );
}

const warning =
  /(?:^|[:,;.] )(?:avoid|never|do not|don't|evit(?:a|e|en)|nunca|no (?:debe|deben|us[ae]s?|utilic?[ae]s?|mezcl[ae]s?|exced[ae]))\b|\b(?:warning|caution|beware|dangerous|danger|hazard\w*|toxic|poison\w*|illegal|risks?|be careful|peligro\w*|advertencia|precaucion|cuidado con|riesgos?|toxic[oa]s?|ilegal(?:es)?)\b/;
