import type { Reading } from "./reading.ts";

/** More words of content name no topic. */
const mostWords = 4;

/**
 * The words that all the readings share, as one of them writes them: the longest run, function words inside kept.
 * Where they share none, those of the question that the first one takes up, or its first words.
 */
export function topicOf(readings: readonly Reading[], asked: ReadonlySet<string>): string {
  const [first, ...others] = readings;
  if (!first) return "";
  const shared = (key: string) => others.every(({ keys }) => keys.has(key));
  const [best] = readings
    .flatMap((reading) => longestRun(reading, shared) ?? [])
    .toSorted((one, other) => other.words - one.words);
  const named = best ?? longestRun(first, (key) => asked.has(key)) ?? longestRun(first, () => true);
  return named?.text ?? "";
}

interface Run {
  readonly text: string;
  readonly words: number;
}

function longestRun({ text, tokens, words }: Reading, isWanted: (key: string) => boolean): Run | null {
  const keyByPlace = new Map(words.map(({ at, key }) => [at, key]));
  let best: readonly number[] = [];
  let run: number[] = [];
  for (const [at, token] of tokens.entries()) {
    const key = keyByPlace.get(at);
    const isWord = key !== undefined && isWanted(key);
    if (isWord && run.length < mostWords) run.push(at);
    else if (isWord) run = [at];
    else if (key !== undefined || token.kind !== "word") run = [];
    if (run.length > best.length) best = [...run];
  }
  const [from, to] = [tokens[best[0] ?? -1], tokens[best.at(-1) ?? -1]];
  if (!from || !to) return null;
  const named = text.slice(from.start, to.end).replace(/\s+/g, " ");
  const isOpening = best[0] === 0 && !from.isName;
  return { text: isOpening ? named.charAt(0).toLowerCase() + named.slice(1) : named, words: best.length };
}
