import type { Locale } from "../../../contract/common.ts";
import type { Deliberation } from "../../answering/moderator.ts";
import { agreedStatements } from "./agreedStatements.ts";
import type { Analysis } from "../analysis.ts";
import { comparedAnswers, type ComparedAnswers } from "./comparedAnswers.ts";
import type { AnalysisDep } from "../comparing/comparison.ts";
import { connectionsOf } from "./connections.ts";
import { disputesOf } from "./disputes.ts";
import { emphasisOf, type Emphasis } from "./emphasis.ts";
import { hasCodeOrTable, hasSteps } from "./excerpt.ts";
import { openQuestions } from "./openQuestions.ts";
import { traced } from "./passages.ts";
import { phrasesByLocale } from "./phrases.ts";
import { recommendationsOf } from "./recommendations.ts";
import { refutedStatements } from "./refutedStatements.ts";
import { sourceReferences } from "../comparing/sourceReferences.ts";
import { withoutMarks, type Statement } from "./statements.ts";
import { synthesisText } from "./synthesisText.ts";
import { themesOf } from "./themes.ts";

export interface DeterministicSynthesis {
  readonly text: string;
  readonly analysis: Analysis;
}

/**
 * One answer of several by rules alone, in their own sentences; of one answer, that answer and what it holds. The same
 * input gives the same bytes. Its own words are in the question's language, or else in the deliberation's.
 */
export function deterministicSynthesis(
  deps: AnalysisDep,
  deliberation: Deliberation,
): DeterministicSynthesis {
  const { question, voices, evidence } = deliberation;
  const phrases = phrasesByLocale[localeOf(deps, deliberation)];
  const compared = comparedAnswers(deps, deliberation);
  const agreed = agreedStatements(compared);
  const refuted = refutedStatements(deps, evidence, agreed);
  const known = disputesOf(deps, compared);
  const disputes = known.filter(({ isPlain }) => isPlain);
  const themes = themesOf(deps, question, voices);
  const needsExcerpt = excerptNeeded(compared, agreed);
  const told = [
    ...agreed.map(({ claim }) => claim),
    ...known.flatMap(({ conflict }) => conflict.sides.flat()),
    ...(needsExcerpt ? compared.claims.filter(({ voice }) => voice === compared.best) : []),
  ];
  // What one draft says and another does not is no news.
  const emphasis = asksForText.test(question) ? noEmphasis : emphasisOf(compared, themes, told);
  const singles = [...emphasis.warnings, ...emphasis.others];
  const { suggested, open, research } = openQuestions(deps, phrases, compared, { disputes, singles, themes });
  const [only] = voices;
  const isAlone = voices.length < 2;
  const { text, claims } = isAlone
    ? { text: only?.text ?? "", claims: ownClaims(compared) }
    : synthesisText(phrases, { compared, agreed, refuted, disputes, emphasis, open, needsExcerpt });
  return {
    text,
    analysis: {
      key_themes: themes.map((theme) => theme.text),
      contradictions: known.map(({ contradiction }) => contradiction),
      consensus_areas: consensusOf(compared, agreed),
      recommendations: recommendationsOf(compared),
      suggested_questions: [...suggested],
      research_areas: [...research],
      claims: [...claims],
      source_references: sourceReferences(deliberation),
      connections: connectionsOf(phrases, compared, themes),
    },
  };
}

function localeOf({ languageOf }: AnalysisDep, { question, locale }: Deliberation): Locale {
  const language = languageOf(question);
  return language === "es" || language === "en" ? language : locale;
}

/** Code, tables and steps are worth nothing in pieces, and where little is shared the best answer says more. */
function excerptNeeded({ question, voices, best }: ComparedAnswers, agreed: readonly Statement[]): boolean {
  const text = voices[best]?.text ?? "";
  if (hasCodeOrTable(text) || asksForText.test(question)) return true;
  if (hasSteps(text) && asksForSteps.test(question)) return true;
  const shared = agreed.reduce((sum, statement) => sum + statement.text.length, 0);
  return text.length > longAnswer && shared < leastShared;
}

const noEmphasis: Emphasis = { warnings: [], others: [] };
const longAnswer = 500;
const leastShared = 200;
const asksForText =
  /\b(?:write|compose|draft|rewrite|translate|paraphrase)\b|\b(?:generate|create|make|design) (?:me |us )?(?:an?|some) (?:\p{L}+ )?(?:email|letter|poem|song|story|essay|speech|script|code|program|function|table|outline|plan|model)\b|(?<!\p{L})(?:escrib[eaí]|redact[aeá]|compon[eé]|traduc[eíi]|reescrib[eaí])(?:me)?(?!\p{L})/iu;
const asksForSteps =
  /\bhow (?:(?:do|can|would|should|could) (?:i|you|we|one)|to)\b|\bsteps?\b|\brecipe\b|(?<!\p{L})(?:c[oó]mo|receta|pasos)(?!\p{L})/iu;

/** Agreements as short statements, in a shorter wording where the told one is long; left out where there is none. */
function consensusOf({ agreements, tellable }: ComparedAnswers, agreed: readonly Statement[]): string[] {
  const short = agreed.flatMap(({ claim, text }) => {
    const same = agreements.find(({ wordings }) => wordings.includes(claim))?.wordings ?? [];
    const wordings = [text, ...same.filter((each) => tellable.has(each)).map((each) => each.text)];
    return wordings.map(withoutMarks).find((wording) => wording.length <= longestConsensus) ?? [];
  });
  return [...new Set(short)].slice(0, mostConsensus);
}

const longestConsensus = 160;
const mostConsensus = 7;

/** Of one answer each sentence is its own quote. */
function ownClaims({ voices, claims }: ComparedAnswers): Analysis["claims"] {
  return claims.map(({ text, voice }) => traced(voices, { text, quote: text, voices: [voice] }));
}
