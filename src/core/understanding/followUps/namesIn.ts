import { fold, foldedWords } from "./foldedWords.ts";
import { functionWords } from "./functionWords.ts";

/** What a text names: a person, a place, a product, a work. */
export interface Name {
  /** As it is written. */
  readonly text: string;
  /** Folded, without function words; never empty. */
  readonly words: readonly string[];
  /** A work is quoted, a code holds digits, a person is mostly two or three capitalised words. */
  readonly kind: "work" | "code" | "person" | "other";
  /** UTF-16 offset. */
  readonly start: number;
  /** One word, capitalised perhaps only because a sentence begins with it. */
  readonly isDoubtful: boolean;
}

/**
 * The names of a text in reading order: what is quoted, runs of capitalised words, codes of letters and digits. A
 * question's first word is capitalised without being one, so a `user`'s needs a second.
 */
export function namesIn(text: string, role: "user" | "assistant"): Name[] {
  const works = [...text.matchAll(quoted)].flatMap((match) =>
    nameOf(match.slice(1).find((part) => part !== undefined) ?? "", "work", match.index + 1),
  );
  const isQuoted = (at: number) =>
    works.some(({ start, text: title }) => at >= start && at <= start + title.length);
  const runs = [...text.matchAll(capitalised)].flatMap(({ 0: run, index }) => {
    if (isQuoted(index)) return [];
    const [trimmed, start] = withoutFirst(run, index, startsSentence(text, index), role);
    const isDoubtful =
      start === index &&
      startsSentence(text, index) &&
      !trimmed.includes(" ") &&
      !/\p{N}|\p{Lu}.*\p{Lu}/u.test(trimmed) &&
      !subjectVerb.test(text.slice(index + trimmed.length));
    return nameOf(trimmed, kindOf(trimmed), start, isDoubtful);
  });
  const inRun = (at: number) =>
    runs.some(({ start, text: run }) => at >= start && at < start + run.length) || isQuoted(at);
  const codes = [...text.matchAll(code)].flatMap(({ 0: found, index }) =>
    inRun(index) ? [] : nameOf(found, "code", index),
  );
  return [...works, ...runs, ...codes].toSorted((a, b) => a.start - b.start);
}

const quoted = /"([^"\n]{2,80})"|“([^”\n]{2,80})”|«([^»\n]{2,80})»/gu;
const capitalised =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}\p{N}'’&/-]*(?:(?<=(?<!\p{L})\p{Lu}|St|Dr|Mr|Mrs|Ms|Jr|Sr|Sra|Dra)\.)?(?: (?:(?:of|the|de|del|la|las|los|von|van|da) ){0,2}(?:\p{Lu}[\p{L}\p{M}\p{N}'’&/-]*(?:(?<=(?<!\p{L})\p{Lu}|St|Dr|Mr|Mrs|Ms|Jr|Sr|Sra|Dra)\.)?|\p{N}+(?!\p{L}|\p{N}|[.,]\p{N})))*/gu;
const code =
  /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}/-]*\p{N})(?=[\p{L}\p{N}/-]*\p{L})[\p{L}\p{N}]+(?:[-/][\p{L}\p{N}]+)*/gu;

/** Behind a word that is the subject of its sentence. */
const subjectVerb =
  /^(?:['’]s)? (?:is|was|were|are|has|had|did|does|will|would|could|can|began|became|won|es|fue|era|son|eran|ha|había|tiene|tuvo|nació|ganó|empezó)(?!\p{L})/u;

function nameOf(text: string, kind: Name["kind"], start: number, isDoubtful = false): Name[] {
  const clean = text.replace(/(?:['’]s)?[\s.,;:'’&/-]*$/u, "");
  const words = foldedWords(clean).filter((word) => word.length > 1 && !functionWords.has(word));
  return words.length === 0 ? [] : [{ text: clean, words, kind, start, isDoubtful }];
}

function startsSentence(text: string, at: number): boolean {
  return /(?:^|[.!?:;…\n"“«(])\s*[¿¡"'“«(]*\s*$/u.test(text.slice(Math.max(0, at - 6), at));
}

/** Without what is capitalised only because a sentence begins with it. */
function withoutFirst(
  run: string,
  start: number,
  isFirst: boolean,
  role: "user" | "assistant",
): [string, number] {
  let rest = run;
  while (rest !== "") {
    const [first = ""] = rest.split(" ", 1);
    const isFunction = functionWords.has(fold(first).replace(/['’].*$/u, ""));
    const isOnlyFirst = isFirst && rest === run && role === "user" && !/\p{N}|\p{Lu}.*\p{Lu}/u.test(first);
    if (!isFunction && !isOnlyFirst && !/^\p{N}+$/u.test(first)) break;
    rest = rest.slice(first.length + 1);
  }
  return [rest, start + run.length - rest.length];
}

function kindOf(name: string): Name["kind"] {
  if (/^\P{Z}*\p{N}\P{Z}*$/u.test(name)) return "code";
  return personal.test(name) ? "person" : "other";
}

const personal = /^\p{Lu}[\p{Ll}'’]+(?: \p{Lu}\.?[\p{Ll}'’]*){1,2}$/u;
