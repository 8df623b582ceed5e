import type { Voice } from "../../answering/moderator.ts";
import { claimsOf } from "./claims.ts";
import type { AnalysisDep, Claim } from "./comparison.ts";

/** What each answer says, in the order of the answers. */
export function claimsByVoice(deps: AnalysisDep, voices: readonly Voice[]): readonly (readonly Claim[])[] {
  const byVoice: Claim[][] = voices.map(() => []);
  for (const claim of claimsOf(deps, voices)) byVoice[claim.voice]?.push(claim);
  return byVoice;
}
