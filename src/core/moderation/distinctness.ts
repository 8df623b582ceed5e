/**
 * How much of a text is not said over and over, both 0..1: the mean share of distinct words over all its windows of
 * 100 words (the moving-average type-token ratio of Covington and McFall, 2010), which does not fall with a text's
 * length, and the share of distinct runs of four words, which sees whole paragraphs come again.
 */
export interface Distinctness {
  readonly words: number;
  readonly ofWords: number;
  readonly ofPhrases: number;
}

const windowWords = 100;
const phraseWords = 4;

export function distinctness(text: string): Distinctness {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu) ?? [];
  return {
    words: words.length,
    ofWords: meanOverWindows(words),
    ofPhrases: share(
      words.slice(phraseWords - 1).map((_, at) => words.slice(at, at + phraseWords).join(" ")),
    ),
  };
}

function meanOverWindows(words: readonly string[]): number {
  if (words.length <= windowWords) return share(words);
  const counts = new Map<string, number>();
  let sum = 0;
  for (const [at, word] of words.entries()) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    const left = words[at - windowWords];
    if (left !== undefined) {
      const rest = (counts.get(left) ?? 0) - 1;
      if (rest === 0) counts.delete(left);
      else counts.set(left, rest);
    }
    if (at >= windowWords - 1) sum += counts.size / windowWords;
  }
  return sum / (words.length - windowWords + 1);
}

function share(items: readonly string[]): number {
  return items.length === 0 ? 1 : new Set(items).size / items.length;
}
