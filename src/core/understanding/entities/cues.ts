import { editDistance } from "./editDistance.ts";
import { foldWord, pluralKey, type MessageWord } from "./messageWords.ts";

/** A kind that may be told by a word beside its number. */
interface Cued {
  readonly words?: readonly string[] | undefined;
}

/** The kind whose word stands beside words `first` to `next`: "espesor de 100", "100 de espesor", "100 thick". */
type CueReader<T> = (words: readonly MessageWord[], first: number, next: number) => T | null;

export function createCueReader<T extends Cued>(kinds: readonly T[]): CueReader<T> {
  const kindByCue = new Map<string, T>();
  for (const kind of kinds) {
    for (const word of kind.words ?? []) {
      const cue = pluralKey(foldWord(word));
      if (!kindByCue.has(cue)) kindByCue.set(cue, kind);
    }
  }
  const longCues = [...kindByCue].filter(([cue]) => cue.length > 5);

  const kindAt = (word: MessageWord | undefined): T | null => {
    if (word?.kind !== "word") return null;
    const said = pluralKey(word.form);
    const misspelled = () =>
      said.length > 4 ? longCues.find(([cue]) => editDistance(cue, said, 1) === 1)?.[1] : null;
    return kindByCue.get(said) ?? misspelled() ?? null;
  };
  return (words, first, next) => {
    const behind = links.has(words[next]?.form ?? "") ? kindAt(words[next + 1]) : null;
    if (behind) return behind;
    let at = first - 1;
    for (let steps = 0; steps < 4 && links.has(words[at]?.form ?? ""); steps++) at--;
    return kindAt(words[at]) ?? kindAt(words[next]);
  };
}

const links = new Set(
  "de del of in es is are sera seria : = ( un una the a tiene tienen con with aprox about unos unas aproximado".split(
    " ",
  ),
);
