import * as z from "zod";
import {
  conversationModes,
  conversationModeSchema,
  idSchema,
  instantSchema,
  localeSchema,
} from "./common.ts";
import { turnEventSchemas } from "./events.ts";
import { standardResponseSchema } from "./orchestrate.ts";
import { sourceSchema } from "./retrieval.ts";
import { strategyNames } from "./strategies.ts";
import { moderatorQualities, synthesisSchema } from "./synthesis.ts";
import { usageSchema } from "./usage.ts";

export const queryRequestSchema = z.strictObject({
  user_prompt_text: z.string().trim().min(1).max(10_000),
  include_context: z.boolean().default(true).describe("Passages of the project's documents"),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(100).max(4_000).optional().describe("Of each model's answer"),
  strategy: z.enum(strategyNames).default("parallel"),
  providers: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .optional()
    .describe("Ids of configured models, in order; all when left out"),
  conversation_mode: conversationModeSchema.default("auto"),
  save_synthesis: z
    .boolean()
    .default(false)
    .describe("Keep the answer as a document of the project, for later questions"),
  locale: localeSchema.optional(),
});
export type QueryRequest = z.infer<typeof queryRequestSchema>;

export const contextInfoSchema = z.object({
  chunks_found: z.int(),
  chunks_used: z.int(),
  context_tokens: z.int().describe("Estimated"),
  token_limit: z.int(),
  was_truncated: z.boolean().describe("Passages were left out because they did not fit"),
  top_k: z.int(),
  similarity_threshold: z.number(),
  sources: z.array(sourceSchema).describe("What `[S1]` in the texts points to"),
});
export type ContextInfo = z.infer<typeof contextInfoSchema>;

export const queryTimingsSchema = z.object({
  context_retrieval_time_ms: z.number(),
  ai_orchestration_time_ms: z.number(),
  moderator_synthesis_time_ms: z.number(),
  total_processing_time_ms: z.number(),
});
export type QueryTimings = z.infer<typeof queryTimingsSchema>;

const analysis = synthesisSchema.shape;

export const queryResponseSchema = z
  .object({
    interaction_event_id: idSchema,
    synthesis_text: z.string(),
    moderator_quality: analysis.moderator_quality,
    key_themes: analysis.key_themes,
    contradictions: analysis.contradictions,
    consensus_areas: analysis.consensus_areas,
    recommendations: analysis.recommendations,
    suggested_questions: analysis.suggested_questions,
    research_areas: analysis.research_areas,
    claims: analysis.claims,
    individual_responses: z.array(standardResponseSchema),
    context_info: contextInfoSchema.nullable().describe("Null when no context was asked for"),
    processing_time_ms: z.number(),
    timings: queryTimingsSchema,
    created_at: instantSchema,
    fallback_used: analysis.fallback_used,
    cost_usd: z.number().nullable().describe("Of all calls; null when a price is unknown"),
    usage: z.object({ answers: usageSchema, moderation: usageSchema.nullable() }).describe("By phase"),
    warnings: z.array(turnEventSchemas.warning),
  })
  .meta({ id: "QueryResponse" });
export type QueryResponse = z.infer<typeof queryResponseSchema>;

export const interactionSchema = queryResponseSchema
  .extend({ user_prompt_text: z.string(), conversation_mode: z.enum(conversationModes) })
  .meta({ id: "Interaction" });
export type InteractionView = z.infer<typeof interactionSchema>;

export const interactionPageQuerySchema = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(20),
});

export const interactionPreviewSchema = z.object({
  id: idSchema,
  user_prompt_preview: z.string().describe("First 200 characters"),
  synthesis_preview: z.string().describe("First 200 characters"),
  moderator_quality: z.enum(moderatorQualities),
  fallback_used: z.boolean(),
  processing_time_ms: z.number(),
  created_at: instantSchema,
});
export type InteractionPreview = z.infer<typeof interactionPreviewSchema>;

export const interactionPageSchema = z.object({
  items: z.array(interactionPreviewSchema).describe("Newest first"),
  page: z.int(),
  per_page: z.int(),
  total: z.int(),
});
export type InteractionPage = z.infer<typeof interactionPageSchema>;
