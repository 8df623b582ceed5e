import type { AnalysisDep } from "../comparing/comparison.ts";
import { tokensOf } from "./tokens.ts";

/** The stems under which words are compared; they meet whichever of the two languages a text is in. */
export interface Lexicon {
  /** Stem of a word in lower case without accents; empty for a function word. */
  readonly keyOf: (form: string) => string;
  /** Stems of the content words of a text, numbers one spelling each. */
  readonly termsOf: (text: string) => ReadonlySet<string>;
}

const lexicons = new WeakMap<AnalysisDep["analyse"], Lexicon>();

/** The lexicon of an analyser; the same one each time, since it remembers the stems of the words it has met. */
export function lexiconOf({ analyse }: Pick<AnalysisDep, "analyse">): Lexicon {
  const known = lexicons.get(analyse);
  if (known) return known;
  const keyByForm = new Map<string, string>();

  function keyOf(form: string): string {
    let key = keyByForm.get(form);
    if (key === undefined) {
      key = stemOf(analyse, form);
      if (keyByForm.size >= rememberedForms) keyByForm.clear();
      keyByForm.set(form, key);
    }
    return key;
  }

  function termsOf(text: string): ReadonlySet<string> {
    const terms = new Set<string>();
    for (const { kind, form } of tokensOf(text)) {
      const key = kind === "mark" ? "" : keyOf(form);
      if (key !== "") terms.add(key);
    }
    return terms;
  }

  const lexicon: Lexicon = { keyOf, termsOf };
  lexicons.set(analyse, lexicon);
  return lexicon;
}

const rememberedForms = 20_000;

/** One stemmer after the other: the rules of either hardly touch the words of the other language. */
function stemOf(analyse: AnalysisDep["analyse"], form: string): string {
  const [english] = analyse(form, ["en"]);
  if (english === undefined || analyse(form, ["es"]).length === 0) return "";
  return analyse(english, ["es"])[0] ?? english;
}
