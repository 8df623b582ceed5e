import type { AnalysisDep, Claim } from "./comparison.ts";
import { lexiconOf } from "../words/lexicon.ts";
import { plainText } from "../words/plainText.ts";

const claimsByAnalyser = new WeakMap<AnalysisDep["analyse"], Map<string, Claim>>();
/** One sentence is held against answer after answer; more are not in hand at a time. */
const most = 256;

/** A statement of no answer's, made comparable with what the answers claim. */
export function statedClaim(deps: AnalysisDep, text: string): Claim {
  const claimByText = claimsByAnalyser.get(deps.analyse) ?? new Map<string, Claim>();
  claimsByAnalyser.set(deps.analyse, claimByText);
  const known = claimByText.get(text);
  if (known) return known;
  const terms = lexiconOf(deps).termsOf(plainText(text));
  const claim = { voice: -1, start: 0, end: text.length, text, terms, cited: [] };
  if (claimByText.size >= most) claimByText.clear();
  claimByText.set(text, claim);
  return claim;
}
