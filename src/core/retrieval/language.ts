import { languages, type Language } from "../language.ts";
import { foldAccents } from "./foldAccents.ts";
import { stopWords } from "./stopWords.ts";

/**
 * The language of a text or question by its function words and characteristic letters; null when the signs are too
 * few or two languages are about as likely. Reads at most the first 4,000 characters.
 * A word common to several languages counts for each of them, divided by their number (after Grefenstette, Comparing
 * two language identification schemes, 1995).
 */
export function detectLanguage(text: string): Language | null {
  const sample = text.slice(0, 4_000).normalize("NFC").toLowerCase();
  const scores = new Map<Language, number>(languages.map((language) => [language, 0]));
  const add = (language: Language, points: number) =>
    scores.set(language, (scores.get(language) ?? 0) + points);
  for (const [word] of sample.matchAll(/\p{L}+/gu)) {
    const sharers = languagesByWord.get(word);
    for (const language of sharers ?? []) add(language, 1 / (sharers?.length ?? 1));
    for (const [language, ending] of endings) if (ending.test(word)) add(language, 0.4);
  }
  for (const [language, letters] of signs)
    add(language, Math.min(3, sample.match(letters)?.length ?? 0) * 0.5);
  const [best, second] = [...scores].toSorted((a, b) => b[1] - a[1]);
  if (!best || !second || best[1] < leastPoints || best[1] < second[1] * leastLead) return null;
  return best[0];
}

const leastPoints = 0.5;
const leastLead = 1.25;

/** Frequent words that a stop list for searching must not hold, or that only some spellings of it have. */
const furtherWords: Readonly<Record<Language, string>> = {
  es: "que como el y cual cuales cuanto cuantos cuando donde quien años año ciudad mundo nombre parte día muchos muchas primer primera",
  en: "s many much long first used use name year years people called many did",
  pt: "como qual quais quanto quantos quando onde quem anos ano cidade mundo não são foi nome muitos",
  fr: "quel quelle combien ans année ville monde comment quand où est nom beaucoup premier",
  de: "wie viele wann wer wo jahr jahre stadt wird der die das name ersten",
  it: "come quale quanti quando dove chi anni anno città mondo che è nome molti prima",
};

const languagesByWord = byWord();

const endings: readonly (readonly [Language, RegExp])[] = [
  ["es", /.(?:ción|ciones|dad|dades|aron|ieron|amiento|ía|ías|ó)$/],
  ["en", /.(?:tion|tions|ing|ness|ly|ed|ght|ty)$/],
  ["pt", /.(?:ção|ções|dade|dades|aram|eram|inho|ões)$/],
  ["fr", /.(?:tion|tions|eux|euse|aient|ment|ité|ités|eau)$/],
  ["de", /.(?:ung|ungen|heit|keit|schaft|lich|isch|tzt)$/],
  ["it", /.(?:zione|zioni|ità|mente|arono|erono|ezza|aggio)$/],
];

const signs: readonly (readonly [Language, RegExp])[] = [
  ["es", /[ñ¿¡]|[áíóú](?=[a-zñ]*\b)/g],
  ["pt", /[ãõ]|ç[ãõ]|lh|nh/g],
  ["fr", /[èêëçœîïû]|\b[ldcjnqs](?:u)?['’]/g],
  ["de", /[äöüß]|sch/g],
  ["it", /[ìòàè](?=\b|$)|\b(?:dell|all|nell|sull|un)['’]|gli|zz/g],
];

function byWord(): ReadonlyMap<string, readonly Language[]> {
  const found = new Map<string, Set<Language>>();
  for (const language of languages) {
    for (const word of [...stopWords[language], ...furtherWords[language].split(" ")]) {
      // Also as people type it without accents.
      for (const spelling of new Set([word, foldAccents(word)])) {
        const known = found.get(spelling) ?? new Set();
        found.set(spelling, known.add(language));
      }
    }
  }
  return new Map([...found].map(([word, known]) => [word, [...known]]));
}
