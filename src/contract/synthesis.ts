import * as z from "zod";
import { usageSchema } from "./usage.ts";

/** How good a synthesis is, computed from what it holds. */
export const moderatorQualities = ["high", "medium", "low", "failed"] as const;
export type ModeratorQuality = (typeof moderatorQualities)[number];

/** Who made the text: a moderator model, rules alone, the best answer as it stands, or the only answer there is. */
export const synthesisMethods = ["model", "deterministic", "best_answer", "single_answer"] as const;
export type SynthesisMethod = (typeof synthesisMethods)[number];

const models = z.array(z.string()).describe("Ids of the models that say so");
const sources = z.array(z.int()).describe("Numbers of sources, the 1 of `[S1]`");
const quote = z.string().describe("Exactly as one of the models wrote it");

export const stanceSchema = z.object({
  models,
  quote,
  evidence: z.enum(["supports", "contradicts", "silent"]).describe("What the sources say of it"),
  sources,
});
export type Stance = z.infer<typeof stanceSchema>;

export const contradictionSchema = z.object({
  topic: z.string(),
  stances: z.array(stanceSchema).describe("Two or more, of different models"),
});
export type Contradiction = z.infer<typeof contradictionSchema>;

export const claimSchema = z.object({ text: z.string(), models, quote, sources });
export type SynthesisClaim = z.infer<typeof claimSchema>;

/** What several answers have in common, where they differ and what they leave open; beside the text, never in it. */
export const synthesisSchema = z
  .object({
    moderator_quality: z.enum(moderatorQualities),
    fallback_used: z.boolean().describe("Not made by the moderator that was meant to make it"),
    method: z.enum(synthesisMethods),
    moderator: z.string().nullable().describe("Id of the moderator model; null without one"),
    key_themes: z.array(z.string()),
    contradictions: z.array(contradictionSchema),
    consensus_areas: z.array(z.string()).describe("What at least two models say"),
    recommendations: z.array(z.string()),
    suggested_questions: z.array(z.string()),
    research_areas: z.array(z.string()),
    claims: z.array(claimSchema).describe("Where each sentence of the text comes from"),
    source_references: z.array(z.object({ source: z.int(), models })),
    connections: z.array(z.string()).describe("How themes of different answers belong together"),
    attribution_coverage: z
      .number()
      .min(0)
      .max(1)
      .describe("Share of the text's sentences that an answer stands behind"),
    usage: usageSchema.nullable().describe("Of the moderator's calls; null without any"),
  })
  .meta({ id: "Synthesis" });
export type Synthesis = z.infer<typeof synthesisSchema>;
