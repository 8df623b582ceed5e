import type { ComparedAnswers } from "./comparedAnswers.ts";
import { differenceOf, type Difference } from "./differences.ts";
import type { Dispute } from "./disputes.ts";
import type { Phrases } from "./phrases.ts";
import { withoutMarks, type Statement } from "./statements.ts";
import { standsAlone } from "./tellableClaims.ts";
import { folded } from "../words/tokens.ts";

const longestClause = 140;

export interface DisputeQuestion {
  readonly text: string;
  /** It names what there is to choose from. */
  readonly hasOptions: boolean;
}

/**
 * What one would ask to settle a dispute: the question again with the figures to choose from where it asks for one,
 * else whether one side is true, else which figure is right. Null when none of these can be put in words.
 */
export function disputeQuestion(
  phrases: Phrases,
  compared: ComparedAnswers,
  { topic, sides }: Dispute,
): DisputeQuestion | null {
  const texts = sides.map(({ statement }) => statement.text);
  const difference = differenceOf(texts, phrases.isSpanish);
  const again = difference && singleQuestion(compared.question, difference);
  if (difference && again) return { text: phrases.whichOf(again, difference.options), hasOptions: true };
  const asked = sides.map(({ statement }) => truthQuestion(phrases, compared, statement));
  const truth = asked.find((question) => question !== null);
  if (truth !== undefined) return { text: truth, hasOptions: false };
  if (!difference || topic === "") return null;
  return { text: phrases.whichFigure(topic, difference.options), hasOptions: true };
}

/** The part of the question that asks for a figure or date, without its end, when it is short; else null. */
function singleQuestion(question: string, { isDate }: Difference): string | null {
  const line = question.trim().replace(/\s+/g, " ");
  if (line.length > longestQuestion || !/^[^.!?\n]+\?$/.test(line)) return null;
  const cue = isDate ? asksWhen : asksHowMuch;
  const part = line
    .slice(0, -1)
    .split(joint)
    .find((each) => cue.test(folded(each)));
  if (part === undefined) return null;
  const start = part.trim().replace(/^¿/, "");
  return `${line.startsWith("¿") ? "¿" : ""}${start.charAt(0).toUpperCase()}${start.slice(1)}`;
}

const longestQuestion = 160;
/** Between two questions in one sentence. */
const joint =
  /,?\s+(?:y|e|o|and|or)\s+(?=(?:(?:a|de|en|por|con|para|desde|from|in|at|for)\s+)?(?:qué|quién|quiénes|cuándo|cuánt[oa]s?|cómo|dónde|cuál|cuáles|por qué|what|who|when|how|where|which|why)(?!\p{L}))/iu;
const asksWhen =
  /^[¿\s]*(?:(?:since|until|desde|hasta|para) )?(?:when|cuando)\b|\b(?:what|which|que|en que) (?:year|date|day|century|ano|año|fecha|dia|siglo)\b/;
const asksHowMuch =
  /\bhow (?:many|much|long|far|tall|high|old|large|big|often|fast|deep|heavy|hot|cold)\b|\bcuant[oa]s?\b|\b(?:what|which|que|cual es (?:el|la)) (?:percentage|number|age|price|cost|distance|height|temperature|speed|porcentaje|numero|edad|precio|costo|coste|distancia|altura|temperatura|velocidad|duracion|plazo)\b/;

/** "Is it true that …?" of a sentence that is short, stands alone and denies nothing; else null. */
export function truthQuestion(
  phrases: Phrases,
  compared: ComparedAnswers,
  { text }: Statement,
): string | null {
  const clause = withoutMarks(text).replace(/[.!]+$/, "");
  const isFit = clause.length <= longestClause && standsAlone(clause) && !unfit.test(clause);
  if (!isFit || denies.test(folded(clause)) || clause.split(" ").length < leastWords) return null;
  return phrases.isItTrue(midSentence(clause, compared));
}

/** Fewer words hardly hold a verb. */
const leastWords = 4;
/** Several sentences, formulas, tasks. */
const unfit =
  /[:;?…"«»“”=×÷\\{}[\]|]|\.\s|\s[-–—]\s|^\p{N}|^(?:to|assume|suppose|let|para|supong\p{L}*|use|using|us[aáe]|choose|eleg[ií]|elige|keep|make|take|put|place|coloc[aáe]|pon[eé]?|hold|cut|cort[aáe]|fold|tuck|wrap|wash|lav[aáe]|rinse|clean|limpi[aáe]|dry|add|agreg[aáe]|añad[aeí]|mix|mezcl[aáe]|stir|bake|cook|cocin[aáe]|boil|heat|calent[aáe]|calienta|pour|start|begin|empez[aá]|try|check|revis[aáe]|look|find|busc[aáe]|get|go|ask|avoid|evit[aáe]|ensure|remember|recuerda|consider|do|don't|don’t|never|always|be|give|write|escrib[aeí]|read|le[eaé]|set|turn|remove|quit[aáe]|apply|aplic[aáe]|follow|create|build|learn|practice|focus|explore|join|share|consult|consult[aáe]|store|seal|freeze|refrigerate|send|call|contact|bring|guard[aáe]|conserv[aáe]|envi[aáeé]|please|por favor|tell|dime|d[ií]game|thanks?|gracias|let me|describe|explain|expl[ií]ca(?:me)?)\s/iu;
const denies = /^(?:no|yes|si|ni)\b|\b(?:not|never|nunca|cannot|\w+n't|no)\b/;

/** A first word that is no name loses its capital: a common ending, or it is mostly written small elsewhere. */
function midSentence(clause: string, { voices, question }: ComparedAnswers): string {
  const first = /^\p{Lu}[\p{Ll}\p{M}]*(?![\p{L}\p{N}-])/u.exec(clause)?.[0];
  if (first === undefined || first === "I") return clause;
  const lower = first.toLowerCase();
  const texts = [question, ...voices.map(({ text }) => text)];
  const count = (word: string) => {
    const inside = new RegExp(`(?<=[\\p{Ll}\\p{N},]\\s)${word}(?![\\p{L}\\p{N}])`, "gu");
    return texts.reduce((sum, text) => sum + (text.match(inside)?.length ?? 0), 0);
  };
  const isCommon = common.test(lower) || count(lower) > count(first);
  return isCommon ? lower + clause.slice(first.length) : clause;
}

const common =
  /^(?:the|an?|about|roughly|nearly|almost|over|under|after|before|aproximadamente|unos|casi|in|on|at|for|from|with|by|as|when|while|if|some|many|most|several|one|two|all|each|every|there|nothing|people|you|your|we|it|el|la|los|las|una?|unos|unas|en|con|por|para|al|cuando|algunos|algunas|muchos|muchas|cada|todos|todas|hay|se|según|nada|nadie)$|(?:[^aeiou]ing|tions?|ness|ments?|ción|ciones|dad|dades)$/;
