import { plain } from "./claims.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";
import { lexiconOf } from "../words/lexicon.ts";

/** A statement of no answer's, made comparable with what the answers claim. */
export function statedClaim(deps: AnalysisDep, text: string): Claim {
  return {
    voice: -1,
    start: 0,
    end: text.length,
    text,
    terms: lexiconOf(deps).termsOf(plain(text)),
    cited: [],
  };
}
