import { antonymPairs, exclusiveSets, looseAntonymPairs } from "./antonymPairs.ts";

/** Whether two words exclude each other where they stand in the same place. */
export interface Antonyms {
  /** Of words in lower case without accents, or of their stems. */
  readonly opposes: (a: string, b: string) => boolean;
  /** Whether it has any opposite that is known. */
  readonly hasOpposites: (word: string) => boolean;
  /** The same for opposites that contradict each other even in sentences worded otherwise. */
  readonly opposesFirmly: (a: string, b: string) => boolean;
}

/** Opposites from the lists, met by stem or by form, and those made with a prefix (legal, illegal). */
export function createAntonyms(keyOf: (form: string) => string): Antonyms {
  const nameOf = (form: string) => keyOf(form) || form;
  const firm = new Map<string, Set<string>>();
  const loose = new Map<string, Set<string>>();
  for (const [table, lines] of [
    [firm, antonymPairs],
    [loose, looseAntonymPairs],
  ] as const) {
    for (const line of lines) {
      const [left = [], right = []] = line.split(" / ").map((side) => side.trim().split(/\s+/).map(nameOf));
      enter(table, left, right);
    }
  }
  for (const line of exclusiveSets) {
    const members = line.split(" ").map(nameOf);
    enter(loose, members, members);
  }
  const basesByWord = new Map<string, readonly string[]>();
  const basesOf = (word: string) => {
    let bases = basesByWord.get(word);
    if (!bases) {
      if (basesByWord.size >= rememberedWords) basesByWord.clear();
      basesByWord.set(word, (bases = basesBehindPrefix(word, keyOf)));
    }
    return bases;
  };
  const opposesFirmly = (a: string, b: string) =>
    firm.get(a)?.has(b) === true || basesOf(a).includes(b) || basesOf(b).includes(a);
  return {
    opposes: (a, b) => opposesFirmly(a, b) || loose.get(a)?.has(b) === true,
    hasOpposites: (word) => firm.has(word) || loose.has(word) || basesOf(word).length > 0,
    opposesFirmly,
  };
}

const rememberedWords = 20_000;

function enter(table: Map<string, Set<string>>, left: readonly string[], right: readonly string[]): void {
  for (const a of left) {
    for (const b of right) {
      if (a === b) continue;
      table.set(a, (table.get(a) ?? new Set()).add(b));
      table.set(b, (table.get(b) ?? new Set()).add(a));
    }
  }
}

const prefixes = ["un", "in", "im", "il", "ir", "dis", "non", "des"];

/**
 * What a word denies by its prefix: legal for illegal, conocido for desconocido. Words that only look so do no harm,
 * since both must stand.
 */
function basesBehindPrefix(word: string, keyOf: (form: string) => string): readonly string[] {
  const found = prefixes.filter((prefix) => word.startsWith(prefix) && word.length >= prefix.length + 4);
  return found.flatMap((prefix) => {
    const rest = word.slice(prefix.length);
    return [rest, keyOf(rest)].filter((base) => base !== "");
  });
}
