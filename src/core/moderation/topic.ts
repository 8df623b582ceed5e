import type { Reading } from "./reading.ts";

/** At most so many words name a topic. */
const mostWords = 6;

/**
 * The words that all the readings share, as one of them writes them: the longest run, function words inside kept.
 * Where they share none, the words of the first that the question holds, or its first ones.
 */
export function topicOf(readings: readonly Reading[], asked: ReadonlySet<string>): string {
  const [first, ...others] = readings;
  if (!first) return "";
  const shared = (key: string) => others.every(({ keys }) => keys.has(key));
  const runs = readings.map((reading) => longestRun(reading, shared)).filter((run) => run !== "");
  const [best] = runs.toSorted((a, b) => b.split(" ").length - a.split(" ").length);
  return best ?? (longestRun(first, (key) => asked.has(key)) || longestRun(first, () => true));
}

function longestRun({ tokens, words, claim }: Reading, isWanted: (key: string) => boolean): string {
  const keyByPlace = new Map(words.map(({ at, key }) => [at, key]));
  let best: readonly number[] = [];
  let run: number[] = [];
  for (const [at, token] of tokens.entries()) {
    const key = keyByPlace.get(at);
    if (key !== undefined && isWanted(key) && run.length < mostWords) run.push(at);
    else if (key !== undefined || token.kind !== "word") run = [];
    if (run.length > best.length) best = [...run];
  }
  const [from, to] = [best[0], best.at(-1)];
  if (from === undefined || to === undefined || claim.text === "") return "";
  return tokens
    .slice(from, to + 1)
    .map(({ form }) => form)
    .join(" ");
}
