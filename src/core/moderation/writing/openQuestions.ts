import type { ComparedAnswers } from "./comparedAnswers.ts";
import type { AnalysisDep, Claim } from "../comparing/comparison.ts";
import type { Dispute } from "./disputes.ts";
import { lexiconOf } from "../words/lexicon.ts";
import type { Phrases } from "./phrases.ts";
import { disputeQuestion, truthQuestion } from "./questions.ts";
import { sharedCount } from "../comparing/similarity.ts";
import { statementOf, withoutMarks, type Statement } from "./statements.ts";
import type { Theme } from "./themes.ts";
import { folded } from "../words/tokens.ts";

export interface OpenQuestions {
  /** What someone who has read the answers would ask next. */
  readonly suggested: readonly string[];
  /** Those of them that ask for more than whether something already told is true. */
  readonly open: readonly string[];
  /** What no answer and no source settles, whether an answer says so itself or not. */
  readonly research: readonly string[];
}

const mostQuestions = 5;
/** More of "is it true" in a row would read like an interrogation. */
const mostChecks = 2;

/**
 * Questions about what answers contradict each other in, the parts of the question that none takes up, what they say
 * it depends on, and what one alone says (`singles`), figures first.
 */
export function openQuestions(
  deps: AnalysisDep,
  phrases: Phrases,
  compared: ComparedAnswers,
  told: {
    readonly disputes: readonly Dispute[];
    readonly singles: readonly Statement[];
    readonly themes: readonly Theme[];
  },
): OpenQuestions {
  const missed = missedParts(deps, compared);
  const disputed = told.disputes.flatMap((dispute) => {
    const asked = disputeQuestion(phrases, compared, dispute);
    return asked ? [{ ...asked, isSettled: dispute.isSettled }] : [];
  });
  const choices = disputed.filter(({ hasOptions }) => hasOptions);
  const doubted = disputed.filter(({ hasOptions }) => !hasOptions).slice(0, mostChecks);
  const unsettled = [...choices, ...doubted].filter(({ isSettled }) => !isSettled);
  const checks = figuresFirst(told.singles)
    .flatMap((single) => truthQuestion(phrases, compared, single) ?? [])
    .slice(0, mostChecks - doubted.length);
  const further = furtherThemes(deps, compared, told.themes, told.singles);
  const isUnsourced = compared.evidence.length === 0;
  return {
    suggested: firstOf([
      ...[...choices, ...doubted].map(({ text }) => text),
      ...missed,
      ...conditions(compared).map(phrases.whatChanges),
      ...checks,
      ...further.map(phrases.whatElse),
    ]),
    open: firstOf([...choices.filter(({ isSettled }) => !isSettled).map(({ text }) => text), ...missed]),
    research: firstOf([
      ...unsettled.map(({ text }) => text),
      ...missed,
      ...doubts(compared),
      ...(isUnsourced ? checks : []),
    ]),
  };
}

function figuresFirst(singles: readonly Statement[]): readonly Statement[] {
  const hasFigure = ({ text }: Statement) => Number(/\p{N}/u.test(withoutMarks(text)));
  return singles.toSorted((a, b) => hasFigure(b) - hasFigure(a));
}

/** One theme that what one answer alone says brings up, and that few others and not the question speak of. */
function furtherThemes(
  deps: AnalysisDep,
  { question, voices }: ComparedAnswers,
  themes: readonly Theme[],
  singles: readonly Statement[],
): readonly string[] {
  const asked = lexiconOf(deps).termsOf(question);
  return themes
    .filter(({ terms }) => terms.size > 1 && terms.isDisjointFrom(asked))
    .filter((theme) => theme.voices.length <= voices.length / 2)
    .filter(({ terms }) => singles.some(({ claim }) => terms.isSubsetOf(claim.terms)))
    .map(({ text }) => text)
    .slice(0, 1);
}

function firstOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].slice(0, mostQuestions);
}

/** Parts of a question that asks for several things which no claim has any word of. */
function missedParts(deps: AnalysisDep, { question, claims }: ComparedAnswers): readonly string[] {
  const parts = question.match(/[^.?!\n]+\?/g)?.map((part) => part.trim()) ?? [];
  if (parts.length < 2 || claims.length === 0) return [];
  return parts.filter((part) => {
    const terms = lexiconOf(deps).termsOf(part);
    return terms.size >= 2 && claims.every((claim) => sharedCount(terms, claim.terms) / terms.size < takenUp);
  });
}

/** Share of a part's terms from which on a claim has to do with it. */
const takenUp = 0.34;

/** What the answers say that it depends on, for the asker's own mouth. */
function conditions({ claims }: ComparedAnswers): readonly string[] {
  return claims
    .flatMap(({ text }) => dependence.exec(withoutMarks(text))?.[1] ?? [])
    .filter((condition) => condition.length <= 60 && !vague.test(condition))
    .map((condition) =>
      condition.replace(/\byour\b/g, "my").replace(/(?<!\p{L})[ts]u(s?)(?!\p{L})/gu, "mi$1"),
    )
    .slice(0, 1);
}

const dependence = /\b(?:depends? (?:up)?on|depende(?:n|rá)? de) ([^.;:!?()]{4,80})(?=[.;:!?]|$)/i;
const vague =
  /\b(?:it|this|that|these|they|several|various|many|factors|how|whether|what|would|will|is|are|was|were|can|could|has|have|may|might|esto|eso|varios|factores|diversos|si|cómo|qué|es|son|sería|puede|pueden)\b/i;

/** Sentences that say themselves that something is not known. */
function doubts({ claims, tellable }: ComparedAnswers): readonly string[] {
  return claims
    .filter(
      (claim: Claim) => tellable.has(claim) && claim.text.length <= 240 && doubt.test(folded(claim.text)),
    )
    .map((claim) => withoutMarks(statementOf(claim, []).text));
}

const doubt =
  /\b(?:unknown|not (?:yet |fully |entirely )?(?:known|understood|settled)|unclear|no (?:clear |scientific )?consensus|still (?:debated|being (?:debated|studied))|(?:hard|difficult|impossible) to (?:say|know|determine|pinpoint|estimate)|more research|no definitive|se desconoce|no se (?:sabe|conoce)|no esta claro|no hay (?:consenso|acuerdo|evidencia)|sigue en debate|dificil (?:de )?(?:saber|determinar|precisar|estimar)|mas (?:estudios|investigacion))\b/;
