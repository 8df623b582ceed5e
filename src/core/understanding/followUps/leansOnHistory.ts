import { fold, foldedWords } from "./foldedWords.ts";
import { functionWords } from "./functionWords.ts";
import { isCourtesy } from "./isCourtesy.ts";
import { namesIn } from "./namesIn.ts";

/** What shows that a question needs what was said before it. */
export const leanings = ["short", "connector", "pronoun", "ellipsis"] as const;
export type Leaning = (typeof leanings)[number];

/**
 * Whether a question can hardly be understood without what was said before, and by what sign: a few characters, a
 * connector at its beginning, a pronoun that points back, or too little of its own to stand alone. Null: it stands
 * alone. Spanish and English.
 */
export function leansOnHistory(question: string): Leaning | null {
  if (question.length > longest || isCourtesy(question)) return null;
  const text = question.trim().replace(/^[\s¿¡"'“«([]+/u, "");
  if (text.length < shortest) return "short";
  const folded = fold(text.normalize("NFC").replace(verb, "estar"));
  if (connector.test(folded)) return "connector";
  if (pointsBack(text, folded)) return "pronoun";
  return isElliptic(text, folded) ? "ellipsis" : null;
}

/** In characters; a longer question tells its own topic, and what follows is not made for long texts. */
const longest = 500;
const shortest = 15;
/** A question with no more content words than these, and no name, tells of a topic that stands before it. */
const fewContentWords = 2;

/** Its accent tells it from the pronoun. */
const verb = /(?<!\p{L})est(?:á|é)n?(?!\p{L})/giu;

const connector =
  /^(?:y|e|o|pero|entonces|ademas|tambien|tampoco|and|but|so|also|then|or|what about|how about|que tal|what else|anything else|algo mas|que mas)(?![\p{L}\p{N}])/u;

const englishPronoun =
  /\b(?:he|him|his|himself|she|her|hers|herself|it|its|itself|they|them|their|theirs|themselves|those|these|this|the same|the former|the latter|the other|the others|(?:that|which|other|another|first|second|last) ones?)\b|\bthere\?/;
const englishThat =
  /\b(?:is|was|were|are|did|does|do|has|had|about|after|before|during|in|at|of|for|with|to|by|like|on|from|than|since|until|and|why|how) that\b|\bthat\W*$/;
const spanishPronoun =
  /(?<!\p{L})(?:es[aeo]s?|esto|estos|estas|aquello|aquel|aquellos|aquellas?|ello|ella|ellos|ellas|le|les|suy[oa]s?|sus?|dich[oa]s?|(?:el|la|los|las|lo) mism[oa]s?|lo anterior|(?:el|la|los|las) (?:otr|primer|segund|ultim)[oa]s?\W*$|este (?!año|mes|dia|siglo)\p{L}+|est[ae](?=\W*$))(?!\p{L})/u;
/** Without an accent it is also the verb: behind a question word, or before what is no feminine noun. */
const spanishEsta =
  /(?<!(?:donde|como|cuando|que|ya|no|si|se) )(?<!\p{L})esta (?!(?:semana|noche|tarde|mañana|vez|temporada|mal|bien|cerca|lejos|el|la|los|las|un|una|en|de|del|con|sin|a|para|muy|tan|mas|disponible|\p{L}+(?:o|os|[aei]d[ao]s?|ndo))(?!\p{L}))\p{L}+/u;
/** After a question word or an auxiliary the clitic is no article. */
const spanishClitic =
  /(?<!\p{L})(?:como|donde|cuando|quien|quienes|porque|por que|se|no|puedo|puede|pueden|me|te|nos|ya) (?:lo|la|los|las) \p{L}+|(?<!\p{L})lo (?!que|cual|mas|menos|mejor|peor|largo|contrario|siguiente|antes|ultimo|primero|minimo|maximo)\p{L}+(?:o|a|e|an|en|aron|ieron)(?!\p{L})|(?<!\p{L})(?:la|los|las) \p{L}+(?:aron|ieron)(?!\p{L})/u;
const enclitic =
  /(?<!\p{L})(?:\p{L}{3,}[aei]r|ver|usar|dar|oir)(?:se|me|te)?(?:lo|la|los|las|le|les)(?!\p{L})/u;
/** An `it` that stands for nothing. */
const emptyIt =
  /\b(?:is|was|be) it (?:possible|true|necessary|legal|illegal|safe|better|ok|okay|worth|allowed|normal|mandatory|required|difficult|hard|easy|like to)\b|\bit takes?\b.{0,40} to\b|\bwhat time is it\b|\bit is (?:possible|necessary|true)\b/g;
const emptyThis =
  /\bth(?:is|ese|ose) (?:year|years|week|month|morning|afternoon|evening|century|days?|night|time of)\b/g;

function pointsBack(text: string, folded: string): boolean {
  const english = folded.replace(emptyIt, " ").replace(emptyThis, " ");
  return (
    englishPronoun.test(english) ||
    englishThat.test(english) ||
    spanishPronoun.test(folded) ||
    spanishEsta.test(folded) ||
    spanishClitic.test(folded) ||
    enclitic.test(folded) ||
    // Only its accent tells the pronoun from the article.
    /(?<!\p{L})él(?!\p{L})/iu.test(text.normalize("NFC"))
  );
}

function isElliptic(text: string, folded: string): boolean {
  if (namesIn(text, "user").length > 0 || /\p{N}/u.test(text)) return false;
  const content = foldedWords(text).filter((word) => !functionWords.has(word));
  if (content.length > fewContentWords) return false;
  return content.length === 0 || !(definition.test(folded) || whereabouts.test(folded));
}

/** Asks for a thing that nothing before needs to have named: "What is photosynthesis?", "¿Qué es un panel?". */
const definition =
  /^(?:what(?: is|'s| are)(?: an?)? (?!the\b)|que (?:es|son)(?: una?| unos| unas| la| el)? |define |definicion de )/;
/** Asks where something is, or whether it is open: of the house, not of what was said. */
const whereabouts =
  /^(?:donde (?:es|esta|estar|estan|queda|quedan) (?:el|la|los|las|un|una) |where(?: is|'s| are) (?:the|your) |(?:esta|estar|estan|is the \p{L}+|are you) (?:abiert|cerrad|open|closed))/u;
