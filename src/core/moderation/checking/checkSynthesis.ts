import type { Deliberation } from "../../answering/moderator.ts";
import type { Analysis } from "../analysis.ts";
import { answerLabels } from "./answerLabels.ts";
import type { LabelledAnswer } from "../asking/answerOrder.ts";
import { traceText } from "./traceText.ts";
import { checkClaims } from "./checkClaims.ts";
import { checkConsensus } from "./checkConsensus.ts";
import { checkContradictions } from "./checkContradictions.ts";
import { claimsByVoice } from "../comparing/claimsByVoice.ts";
import { cleanList } from "./cleanList.ts";
import { compareAnswers } from "../comparing/compareAnswers.ts";
import type { AnalysisDep } from "../comparing/comparison.ts";
import type { SynthesisDraft } from "./readSynthesis.ts";
import { sourceReferences } from "../comparing/sourceReferences.ts";
import { quoteVerifier } from "./quoteVerifier.ts";

/** A synthesis that code has checked. */
export interface CheckedSynthesis {
  readonly text: string;
  readonly analysis: Analysis;
  /** Share of the text's sentences that an answer stands behind, 0..1. */
  readonly coverage: number;
  /** The answers contradict each other, as far as told or seen by rules. */
  readonly hasConflict: boolean;
}

/** Beside the text, a mark has nothing to point from. */
const sourceMarks = /\s*\[S\d[^\]]*\]/g;

/** Tags were escaped for the prompt; a moderator that copies one means what the answer said. */
function asWritten(text: string): string {
  return text.replace(/&lt;(?=\s*\/?\s*(?:said|question|passage|answer)-)/gi, "<");
}

/**
 * Takes of a moderator model's synthesis what can be verified: quotes that answers really hold, consensus of two
 * models, contradictions between two, sources that exist; and puts models where it named labels.
 */
export function checkSynthesis(
  deps: AnalysisDep,
  deliberation: Deliberation,
  answers: readonly LabelledAnswer[],
  draft: SynthesisDraft,
): CheckedSynthesis {
  const { question, voices, evidence } = deliberation;
  const labels = answerLabels(answers, voices, question);
  const verify = quoteVerifier(voices);
  const said = claimsByVoice(deps, voices);
  const checks = { deliberation, labels, verify, claimsByVoice: said };
  const list = (entries: readonly string[]) =>
    cleanList(entries.map((entry) => labels.withoutLabels(asWritten(entry)).replace(sourceMarks, "")));

  const text = labels.withoutLabels(asWritten(draft.synthesis_text)).trim();
  const contradictions = checkContradictions(deps, checks, draft.contradictions);
  const numbers = new Set(evidence.map(({ n }) => n));
  const verified = checkClaims(deps, checks, draft.claims);
  const { claims, coverage } = traceText(deps, text, verified, {
    voices,
    claimsByVoice: said,
    verify,
    numbers,
  });
  return {
    text,
    analysis: {
      key_themes: list(draft.key_themes),
      contradictions,
      consensus_areas: checkConsensus(deps, list(draft.consensus_areas), said),
      recommendations: list(draft.recommendations),
      suggested_questions: list(draft.suggested_questions),
      research_areas: list(draft.research_areas),
      claims: [...claims],
      source_references: sourceReferences(deliberation),
      connections: list(draft.connections),
    },
    coverage,
    hasConflict: contradictions.length > 0 || compareAnswers(deps, question, voices).conflicts.length > 0,
  };
}
