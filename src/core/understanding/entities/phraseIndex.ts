import type { CatalogueKind } from "./entityKind.ts";
import { messageWords } from "./messageWords.ts";
import { indexWords, type WordIndex } from "./similarWords.ts";
import { isCommonWord, isSmallWord } from "./words/commonWords.ts";

/** What a phrase means, and how much less than 1 it counts where it is not the whole entry. */
export interface PhraseEnding {
  readonly name: string;
  readonly value: string;
  readonly weight: number;
  /** Whether the entry itself has a comma, colon or the like between its words. */
  readonly isBroken: boolean;
}

/** The phrases of all entries as a tree over their words; node 0 is its root. */
export interface PhraseIndex {
  readonly words: WordIndex;
  childOf(node: number, word: number): number | undefined;
  endingOf(node: number): PhraseEnding | undefined;
}

export function indexPhrases(kinds: readonly CatalogueKind[]): PhraseIndex {
  const idByWord = new Map<string, number>();
  const isLooseByWord = new Map<string, boolean>();
  const nodeByStep = new Map<number, number>();
  const endings: (PhraseEnding | undefined)[] = [undefined];

  const enter = (phrase: readonly string[], ending: PhraseEnding) => {
    let node = 0;
    for (const word of phrase) {
      const id = idByWord.get(word) ?? idByWord.size;
      idByWord.set(word, id);
      isLooseByWord.set(word, isLooseByWord.get(word) === true || ending.weight !== joinedWeight);
      const step = stepOf(node, id);
      const next = nodeByStep.get(step) ?? endings.push(undefined) - 1;
      nodeByStep.set(step, next);
      node = next;
    }
    // A whole entry goes before a part of another; of two alike, the first in the profile counts.
    if (node > 0 && (endings[node]?.weight ?? 0) < ending.weight) endings[node] = ending;
  };
  for (const { name, entries } of kinds) {
    for (const { value, aliases } of entries) {
      for (const spelling of [value, ...aliases]) {
        const isBroken = /[,;:!?()."]/.test(spelling);
        for (const { phrase, weight } of variantsOf(spelling))
          enter(phrase, { name, value, weight, isBroken });
      }
    }
  }
  return {
    words: indexWords(isLooseByWord),
    childOf: (node, word) => nodeByStep.get(stepOf(node, word)),
    endingOf: (node) => endings[node],
  };
}

const joinedWeight = 0.95;

function stepOf(node: number, word: number): number {
  return node * 4_194_304 + word;
}

/** The phrase itself; with two neighbours joined; without its articles and prepositions. */
function variantsOf(spelling: string): { phrase: readonly string[]; weight: number }[] {
  const words = messageWords(spelling).filter(({ kind }) => kind !== "mark");
  const phrase = words.map(({ form }) => form);
  const variants = [{ phrase, weight: 1 }];
  if (phrase.length === 1) return variants;
  for (let at = 0; at + 1 < words.length; at++) {
    const joined = `${phrase[at]}${phrase[at + 1]}`;
    if (words[at]?.kind !== "word" || words[at + 1]?.kind !== "word" || joined.length < 6) continue;
    variants.push({ phrase: phrase.toSpliced(at, 2, joined), weight: joinedWeight });
  }
  if (phrase.length > 2 && words.every(({ kind }) => kind === "word"))
    variants.push({ phrase: [phrase.join("")], weight: joinedWeight });
  const weighty = phrase.filter((form) => !isSmallWord(form));
  const isPlain = weighty.length === 1 && (isCommonWord(weighty[0] ?? "") || (weighty[0]?.length ?? 0) < 5);
  if (weighty.length > 0 && weighty.length < phrase.length && !isPlain)
    variants.push({ phrase: weighty, weight: 0.9 });
  return variants;
}
