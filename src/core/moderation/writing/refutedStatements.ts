import type { Evidence } from "../../answering/model.ts";
import type { AnalysisDep } from "../comparing/comparison.ts";
import { evidenceStance } from "../comparing/evidenceStance.ts";
import type { Statement } from "./statements.ts";

/** What answers agree on and sources contradict. */
export interface Refuted {
  readonly statement: Statement;
  /** Numbers of the sources that say otherwise. */
  readonly sources: readonly number[];
}

/** Of so many statements the sources are asked; those that lead the synthesis. */
const mostAsked = 5;

/** That answers agree makes nothing true: those of their first statements that the sources contradict. */
export function refutedStatements(
  deps: AnalysisDep,
  evidence: readonly Evidence[],
  agreed: readonly Statement[],
): readonly Refuted[] {
  if (evidence.length === 0) return [];
  return agreed.slice(0, mostAsked).flatMap((statement) => {
    const stance = evidenceStance(deps, statement.claim.text, evidence);
    return stance.evidence === "contradicts" ? [{ statement, sources: stance.sources }] : [];
  });
}
