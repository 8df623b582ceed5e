import { votersOf } from "./agreedStatements.ts";
import type { ComparedAnswers } from "./comparedAnswers.ts";
import type { Claim } from "../comparing/comparison.ts";
import { similarity } from "../comparing/similarity.ts";
import { statementOf, withoutMarks } from "./statements.ts";
import { folded } from "../words/tokens.ts";

const mostRecommendations = 5;
const longestRecommendation = 280;
/** Advice closer than this to some that is given already adds nothing. */
const alreadyGiven = 0.45;

/** What answers advise, in their words; what several advise and what is nearer to the question first. */
export function recommendationsOf({ claims, agreements, tellable, relevanceOf }: ComparedAnswers): string[] {
  const votes = new Map(
    agreements.flatMap((same) => same.wordings.map((claim) => [claim, votersOf(same).length])),
  );
  const weight = (claim: Claim) => (votes.get(claim) ?? 1) + relevanceOf(claim);
  const ranked = claims
    .filter((claim) => tellable.has(claim) && claim.text.length <= longestRecommendation)
    .filter(({ text }) => advice.test(folded(text)) && !reported.test(folded(text)))
    .toSorted((a, b) => weight(b) - weight(a));
  const chosen: Claim[] = [];
  for (const claim of ranked) {
    if (chosen.length === mostRecommendations) break;
    if (chosen.every((other) => similarity(other, claim) < alreadyGiven)) chosen.push(claim);
  }
  return chosen.map((claim) => withoutMarks(statementOf(claim, [claim.voice]).text));
}

const advice =
  /(?:^|[:,;] )(?:avoid|never|always|do not|don't|remember to|try to|consider|evit(?:a|e|en|ar)|considere?|recuerde?|procur[ae]|siempre|nunca)\b|\b(?:should|ought to|recommend(?:s|ed)?|advis(?:e|ed|able)|it(?:'s| is) (?:best|better|wise|a good idea) to|make sure|be sure to|ensure (?:that )?you|you (?:can|could|may|might) (?:also )?(?:consider|try)|conviene|convendria|deberia\w*|debes?|deben|hay que|recomienda\w*|recomendable\w*|aconseja\w*|sugier\w+|asegur(?:ate|ese|arse)|es (?:mejor|preferible|buena idea)|lo (?:mejor|ideal) es|no olvid\w+|tenga en cuenta|ten en cuenta)\b/;
/** What others hold to be right is told, not advised. */
const reported =
  /\b(?:whether|if)\b[^.]*\bshould\b|\b(?:some|others|many|critics|proponents|opponents|people|experts) (?:also )?(?:argue|say|believe|think|claim|feel)|\b(?:algunos|otros|muchos|criticos|expertos) (?:argumentan|dicen|creen|piensan|sostienen|opinan)\b/;
