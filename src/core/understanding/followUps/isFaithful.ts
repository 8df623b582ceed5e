import { longestQuery, type SaidBefore } from "./carryTopic.ts";
import { foldedWords } from "./foldedWords.ts";
import { functionWords } from "./functionWords.ts";
import { namesIn } from "./namesIn.ts";

/**
 * Whether a model's rewriting can stand for the question: one line of at most 500 characters that keeps the question's
 * names and numbers, most of its other words too, and brings no name or number that was not said before.
 */
export function isFaithful(written: string, question: string, said: readonly SaidBefore[]): boolean {
  if (written.trim() === "" || written.length > longestQuery || /[\n<>]/.test(written)) return false;
  const words = new Set(foldedWords(written));
  const heard = new Set(foldedWords([question, ...said.map(({ content }) => content)].join("\n")));
  const own = foldedWords(question).filter((word) => !functionWords.has(word));
  const kept = own.filter((word) => words.has(word)).length;
  const mustKeep = [
    ...own.filter((word) => /\p{N}/u.test(word)),
    ...namesIn(question, "user").flatMap((name) => name.words),
  ];
  const mayBring = [...words]
    .filter((word) => /\p{N}/u.test(word))
    .concat(namesIn(written, "user").flatMap((name) => name.words));
  return (
    mustKeep.every((word) => words.has(word)) &&
    mayBring.every((word) => heard.has(word)) &&
    kept >= own.length * leastKept
  );
}

/** A model may put a word into another form, or leave out a filler. */
const leastKept = 0.75;
