/** A sentence of an answer, to the letter. */
export interface Sentence {
  /** What the prompt calls its answer. */
  readonly label: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly isNegated: boolean;
}

export interface LabelledAnswer {
  readonly label: string;
  readonly text: string;
}

export function sentencesOf({ label, text }: LabelledAnswer): readonly Sentence[] {
  const texts = text.split(/(?<=[.!?…])\s+|\n+/u).map((sentence) => sentence.trim());
  return texts.filter((sentence) => sentence !== "").map((sentence) => readSentence(label, sentence));
}

/** Words that two sentences share, over those of both (Jaccard). */
export function likeness(a: Sentence, b: Sentence): number {
  const shared = a.words.intersection(b.words).size;
  return shared === 0 ? 0 : shared / a.words.union(b.words).size;
}

/** Two sentences that resemble each other say different things. */
export function differ(a: Sentence, b: Sentence): boolean {
  if (a.isNegated !== b.isNegated) return true;
  if (a.numbers.size > 0 && b.numbers.size > 0 && a.numbers.isDisjointFrom(b.numbers)) return true;
  return opposites.some(([one, other]) => holds(a, b, one, other) || holds(b, a, one, other));
}

const opposites = [
  ["abre", "cierra"],
  ["opens", "closes"],
  ["aumenta", "disminuye"],
  ["increases", "decreases"],
] as const;

function holds(a: Sentence, b: Sentence, one: string, other: string): boolean {
  return a.words.has(one) && b.words.has(other);
}

function readSentence(label: string, text: string): Sentence {
  const words = text
    .replace(/\[S\d+\]/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return {
    label,
    text,
    words: new Set(words?.filter((word) => word.length > 3 || isNumber(word))),
    numbers: new Set(words?.filter(isNumber)),
    isNegated: words?.some((word) => negations.has(word)) === true,
  };
}

function isNumber(word: string): boolean {
  return /^\d+$/u.test(word);
}

const negations: ReadonlySet<string> = new Set(["no", "not", "never", "nunca", "cannot"]);
