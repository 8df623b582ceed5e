import { editDistance } from "./editDistance.ts";
import { otherGender, pluralKey } from "./messageWords.ts";

export interface SimilarWord {
  /** The word's place in the vocabulary. */
  readonly id: number;
  /** 1 - edits / letters of the longer word; 1 for the same word and for its plural. */
  readonly similarity: number;
}

export interface WordIndex {
  /** Same or plural, else the other gender of a participle or colour. */
  same(form: string): readonly SimilarWord[];
  /** Words of five letters and more with a similarity of .8 and more and at most `most` edits, the same ones left out. */
  alike(form: string, most?: number): readonly SimilarWord[];
}

const prefix = 7;

/**
 * Indexes folded words by what is left of them when up to two letters are left out (symmetric deletes: W. Garbe,
 * SymSpell, 2012; of the first seven letters only). Two edits are the most that is looked for; one in words for which
 * `isLoose` is false.
 */
export function indexWords(words: ReadonlyMap<string, boolean>): WordIndex {
  const spellings = [...words.keys()];
  const signatures = spellings.map(signatureOf);
  const sameByKey = new Map<string, SimilarWord[]>();
  const idsByRest = new Map<string, number[]>();
  let id = 0;
  for (const [word, isLoose] of words) {
    entryOf(sameByKey, pluralKey(word)).push({ id, similarity: 1 });
    if (word.length >= 5 && isSpelled.test(word)) {
      for (const rest of restsOf(word, isLoose ? editsFor(word.length) : 1))
        entryOf(idsByRest, rest).push(id);
    }
    id++;
  }

  const alike = (form: string, most: number): SimilarWord[] => {
    if (form.length < 4 || form.length > 40 || !isSpelled.test(form)) return [];
    const signature = signatureOf(form);
    const tried = new Set<number>();
    const found: SimilarWord[] = [];
    for (const rest of restsOf(form, Math.min(most, editsFor(form.length + 2)))) {
      for (const candidate of idsByRest.get(rest) ?? nothing) {
        if (tried.has(candidate)) continue;
        tried.add(candidate);
        const word = spellings[candidate] ?? "";
        const letters = Math.max(word.length, form.length);
        const limit = Math.min(most, editsFor(letters));
        if (lettersApart(signature, signatures[candidate] ?? 0) > 2 * limit) continue;
        const edits = editDistance(word, form, limit);
        if (edits > 0 && edits <= limit) found.push({ id: candidate, similarity: 1 - edits / letters });
      }
    }
    return found;
  };
  return {
    same: (form) =>
      sameByKey.get(pluralKey(form)) ??
      (hasTwoGenders(form) ? sameByKey.get(pluralKey(otherGender(form))) : null) ??
      nothing,
    alike(form, most = 2) {
      const found = alike(form, most);
      return found.length === 0 && form.endsWith("s") ? alike(form.slice(0, -1), most) : found;
    },
  };
}

/** One bit for each letter that a word has. */
function signatureOf(word: string): number {
  let signature = 0;
  for (let at = 0; at < word.length; at++) signature |= 1 << (word.charCodeAt(at) & 31);
  return signature;
}

/** How many letters only one of two words has; an edit makes two at most. */
function lettersApart(one: number, other: number): number {
  let bits = one ^ other;
  let count = 0;
  for (; bits !== 0; count++) bits &= bits - 1;
  return count;
}

const nothing: readonly never[] = [];
const isSpelled = /^\p{L}+$/u;

function entryOf<T>(map: Map<string, T[]>, key: string): T[] {
  const known = map.get(key);
  if (known) return known;
  const entry: T[] = [];
  map.set(key, entry);
  return entry;
}

/** What a similarity of .8 leaves room for. */
function editsFor(letters: number): number {
  return letters >= 10 ? 2 : letters >= 5 ? 1 : 0;
}

/** A letter that stands twice in a row is left out once only, so that no rest comes twice from one letter. */
function restsOf(word: string, edits: number): string[] {
  const start = word.slice(0, prefix);
  const rests = [start];
  if (edits === 0) return rests;
  for (let i = 0; i < start.length; i++) {
    if (i > 0 && start.charCodeAt(i) === start.charCodeAt(i - 1)) continue;
    const once = start.slice(0, i) + start.slice(i + 1);
    rests.push(once);
    if (edits === 1) continue;
    for (let j = i; j < once.length; j++) rests.push(once.slice(0, j) + once.slice(j + 1));
  }
  return rests;
}

const genders = new Set(
  (
    "blanc negr roj amarill morad lis curv plan grues fin nuev larg cort alt baj pequen median clar oscur liger pesad " +
    "anch rect rugos"
  ).split(" "),
);

/** Colours, participles and the like; of other words the gender tells things apart, as puerta and puerto. */
function hasTwoGenders(form: string): boolean {
  const stem = /^(.{3,})[ao]s?$/.exec(form)?.[1];
  return stem !== undefined && (genders.has(stem) || /[ai]d$/.test(stem));
}
