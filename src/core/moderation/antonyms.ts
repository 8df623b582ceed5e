import { antonymPairs, exclusiveSets } from "./antonymPairs.ts";

/** Whether two words exclude each other where they stand in the same place. */
export interface Antonyms {
  /** Of words in lower case without accents, or of their stems. */
  readonly opposes: (a: string, b: string) => boolean;
}

/** Opposites from the lists, met by stem or by form, and those made with a prefix (legal, illegal). */
export function createAntonyms(keyOf: (form: string) => string): Antonyms {
  const oppositesByWord = new Map<string, Set<string>>();
  const oppose = (a: string, b: string) => {
    const known = oppositesByWord.get(a) ?? new Set();
    oppositesByWord.set(a, known.add(b));
  };
  const nameOf = (form: string) => keyOf(form) || form;
  const enter = (left: readonly string[], right: readonly string[]) => {
    for (const a of left) {
      for (const b of right) {
        if (a === b) continue;
        oppose(a, b);
        oppose(b, a);
      }
    }
  };
  for (const line of antonymPairs) {
    const [left = [], right = []] = line.split(" / ").map((side) => side.trim().split(/\s+/).map(nameOf));
    enter(left, right);
  }
  for (const line of exclusiveSets) {
    const members = line.split(" ").map(nameOf);
    enter(members, members);
  }
  return {
    opposes: (a, b) =>
      oppositesByWord.get(a)?.has(b) === true || (a.length !== b.length && isPrefixed(a, b, keyOf)),
  };
}

const prefixes = ["un", "in", "im", "il", "ir", "dis", "non", "des"];

/** legal and illegal, conocido and desconocido; the lists of words that only look so is short since both must stand. */
function isPrefixed(a: string, b: string, keyOf: (form: string) => string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 4) return false;
  return prefixes.some((prefix) => {
    if (!long.startsWith(prefix)) return false;
    const rest = long.slice(prefix.length);
    return rest === short || (rest.length >= 4 && keyOf(rest) === short);
  });
}
