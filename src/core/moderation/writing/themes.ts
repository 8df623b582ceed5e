import type { Voice } from "../../answering/moderator.ts";
import { blocksOf } from "../words/blocks.ts";
import type { AnalysisDep } from "../comparing/comparison.ts";
import { lexiconOf, type Lexicon } from "../words/lexicon.ts";
import { holdsVerb, isNoNoun } from "../words/finiteVerbs.ts";
import { isGenericWord, opensNounPhrase, type Word } from "../words/nounPhrases.ts";
import { plainText } from "../words/plainText.ts";
import { tokensOf } from "../words/tokens.ts";

/** What answers are about, as people write it. */
export interface Theme {
  /** A noun or a few words around one, in its commonest spelling. */
  readonly text: string;
  readonly terms: ReadonlySet<string>;
  /** Places of the voices that speak of it, in order. */
  readonly voices: readonly number[];
}

/**
 * Up to `most` themes, those of more voices first: runs of up to three content words that stand where a noun phrase
 * stands, told apart from passing mentions by how often they are used (tf·idf over runs of words, each voice's count
 * damped) and by how many voices. Of two that share a word the better one stays. The question's own words count half.
 */
export function themesOf(
  deps: Pick<AnalysisDep, "analyse">,
  question: string,
  voices: readonly Voice[],
  most = 7,
): readonly Theme[] {
  const lexicon = lexiconOf(deps);
  const phrases = new Map<string, Phrase>();
  let runs = 0;
  voices.forEach(({ text }, voice) => {
    const prose = proseOf(text);
    for (const run of runsOf(prose, lexicon)) {
      runs += 1;
      gather(phrases, prose, run, voice);
    }
  });
  const asked = lexicon.termsOf(question);
  const weight = (phrase: Phrase) => weigh(phrase, runs, voices.length, asked);
  const ranked = [...phrases.values()]
    .filter((phrase) => isNoun(phrase) && (phrase.count > 1 || runs < fewRuns))
    .toSorted((a, b) => weight(b) - weight(a));
  const chosen: Phrase[] = [];
  for (const phrase of ranked) {
    if (chosen.length === most) break;
    if (chosen.every(({ terms }) => terms.isDisjointFrom(phrase.terms))) chosen.push(phrase);
  }
  return chosen
    .toSorted((a, b) => b.countByVoice.size - a.countByVoice.size)
    .map(({ countBySpelling, terms, countByVoice }) => ({
      text: commonest(countBySpelling),
      terms,
      voices: [...countByVoice.keys()],
    }));
}

interface Phrase {
  readonly terms: ReadonlySet<string>;
  /** Spellings that open a sentence count little: their capital may be no part of them. */
  readonly countBySpelling: Map<string, number>;
  readonly countByVoice: Map<number, number>;
  count: number;
  /** How often it stood where only a noun phrase does. */
  asNoun: number;
}

/** Of an answer not more is read. */
const longestRead = 20_000;
/** What stands as a noun phrase less often is a verb or an adjective, or cut out of a longer phrase. */
function isNoun({ asNoun, count, terms, countBySpelling }: Phrase): boolean {
  if (terms.size > 1) return asNoun >= count * 0.2;
  return asNoun >= count * (adjective.test(commonest(countBySpelling)) ? 0.7 : 0.35);
}

const adjective = /(?:ial|ical|omic|ous|ible|able|ful|less|ive|ed)$/;
/** Of texts this short each phrase counts, also one that stands there once. */
const fewRuns = 25;

