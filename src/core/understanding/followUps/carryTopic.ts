import { fold, foldedWords } from "./foldedWords.ts";
import { isAspect } from "./aspects.ts";
import { carriedTopics, contentWords, isComparison, meaningsOf } from "./meanings.ts";
import { namesIn, type Name } from "./namesIn.ts";
import { replaceSibling } from "./replaceSibling.ts";

/** A message as it is told to a rewriter. */
export interface SaidBefore {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** In characters; a question that would come out longer stays as it is. */
export const longestQuery = 500;

/**
 * The question with the topic of what was said before (oldest first) behind it: what `item` says, names that it lacks,
 * the ones that stand through several messages before those met once; where none stands, what the questions before
 * asked about too. "What about X?" becomes the question before, with X in the place of its like. All words of the
 * question are kept. Null when there is nothing to carry over. Pure; well under 1 ms.
 */
export function carryTopic(
  question: string,
  history: readonly SaidBefore[],
  item: string | null = null,
): string | null {
  const questions = history.flatMap(({ role, content }) => (role === "user" ? [content] : []));
  const before = meaningsOf(questions).at(-1);
  const sibling = before ? replaceSibling(question, before.text) : null;
  const base = sibling?.text ?? question;
  const compares = isComparison(question);
  const replaced = compares ? "" : `${sibling?.replaced ?? ""} ${before?.replaced ?? ""}`;
  const known = new Set(foldedWords(`${base} ${replaced}`));
  let query = base;
  let separator = " ";
  const carry = (text: string, words: readonly string[]) => {
    const longer = `${query}${separator}${text}`;
    if (words.every((word) => known.has(word)) || longer.length > longestQuery) return;
    for (const word of words) known.add(word);
    query = longer;
    separator = ", ";
  };
  if (item !== null) carry(item, foldedWords(item));
  const topics = likelyTopics(question, history).slice(0, mostNames);
  for (const { name } of topics) carry(name.text, name.words);
  // Where a name stands through the dialog, more words would only lead back to what was answered already.
  const stands = topics.some(({ messages }) => messages > 1);
  if (compares)
    for (const word of questions.flatMap(contentWords)) if (!isAspect(word)) carry(word, [fold(word)]);
  if (before && !stands && !sibling)
    for (const word of carriedTopics(question, before)) carry(word, [fold(word)]);
  return query === question || query.length > longestQuery ? null : query;
}

/** Chosen, as the weights below, on half of the dialogs of CANARD's development set. */
const mostNames = 8;
const weightOf = { eachMessageOlder: 0.85, user: 1.3, asMeant: 2, eachOtherMessage: 0.5 };

interface Topic {
  readonly name: Name;
  readonly score: number;
  /** How many hold it, or a part of it. */
  readonly messages: number;
}

/** Each name once, the one that most likely is the topic first. */
function likelyTopics(question: string, history: readonly SaidBefore[]): Topic[] {
  const wordsOf = history.map(({ content }) => new Set(foldedWords(content)));
  const messagesWith = (word: string) => wordsOf.filter((words) => words.has(word)).length;
  // What also stands in lower case is capitalised for its place only.
  const all = history.map(({ content }) => content).join("\n");
  const words = new Set<string>(all.match(lowerCase));
  const isMeant = kindMeant(question);
  const byWords = new Map<string, Topic>();
  for (const [place, { role, content }] of history.entries()) {
    const age = weightOf.eachMessageOlder ** (history.length - 1 - place);
    for (const name of namesIn(content, role)) {
      const messages = Math.max(...name.words.map(messagesWith));
      if (name.isDoubtful && (messages < 2 || words.has(name.text.toLowerCase()))) continue;
      const score =
        age *
        (role === "user" ? weightOf.user : 1) *
        (isMeant(name) ? weightOf.asMeant : 1) *
        (1 + weightOf.eachOtherMessage * (messages - 1));
      const key = name.words.join(" ");
      const before = byWords.get(key);
      byWords.set(key, { name: before?.name ?? name, score: score + (before?.score ?? 0), messages });
    }
  }
  return [...byWords.values()].toSorted((a, b) => b.score - a.score);
}

const lowerCase = /(?<!\p{L})\p{Ll}+(?!\p{L})/gu;

/** A person's pronoun means people; any other one, mostly what is none. */
function kindMeant(question: string): (name: Name) => boolean {
  if (person.test(fold(question)) || /(?<!\p{L})él(?!\p{L})/iu.test(question))
    return ({ kind }) => kind === "person";
  if (thing.test(fold(question))) return ({ kind }) => kind !== "person";
  return () => false;
}

const person = /(?<!\p{L})(?:he|him|his|she|her|hers|ella|ellas|ellos)(?!\p{L})/u;
const thing = /(?<!\p{L})(?:it|its|they|them|their|eso|esto|lo|la|los|las)(?!\p{L})/u;
