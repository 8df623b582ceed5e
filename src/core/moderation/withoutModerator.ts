import type { Deliberation } from "../answering/moderator.ts";
import { traceText } from "./checking/traceText.ts";
import { bestAnswer } from "./bestAnswer.ts";
import type { CheckedSynthesis } from "./checking/checkSynthesis.ts";
import { claimsByVoice } from "./comparing/claimsByVoice.ts";
import type { AnalysisDep } from "./comparing/comparison.ts";
import { deterministicSynthesis, type DeterministicSynthesis } from "./writing/deterministicSynthesis.ts";
import { textFault } from "./textFault.ts";
import { quoteVerifier } from "./checking/quoteVerifier.ts";

export interface UnmoderatedSynthesis extends CheckedSynthesis {
  readonly method: "deterministic" | "best_answer" | "single_answer";
}

/**
 * The synthesis that rules make; where it is no usable text, the best answer as it is, with the same analysis. One
 * answer alone is given as it is. The same input gives the same bytes.
 */
export function withoutModerator(deps: AnalysisDep, deliberation: Deliberation): UnmoderatedSynthesis {
  const made = deterministicSynthesis(deps, deliberation);
  if (deliberation.voices.length < 2) return traced(deps, deliberation, made, "single_answer");
  if (textFault(made.text) === null) return traced(deps, deliberation, made, "deterministic");
  const best = deliberation.voices.slice(bestAnswer(deps, deliberation)).slice(0, 1);
  const alone = deterministicSynthesis(deps, { ...deliberation, voices: best });
  const { claims } = alone.analysis;
  return traced(
    deps,
    deliberation,
    { text: alone.text, analysis: { ...made.analysis, claims } },
    "best_answer",
  );
}

function traced(
  deps: AnalysisDep,
  { voices, evidence }: Deliberation,
  { text, analysis }: DeterministicSynthesis,
  method: UnmoderatedSynthesis["method"],
): UnmoderatedSynthesis {
  const { claims, coverage } = traceText(deps, text, analysis.claims, {
    voices,
    claimsByVoice: claimsByVoice(deps, voices),
    verify: quoteVerifier(voices),
    numbers: new Set(evidence.map(({ n }) => n)),
  });
  const hasConflict = analysis.contradictions.length > 0;
  return { method, text, analysis: { ...analysis, claims: [...claims] }, coverage, hasConflict };
}
