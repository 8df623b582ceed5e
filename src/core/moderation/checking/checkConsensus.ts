import { isSaidBy } from "../comparing/attribution.ts";
import type { AnalysisDep, Claim } from "../comparing/comparison.ts";

/** Those of the statements that at least two answers really make. */
export function checkConsensus(
  deps: AnalysisDep,
  statements: readonly string[],
  claimsByVoice: readonly (readonly Claim[])[],
): string[] {
  return statements.filter((statement) => voicesBehind(deps, statement, claimsByVoice).length >= 2);
}

/** Places of the answers that stand behind a statement. */
export function voicesBehind(
  deps: AnalysisDep,
  statement: string,
  claimsByVoice: readonly (readonly Claim[])[],
): readonly number[] {
  return [...claimsByVoice.keys()].filter((voice) => isSaidBy(deps, statement, claimsByVoice[voice] ?? []));
}
