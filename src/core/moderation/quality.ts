import type { ModeratorQuality } from "../../contract/synthesis.ts";
import type { Analysis } from "./analysis.ts";
import type { CheckedSynthesis } from "./checking/checkSynthesis.ts";
import { textFault } from "./textFault.ts";

/**
 * How good a synthesis is. "high": five of the six marks, three of the four lists, more than 800 characters and four
 * fifths of the sentences from answers; "medium": three marks, two lists, more than 400 characters; "failed": not a
 * text at all; "low": anything else.
 */
export function qualityOf(graded: CheckedSynthesis): ModeratorQuality {
  const { text, coverage } = graded;
  if (textFault(text) !== null) return "failed";
  const marks = structureMarks(graded);
  const lists = filledLists(graded.analysis);
  if (marks >= 5 && lists >= 3 && text.length > 800 && coverage >= 0.8) return "high";
  return marks >= 3 && lists >= 2 && text.length > 400 ? "medium" : "low";
}

/** The parts of the analysis that are there, 0..6. Contradictions count too where the answers have none. */
export function structureMarks({
  analysis,
  hasConflict,
}: Omit<CheckedSynthesis, "text" | "coverage">): number {
  return [
    analysis.key_themes.length > 0,
    analysis.contradictions.length > 0 || !hasConflict,
    analysis.consensus_areas.length > 0,
    analysis.recommendations.length > 0,
    analysis.suggested_questions.length > 0,
    analysis.research_areas.length > 0,
  ].filter(Boolean).length;
}

/** Of the four lists that no quote stands behind, those with more than one entry, 0..4. */
export function filledLists(analysis: Analysis): number {
  const { key_themes, recommendations, suggested_questions, research_areas } = analysis;
  return [key_themes, recommendations, suggested_questions, research_areas].filter(({ length }) => length > 1)
    .length;
}
