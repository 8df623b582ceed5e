import { isAspect } from "./aspects.ts";
import { fold, foldedWords } from "./foldedWords.ts";
import { functionWords } from "./functionWords.ts";
import { namesIn } from "./namesIn.ts";

export interface Replaced {
  /** The earlier question, about the new thing. */
  readonly text: string;
  /** What the new thing took the place of. */
  readonly replaced: string;
}

/**
 * "And in Córdoba?" behind "What is the freight to Rosario?" asks the same of something else: the earlier question
 * with the new thing in the place of its like, which stands behind the same preposition, is a number too, a name too,
 * or begins like it ("isodec" and "isopanel"). Null when the question is of another kind, or nothing in the earlier
 * one is like what it names.
 */
export function replaceSibling(question: string, asked: string): Replaced | null {
  const other = otherThing(question);
  if (other === null) return null;
  const phrase = behindPreposition(asked, other);
  const isLike = phrase && hasName(asked.slice(phrase.start, phrase.end)) === hasName(other);
  // "And in winter?" limits the question further.
  if (phrase && !isLike) return { text: `${asked.replace(/[\s?.!]+$/u, "")} ${other}?`, replaced: "" };
  const place = phrase ?? numberLike(asked, other) ?? wordLike(asked, other) ?? nameLike(asked, other);
  if (!place) return null;
  const put = phrase ? other : other.replace(leadingArticle, "");
  const rest = asked.slice(place.end);
  const last = put.split(" ").at(-1) ?? "";
  return {
    // A unit that both name stands once.
    text: `${asked.slice(0, place.start)}${put}${rest.startsWith(` ${last}`) ? rest.slice(last.length + 1) : rest}`,
    replaced: asked.slice(place.start, place.end),
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

const opening =
  /^[\s¿¡]*(?:(?:y|and|pero|but)\s+)?(?:qu[eé] (?:tal|pasa con|hay de)|what about|how about|y|e|and|pero|but|o|or|(?:el|la|los|las|lo) mism[oa]s?,? pero|the same(?: ones?)?,? but)\s+(.+?)[\s?!.]*$/iu;
/** Words; more of them are a question of their own. */
const longestThing = 5;

/** What a question of this kind names; null for any other question. */
export function otherThing(question: string): string | null {
  const thing = opening.exec(question)?.[1];
  if (thing === undefined) return null;
  const words = foldedWords(thing);
  const isThing = words.length <= longestThing && words.some((word) => !functionWords.has(word));
  return isThing && !asks.test(fold(thing)) ? thing : null;
}

const asks =
  /^(?:que|cual|cuales|quien|quienes|como|cuando|donde|cuanto|cuanta|cuantos|cuantas|por que|what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|has|have|tambien|also|es|son|se|hay)(?!\p{L})/u;

const prepositions =
  "en|de|del|a|al|para|con|sin|por|desde|hacia|sobre|in|of|at|for|with|without|to|from|on|by";
const leadingPreposition = new RegExp(`^(?:${prepositions})(?=\\s)`, "iu");
const trailingPreposition = new RegExp(`(?<!\\p{L})(?:${prepositions}) (?:(?:el|la|los|las|the) )?$`, "iu");

function behindPreposition(asked: string, other: string): Place | null {
  const preposition = leadingPreposition.exec(other)?.[0];
  if (preposition === undefined) return null;
  const phrase = new RegExp(
    // Up to the next preposition, a clause or the end.
    `(?<!\\p{L})${preposition}\\s+[^?.!,;]+?(?=\\s+(?:${prepositions}|y|and|que|that)\\s|\\s*[?.!,;]|\\s*$)`,
    "giu",
  );
  return lastOf([...asked.matchAll(phrase)]);
}

/** "the one of 150 mm": only the number, or the name, takes its like's place. */
const leadingArticle = /^(?:el|la|los|las|lo|the ones?|the) (?:(?:de|of|with|con|in|en) )?/iu;
const number =
  /(?<![\p{L}\p{N}-])\p{N}+(?:[.,]\p{N}+)*(?:\s?(?:mm|cm|m2|m²|m|kg|g|km|%|l))?(?![\p{L}\p{N}])/giu;

function numberLike(asked: string, other: string): Place | null {
  return other.match(number) ? lastOf([...asked.matchAll(number)]) : null;
}

/** Letters that names of one family begin with. */
const sharedBeginning = 3;
const shortestFamilyName = 5;

/** Words of one family of names, however they are capitalised: "isodec" and "isopanel", but neither "costo" nor "color". */
function wordLike(asked: string, other: string): Place | null {
  const [own, ...more] = foldedWords(other).filter((word) => !functionWords.has(word));
  if (own === undefined || more.length > 0 || own.length < shortestFamilyName || isAspect(own)) return null;
  const isLike = (word: string) =>
    word.length >= shortestFamilyName &&
    word !== own &&
    word.startsWith(own.slice(0, sharedBeginning)) &&
    !functionWords.has(word) &&
    !isAspect(word);
  return lastOf([...asked.matchAll(/\p{L}[\p{L}\p{M}\p{N}]*/gu)].filter(([word]) => isLike(fold(word))));
}

/** What comes with a preposition of its own takes the place of the other one as well. */
function nameLike(asked: string, other: string): Place | null {
  const name = hasName(other) ? namesIn(asked, "user").at(-1) : undefined;
  if (!name) return null;
  const place = { start: name.start, end: name.start + name.text.length };
  const ahead = leadingPreposition.test(other) && trailingPreposition.exec(asked.slice(0, place.start));
  return ahead ? { ...place, start: ahead.index } : place;
}

function hasName(phrase: string): boolean {
  return namesIn(`, ${phrase}`, "assistant").length > 0;
}

function lastOf(matches: readonly RegExpExecArray[]): Place | null {
  const last = matches.at(-1);
  return last ? { start: last.index, end: last.index + last[0].length } : null;
}
