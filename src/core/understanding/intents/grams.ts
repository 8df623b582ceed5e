/**
 * Pieces of a text by which intents are told apart, as numbers given in the order of learning. Words and pairs of
 * words are one family, pieces of 3 and 4 letters within words the other: these carry typing errors and endings.
 */
export interface Grams {
  readonly families: readonly [Family, Family];
}

export interface Family {
  readonly ids: Int32Array;
  /** How often each stands in the text. */
  readonly counts: Float32Array;
  /** Pieces that no learned text had. */
  readonly unknown: number;
}

export interface GramReader {
  /** How many pieces are known. */
  size(): number;
  learn(text: string): Grams;
  /** Reads without learning. */
  read(text: string): Grams;
}

export function createGramReader(): GramReader {
  const idByGram = new Map<string, number>();
  const piecesByWord = new Map<string, readonly number[]>();

  const known = (gram: string): number => idByGram.get(gram) ?? -1;
  const learned = (gram: string): number => {
    const id = idByGram.get(gram) ?? idByGram.size;
    if (id === idByGram.size) idByGram.set(gram, id);
    return id;
  };
  const learnedPieces = (word: string): readonly number[] => {
    const ids = piecesByWord.get(word) ?? piecesOf(word).map(learned);
    piecesByWord.set(word, ids);
    return ids;
  };

  return {
    size: () => idByGram.size,
    learn: (text) => gramsOf(text, learned, learnedPieces),
    read: (text) => gramsOf(text, known, (word) => piecesByWord.get(word) ?? piecesOf(word).map(known)),
  };
}

/** A text longer than this says no more of what is wanted by it. */
const longest = 2000;
/** Characters for private use stand for entities, see `learnIntents.ts`. */
const word = /[\p{L}\p{N}\p{Co}]+/gu;

function gramsOf(
  text: string,
  idOf: (gram: string) => number,
  piecesOfWord: (word: string) => readonly number[],
): Grams {
  const words = fold(text.slice(0, longest)).match(word) ?? [];
  const framed = ["^", ...words, "$"];
  const pairs = framed.slice(1).map((second, i) => `${framed[i] ?? ""} ${second}`);
  return {
    families: [count([...words, ...pairs].map(idOf)), count(words.flatMap((each) => piecesOfWord(each)))],
  };
}

function count(ids: readonly number[]): Family {
  const countById = new Map<number, number>();
  for (const id of ids) if (id >= 0) countById.set(id, (countById.get(id) ?? 0) + 1);
  return {
    ids: Int32Array.from(countById.keys()),
    counts: Float32Array.from(countById.values()),
    unknown: ids.filter((id) => id < 0).length,
  };
}

/** The mark keeps pieces of letters apart from words. */
function piecesOf(each: string): string[] {
  const framed = `_${each.slice(0, 40)}_`;
  const pieces: string[] = [];
  for (let size = 3; size <= 4; size++) {
    for (let from = 0; from + size <= framed.length; from++)
      pieces.push(`#${framed.slice(from, from + size)}`);
  }
  return pieces;
}

/** Lower case without accents or apostrophes; `ñ` is `n`, since many keyboards lack it. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase();
}
