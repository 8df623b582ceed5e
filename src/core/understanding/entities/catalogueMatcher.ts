import type { CatalogueKind } from "./entityKind.ts";
import type { FoundInWords } from "./foundInWords.ts";
import type { MessageWord } from "./messageWords.ts";
import { indexPhrases, type PhraseIndex } from "./phraseIndex.ts";
import type { SimilarWord } from "./similarWords.ts";
import { isCommonWord, isSmallWord } from "./words/commonWords.ts";

/** The part of a message that may be one word of a phrase: one word of the message, or two that were one. */
interface Reading {
  readonly words: readonly SimilarWord[];
  /** The first word of the message after it. */
  readonly next: number;
  /** An everyday word read as a typing error: only other words of the phrase can make that likely. */
  readonly isUnlikely: boolean;
  readonly weight: number;
}

interface Path {
  readonly node: number;
  readonly next: number;
  readonly letters: number;
  readonly similar: number;
  /** Words of the phrase that were there letter by letter. */
  readonly exact: number;
  readonly unlikely: number;
  /** Whether a comma or the like stands inside. */
  readonly isBroken: boolean;
}

/**
 * Finds the entries of catalogues in the words of a message: n words of the entry against n words of the message, or one
 * more or fewer where words were split or joined. Each word is the same, or has a similarity of .8 when it has five
 * letters and more. An everyday word is no typing error of an entry of one word.
 */
export function createCatalogueMatcher(
  kinds: readonly CatalogueKind[],
): (words: readonly MessageWord[]) => FoundInWords[] {
  const index = indexPhrases(kinds);
  return (all) => {
    const places = [...all.keys()].filter((place) => all[place]?.kind !== "mark");
    const words = places.flatMap((place) => all[place] ?? []);
    const breaks = breaksOf(all);
    const readings = words.map((_, at) => readingsAt(index, words, at, breaks));
    const message = { words, breaks, readings };
    return places.flatMap((first, at) => {
      const best = bestPath(index, message, at);
      const last = places[(best?.next ?? 0) - 1];
      if (!best || last === undefined) return [];
      return [{ ...best.meant, first, next: last + 1, score: best.score }];
    });
  };
}

/** The words of a message without its marks, and all that each may mean. */
interface ReadMessage {
  readonly words: readonly MessageWord[];
  readonly breaks: ReadonlySet<number>;
  readonly readings: readonly (readonly Reading[])[];
}

/** Offsets of the words before which a sentence, an item of a list or a line ends. */
function breaksOf(all: readonly MessageWord[]): ReadonlySet<number> {
  const breaks = new Set<number>();
  let isBroken = false;
  for (const [at, word] of all.entries()) {
    if (word.kind !== "mark") {
      if (isBroken) breaks.add(word.start);
      isBroken = false;
    } else if (/[,;:!?¡¿()[\]{}"+]/.test(word.form)) isBroken = true;
    else if (word.form === ".") isBroken ||= all[at + 1]?.isGlued !== true;
  }
  return breaks;
}

function readingsAt(
  index: PhraseIndex,
  words: readonly MessageWord[],
  at: number,
  breaks: ReadonlySet<number>,
): Reading[] {
  const word = words[at];
  if (!word) return [];
  const { form } = word;
  const readings: Reading[] = [];
  const same = index.words.same(form);
  if (same.length > 0) readings.push({ words: same, next: at + 1, isUnlikely: false, weight: form.length });
  if (word.kind !== "word") return readings;
  const alike = index.words.alike(form);
  if (alike.length > 0) {
    const isUnlikely = same.length > 0 || isCommonWord(form);
    readings.push({ words: alike, next: at + 1, isUnlikely, weight: form.length });
  }
  const joined = joinedWord(word, words[at + 1], breaks);
  if (joined === null) return readings;
  const whole = index.words.same(joined);
  const found = whole.length > 0 ? whole : joined.length >= 7 ? index.words.alike(joined, 1) : [];
  if (found.length > 0)
    readings.push({ words: found, next: at + 2, isUnlikely: false, weight: joined.length });
  return readings;
}

/** "iso dec" as one word; null where two words stand that mean something by themselves. */
function joinedWord(
  one: MessageWord,
  other: MessageWord | undefined,
  breaks: ReadonlySet<number>,
): string | null {
  if (other?.kind !== "word" || breaks.has(other.start)) return null;
  if (one.form.length < 2 || other.form.length < 2) return null;
  if (isSmallWord(one.form) || isSmallWord(other.form)) return null;
  if (isCommonWord(one.form) && isCommonWord(other.form)) return null;
  return `${one.form}${other.form}`;
}

const most = 64;

function bestPath(index: PhraseIndex, { words, breaks, readings }: ReadMessage, at: number) {
  let open: Path[] = [{ node: 0, next: at, letters: 0, similar: 0, exact: 0, unlikely: 0, isBroken: false }];
  let best: { next: number; score: number; meant: { name: string; value: string } } | null = null;
  while (open.length > 0) {
    const longer: Path[] = [];
    for (const path of open) {
      const isBroken = path.isBroken || (path.next > at && breaks.has(words[path.next]?.start ?? -1));
      for (const reading of readings[path.next] ?? [])
        longer.push(...stepsOf(index, { ...path, isBroken }, reading));
    }
    open = longer.slice(0, most);
    for (const path of open) {
      const ending = index.endingOf(path.node);
      if (
        !ending ||
        (path.isBroken && !ending.isBroken) ||
        path.unlikely > 1 ||
        (path.unlikely === 1 && path.exact === 0)
      )
        continue;
      const score = (path.similar / path.letters) * ending.weight;
      if (best && (best.next > path.next || (best.next === path.next && best.score >= score))) continue;
      best = { next: path.next, score, meant: { name: ending.name, value: ending.value } };
    }
  }
  return best;
}

function stepsOf(index: PhraseIndex, path: Path, reading: Reading): Path[] {
  return reading.words.flatMap(({ id, similarity }) => {
    const node = index.childOf(path.node, id);
    if (node === undefined) return [];
    const isSplit = reading.next - path.next > 1;
    return [
      {
        isBroken: path.isBroken,
        node,
        next: reading.next,
        letters: path.letters + reading.weight,
        similar: path.similar + reading.weight * similarity * (isSplit ? 0.95 : 1),
        exact: path.exact + (similarity === 1 && reading.weight > 3 ? 1 : 0),
        unlikely: path.unlikely + (reading.isUnlikely ? 1 : 0),
      },
    ];
  });
}
