import type { Synthesis } from "../../contract/synthesis.ts";

/** What answers have in common, where they differ and what they leave open, whoever found it out. */
export type Analysis = Pick<
  Synthesis,
  | "key_themes"
  | "contradictions"
  | "consensus_areas"
  | "recommendations"
  | "suggested_questions"
  | "research_areas"
  | "claims"
  | "source_references"
  | "connections"
>;
