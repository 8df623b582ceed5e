import { isAspect } from "./aspects.ts";
import { fold, foldedWords } from "./foldedWords.ts";
import { functionWords } from "./functionWords.ts";
import { isCourtesy } from "./isCourtesy.ts";
import { leansOnHistory } from "./leansOnHistory.ts";
import { otherThing, replaceSibling } from "./replaceSibling.ts";

/** What a question means in its conversation, as far as the questions before it tell. */
export interface Meaning {
  /** The question, or the one before it about another thing; the things that it leaves out stand behind it. */
  readonly text: string;
  /** Words that another thing took the place of: they are meant no longer. */
  readonly replaced: string;
  /** Words that a question behind this one may leave out. */
  readonly topics: readonly string[];
}

/**
 * What the questions mean, oldest first: one that leans on those before is understood by what the one before it means,
 * so that a topic outlives any number of questions that leave it out. Courtesies mean nothing.
 */
export function meaningsOf(questions: readonly string[]): Meaning[] {
  const meanings: Meaning[] = [];
  for (const question of questions) {
    if (isCourtesy(question)) continue;
    const before = leansOnHistory(question) === null ? undefined : meanings.at(-1);
    meanings.push(meaningOf(question, before));
  }
  return meanings;
}

/** What a question means behind another one that means `before`. */
export function meaningOf(question: string, before: Meaning | undefined): Meaning {
  if (!before) return { text: question, replaced: "", topics: contentWords(question) };
  const sibling = replaceSibling(question, before.text);
  if (sibling) {
    const replaced = `${sibling.replaced} ${before.replaced}`.trim();
    return { text: sibling.text, replaced, topics: contentWords(sibling.text) };
  }
  const own = contentWords(question);
  const known = new Set(own.map(fold));
  const carried = namesThing(question, own)
    ? []
    : carriedTopics(question, before).filter((word) => !known.has(fold(word)) && !isAspect(word));
  const end = /[\s?.!]*$/u.exec(question)?.index ?? question.length;
  const text = [question.slice(0, end), ...carried].join(", ") + question.slice(end);
  return { text, replaced: before.replaced, topics: [...own, ...carried] };
}

/** Whether a question is about a thing of its own, so that the one of the questions before ends with it. */
function namesThing(question: string, own: readonly string[]): boolean {
  const things = own.filter((word) => !isAspect(word));
  if (things.length === 0 || otherThing(question) !== null || isComparison(question)) return false;
  return things.length > 1 || !pointing.test(fold(question));
}

/**
 * Its one word is said of what stands before: "How do I clean it?", "¿Viene en rojo?". English has no more than the
 * pronoun to tell by: more words carried than these made CANARD's answers harder to find.
 */
const pointing =
  /(?<!\p{L})it(?!\p{L})|^(?!.*(?<!\p{L})(?:el|los|las|del|al|un|una|unos|unas|(?<!(?:como|donde|cuando|quien|se|no|me|te) )la)(?!\p{L})).*(?:¿|(?<!\p{L})(?:lo|la|se|en|con|cuanto|cuanta|como|donde|hay|tiene|tienen|viene|vienen|es|para)(?!\p{L}))/u;

/** What a question takes over of what the one before it means: where it asks for an aspect, no other aspect. */
export function carriedTopics(question: string, { topics }: Meaning): readonly string[] {
  const own = contentWords(question);
  const asksAspect = own.length > 0 && own.every(isAspect);
  const things = topics.filter((word) => !isAspect(word));
  return asksAspect && things.length > 0 ? things : topics;
}

/** Whether a question holds the things of its conversation against each other: none of them is out of its meaning. */
export function isComparison(question: string): boolean {
  return comparison.test(fold(question));
}

const comparison =
  /(?<!\p{L})(?:cual|cuales|which(?: ones?| of \p{L}+(?: two)?)? (?:is|are|has|costs?|weighs?|lasts?|comes?))(?!\p{L}).*(?<!\p{L})(?:mas|menos|mejor|peor|mayor|menor|conviene|more|less|better|worse|best|worst|\p{L}{3,}(?:er|est))(?!\p{L})|(?<!\p{L})(?:diferencias?|differences?|differ|ambos|ambas|both|comparad[oa]s?|compared?)(?!\p{L})/u;

/** The words of a text that tell of its topic, each once, as they are written. */
export function contentWords(text: string): string[] {
  const byFolded = new Map<string, string>();
  for (const written of text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? []) {
    const word = fold(written);
    const tells = word.length > 1 && !functionWords.has(word) && !ordinals.has(word);
    if (tells && !byFolded.has(word)) byFolded.set(word, written);
  }
  return [...byFolded.values()];
}

/** "The second one" is the second of something else each time. */
const ordinals: ReadonlySet<string> = new Set(
  foldedWords(`
    one ones first second third fourth fifth last primero segundo tercero cuarto quinto último
    primera segunda tercera cuarta quinta última
  `),
);
