import { createAntonyms, type Antonyms } from "../words/antonyms.ts";
import { createAspects, type AspectsOf } from "../words/aspects.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";
import { circumstancesOf, type Circumstances } from "./circumstances.ts";
import { clausesOf } from "../words/clauses.ts";
import { genericWords } from "../words/genericWords.ts";
import { lexiconOf, type Lexicon } from "../words/lexicon.ts";
import { negationsOf, type Negation } from "../words/negation.ts";
import { plainText } from "../words/plainText.ts";
import { quantitiesOf, type Quantities } from "../words/quantities.ts";
import { isAbstention, isOpenAnswer, opening } from "../words/smallTalk.ts";
import { synonymGroups } from "../words/synonyms.ts";
import { folded, tokensOf, type Token } from "../words/tokens.ts";

/** A word of a claim's content. */
export interface ContentWord {
  readonly form: string;
  /** Stem, the same one for synonyms. */
  readonly key: string;
  /** Place among the tokens. */
  readonly at: number;
  readonly isName: boolean;
}

/** Any word of a claim, function words too. */
export interface NamedWord {
  /** Its key, or its form where it is a function word. */
  readonly name: string;
  /** Place among the tokens. */
  readonly at: number;
}

/** A claim taken apart for comparing. */
export interface Reading {
  readonly claim: Claim;
  /** The claim without Markdown, which the tokens' offsets are of. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Words of content without numbers, in reading order. */
  readonly words: readonly ContentWord[];
  readonly keys: ReadonlySet<string>;
  /** All words in reading order, those of figures left out. */
  readonly placed: readonly NamedWord[];
  readonly quantities: Quantities;
  /** The clause of each token. */
  readonly clauses: readonly number[];
  readonly circumstances: Circumstances;
  readonly negations: readonly Negation[];
  readonly opening: "yes" | "no" | null;
  /** Its subject stands in a sentence before. */
  readonly leansBack: boolean;
  /** Tells a case of many: "for example". */
  readonly isExample: boolean;
  /** A line of a calculation. */
  readonly isFormula: boolean;
  /** Says that it cannot tell. */
  readonly isAbstention: boolean;
  /** Says that there is no one answer: "it depends". */
  readonly isOpen: boolean;
}

/** Reads claims with one analyser. */
export interface Reader {
  readonly read: (claim: Claim) => Reading;
  /** Keys of the words of a question. */
  readonly keysOf: (text: string) => ReadonlySet<string>;
  readonly keyOf: (form: string) => string;
  readonly isGeneric: (key: string) => boolean;
  readonly opposes: Antonyms["opposes"];
  readonly opposesFirmly: Antonyms["opposesFirmly"];
  readonly hasOpposites: Antonyms["hasOpposites"];
  readonly aspectsOf: AspectsOf;
}

const readers = new WeakMap<AnalysisDep["analyse"], Reader>();

/** The reader of an analyser; the same one each time. */
export function readerOf(deps: Pick<AnalysisDep, "analyse">): Reader {
  const known = readers.get(deps.analyse);
  if (known) return known;
  const reader = createReader(lexiconOf(deps));
  readers.set(deps.analyse, reader);
  return reader;
}

function createReader({ keyOf: stemOf }: Lexicon): Reader {
  const leaderByStem = new Map<string, string>();
  for (const group of synonymGroups) {
    const stems = group.split(" ").map(stemOf);
    for (const stem of stems)
      if (stem !== "" && !leaderByStem.has(stem)) leaderByStem.set(stem, stems[0] ?? stem);
  }
  const keyOf = (form: string) => {
    const stem = stemOf(form);
    return leaderByStem.get(stem) ?? stem;
  };
  const generic = new Set(genericWords.trim().split(/\s+/).map(keyOf));
  const isGeneric = (key: string) => generic.has(key);

  function wordsOf(tokens: readonly Token[]): readonly ContentWord[] {
    return tokens.flatMap(({ kind, form, isName }, at) => {
      const key = kind === "word" ? keyOf(form) : "";
      return key === "" ? [] : [{ form, key, at, isName }];
    });
  }

  const known = new WeakMap<Claim, Reading>();

  function read(claim: Claim): Reading {
    const reading = known.get(claim) ?? takeApart(claim);
    known.set(claim, reading);
    return reading;
  }

  function takeApart(claim: Claim): Reading {
    const text = plainText(claim.text);
    const tokens = tokensOf(text);
    const quantities = quantitiesOf(tokens, isSpanish(tokens));
    const taken = new Set<number>();
    for (const { first, next } of [...quantities.amounts, ...quantities.dates])
      for (let i = first; i < next; i++) taken.add(i);
    const words = wordsOf(tokens).filter(({ at }) => !taken.has(at));
    const placed = tokens.flatMap(({ kind, form }, at) =>
      kind === "word" && !taken.has(at) ? [{ name: keyOf(form) || form, at }] : [],
    );
    return {
      claim,
      text,
      tokens,
      words,
      keys: new Set(words.map(({ key }) => key)),
      placed,
      quantities,
      clauses: clausesOf(tokens),
      circumstances: circumstancesOf(tokens),
      negations: negationsOf(tokens, keyOf, isGeneric),
      opening: opening(text),
      leansBack:
        /^(?:it|its|they|their|this|these|he|she|his|her|esta?|estos?|estas|ello|ellos?|ellas?|su|sus)$/.test(
          tokens.find(({ kind }) => kind === "word")?.form ?? "",
        ),
      isExample: example.test(folded(text)),
      isFormula: /[=≈×÷]|\\(?:times|frac|text)/.test(text),
      isAbstention: isAbstention(text),
      isOpen: isOpenAnswer(text),
    };
  }

  return {
    read,
    keysOf: (text) => new Set(wordsOf(tokensOf(plainText(text))).map(({ key }) => key)),
    keyOf,
    isGeneric,
    ...createAntonyms(keyOf),
    aspectsOf: createAspects(keyOf),
  };
}

const example = /\b(?:for example|for instance|e\.g|such as|examples?|por ejemplo|ejemplos?|p\. ?ej)\b/;

function isSpanish(tokens: readonly Token[]): boolean {
  let balance = 0;
  for (const { form } of tokens) balance += Number(spanish.has(form)) - Number(english.has(form));
  return balance > 0;
}

const spanish = new Set(
  "el la los las de del que en un una es por con se su al y hay son fue lo para más mas".split(" "),
);
const english = new Set(
  "the of and to in is that for with was are it on by as at an be were has have".split(" "),
);
