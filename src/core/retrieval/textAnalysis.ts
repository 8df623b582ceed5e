import type { Language } from "../language.ts";
import { foldAccents } from "./foldAccents.ts";
import { stem } from "./stemming.ts";
import { stopWords } from "./stopWords.ts";
import { tokens, wordsOfToken } from "./words.ts";

/** Raised with every change of the terms that `analyse` makes, so that an index made by an older one is rebuilt. */
export const analyserVersion = 2;

/**
 * The index terms of a text in reading order: words without stop words, stemmed (Snowball) for each language, accents
 * folded, `ñ` kept beside its n. The first language is the text's own and decides what a stop word is; each further one adds the
 * stems under which its documents hold the same word. With none, Spanish and English stand in, so a text of unknown
 * language is met by questions in either. No term holds white space.
 */
export function analyse(text: string, languages: readonly Language[]): string[] {
  return analyseWords(text, languages).flatMap((word) => word.terms);
}

/** A word that is no stop word, as it is written (lower case, accents folded), and the terms it is found under. */
export interface AnalysedWord {
  readonly form: string;
  readonly terms: readonly string[];
}

/**
 * The words behind the terms of `analyse`, in the same order. Who looks for few words names their `beginnings`, two
 * folded letters each: others then come back without terms, which takes half the time.
 */
export function analyseWords(
  text: string,
  languages: readonly Language[],
  beginnings?: ReadonlySet<string>,
): AnalysedWord[] {
  const known = languages.length === 0 ? fallback : languages;
  const cache = cacheFor(known);
  const analysed: AnalysedWord[] = [];
  const stops = known[0] && foldedStopWords.get(known[0]);
  for (const token of tokens(text)) {
    if (beginnings && plainWord.test(token) && !beginnings.has(token.slice(0, 2))) {
      if (!stops?.has(token)) analysed.push(unlike);
      continue;
    }
    let found = cache.get(token);
    if (found === undefined) {
      found = wordsOfToken(token).flatMap((word) => analyseWord(word, known) ?? []);
      if (cache.size >= cacheLimit) cache.clear();
      if (token.length <= longestCached) cache.set(token, found);
    }
    for (const word of found) analysed.push(word);
  }
  return analysed;
}

/** Words whose folding changes nothing, so that their beginning is that of their terms. */
const plainWord = /^[a-z]{3,}$/;
const unlike: AnalysedWord = { form: "", terms: [] };

const fallback: readonly Language[] = ["es", "en"];

/** Tokens kept per set of languages: some 10 MB at most, more than the vocabulary of most workspaces. */
const cacheLimit = 50_000;
const longestCached = 40;
const wordsByLanguages = new Map<string, Map<string, readonly AnalysedWord[]>>();

function cacheFor(languages: readonly Language[]): Map<string, readonly AnalysedWord[]> {
  const key = languages.join();
  let cache = wordsByLanguages.get(key);
  if (!cache) {
    if (wordsByLanguages.size >= 12) wordsByLanguages.clear();
    wordsByLanguages.set(key, (cache = new Map<string, readonly AnalysedWord[]>()));
  }
  return cache;
}

const foldedStopWords = new Map(
  Object.entries(stopWords).map(([language, list]) => [language, new Set([...list].map(foldAccents))]),
);

function analyseWord(word: string, languages: readonly Language[]): AnalysedWord | null {
  const form = foldAccents(word);
  const stopsIn = (language: Language) => foldedStopWords.get(language)?.has(form) === true;
  if (languages[0] && stopsIn(languages[0])) return null;
  if (!/^\p{L}+$/u.test(word)) return { form, terms: [form] };
  const stems = languages.filter((language) => !stopsIn(language)).map((language) => stem(word, language));
  // Keyboards without ñ write n: such a word is kept under both.
  return {
    form,
    terms: [
      ...new Set(stems.flatMap((term) => (term.includes("ñ") ? [term, term.replaceAll("ñ", "n")] : [term]))),
    ],
  };
}