/** The text without code, tables, addresses and marks; a full stop stands for what was taken out of a sentence. */
function proseOf(text: string): string {
  const read = text.slice(0, longestRead);
  return blocksOf(read)
    .filter(({ kind }) => kind !== "code" && kind !== "table")
    .map(({ start, end }) =>
      plainText(read.slice(start, end).replace(/https?:\S+|`[^`\n]*`|\[S\d[^\]]{0,40}\]/g, " . ")),
    )
    .join("\n");
}

/** Words with nothing but blanks between them; a hyphen makes two words one. */
function* runsOf(prose: string, { keyOf }: Lexicon): Generator<readonly Word[]> {
  let run: Word[] = [];
  for (const { kind, form, start, end, isName } of tokensOf(prose)) {
    if (kind === "mark") continue;
    const word = { form, key: keyOf(form), start, end, isName };
    const before = run.at(-1);
    const gap = before ? prose.slice(before.end, start) : " ";
    if (before && gap === "-") {
      const joined = { form: `${before.form}-${form}`, key: `${before.key} ${word.key}`.trim() };
      run[run.length - 1] = { ...before, ...joined, end };
      continue;
    }
    if (!/^ +$/.test(gap)) {
      yield run;
      run = [];
    }
    run.push(word);
  }
  yield run;
}

function gather(phrases: Map<string, Phrase>, prose: string, words: readonly Word[], voice: number): void {
  for (const [from, first] of words.entries()) {
    if (!isContent(first)) continue;
    for (const to of endsOf(words, from)) {
      const inside = words.slice(from, to + 1);
      if (holdsVerb(inside) || inside.some(({ form, isName }) => !isName && isNoNoun(form))) continue;
      const terms = inside.flatMap(({ key }) => (key === "" ? [] : key.split(" ")));
      const id = terms.join(" ");
      const phrase = phrases.get(id) ?? newPhrase(terms);
      phrases.set(id, phrase);
      const end = words[to]?.end ?? first.end;
      const spelling = prose.slice(first.start, end).replace(/['’]s?$/, "");
      add(phrase.countBySpelling, spelling, from === 0 ? 0.1 : 1);
      add(phrase.countByVoice, voice, 1);
      phrase.count += 1;
      const isEnded = /^\s*[.!?]/.test(prose.slice(end, end + 8));
      if (isNounPhrase(inside, words[from - 1], words[to + 1], isEnded)) phrase.asNoun += 1;
    }
  }
}

/** Where phrases that begin at a content word may end: at up to three content words, one `de` or `of` among them. */
function* endsOf(words: readonly Word[], from: number): Generator<number> {
  let content = 0;
  let isJoined = false;
  for (let at = from; at < words.length && content < mostContentWords; at++) {
    const word = words[at];
    if (!word) return;
    if (isContent(word)) {
      content += 1;
      yield at;
    } else if (word.key !== "" || isJoined || !/^(?:de|del|of)$/.test(word.form)) {
      return;
    } else {
      isJoined = true;
      const isArticleNext = /^(?:la|las|los|the)$/.test(words[at + 1]?.form ?? "");
      if (isArticleNext && word.form !== "del") at += 1;
    }
  }
}

const mostContentWords = 3;

function isContent(word: Word): boolean {
  return word.key !== "" && /^[\p{L}-]+$/u.test(word.form) && !isGenericWord(word);
}

/** Told by the words around it: an article before it and no content word after it; or a name; or nothing at all. */
function isNounPhrase(
  inside: readonly Word[],
  before: Word | undefined,
  after: Word | undefined,
  isEnded: boolean,
): boolean {
  const isName = inside.length > 1 && inside.every((word) => word.isName) && before?.isName !== true;
  if (isName && after?.isName !== true) return true;
  if (before === undefined) return after === undefined && (inside.length === 1 || !isEnded);
  // What `and` joins may be verbs; of several words the first one then is.
  const opens = opensNounPhrase(before) && (inside.length === 1 || !/^(?:and|or|y|e|o|u)$/.test(before.form));
  return opens && (after?.key ?? "") === "";
}

function newPhrase(terms: readonly string[]): Phrase {
  return {
    terms: new Set(terms),
    countBySpelling: new Map<string, number>(),
    countByVoice: new Map<number, number>(),
    count: 0,
    asNoun: 0,
  };
}

/** A phrase says more than a word, and what several voices speak of more than what one repeats. */
function weigh(
  { terms, countByVoice, count }: Phrase,
  runs: number,
  voices: number,
  asked: ReadonlySet<string>,
): number {
  const damped = [...countByVoice.values()].reduce((sum, times) => sum + 1 + Math.log(times), 0);
  const rarity = Math.log(1 + runs / count);
  const spread = voices === 1 ? 1 : 0.4 + countByVoice.size / voices;
  const length = 1 + 0.8 * (terms.size - 1);
  return damped * rarity * spread * length * (terms.isSubsetOf(asked) ? 0.5 : 1);
}

function commonest(countBySpelling: ReadonlyMap<string, number>): string {
  const [best] = [...countBySpelling].toSorted((a, b) => b[1] - a[1]);
  return best?.[0] ?? "";
}

function add<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
