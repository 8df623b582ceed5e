import * as z from "zod";
import { conversationModeSchema, idSchema, localeSchema } from "./common.ts";
import { confidenceSchema } from "./confidence.ts";
import { sourceTypes } from "./documents.ts";
import { strategyNames } from "./strategies.ts";

/** A cited passage. `text.slice(start, end)` of the document's text is exactly `snippet`. */
export const sourceSchema = z
  .object({
    n: z.int().describe("The 1 of `[S1]`"),
    doc_id: idSchema,
    doc_name: z.string(),
    page: z.int().optional(),
    start: z.int(),
    end: z.int(),
    snippet: z.string(),
    score: z.number().min(0).max(1),
    source_type: z
      .enum(sourceTypes)
      .optional()
      .describe("`ai_synthesis`: an answer that was kept, no evidence"),
    flagged: z.boolean().describe("The passage looks like an injected instruction"),
  })
  .meta({ id: "Source" });

export type Source = z.infer<typeof sourceSchema>;

/** Why a question was searched for as it was put, or was not. */
export const rewriteReasons = [
  "short",
  "connector",
  "pronoun",
  "ellipsis",
  "mode_continue",
  "mode_new",
  "first_question",
  "stands_alone",
  "nothing_to_add",
  "too_long",
] as const;

/** How a question was understood from what was said before it. */
export const rewriteMetadataSchema = z.object({
  _META_query_original: z.string().describe("The question as it was put"),
  _META_query_rewritten: z.string().describe("What the documents were searched for"),
  _META_rewrite_applied: z.boolean().describe("The two differ"),
  _META_rewrite_reason: z.enum(rewriteReasons),
});
export type RewriteMetadata = z.infer<typeof rewriteMetadataSchema>;

export const retrievalMetadataSchema = z
  .object({
    chunks_found: z.int(),
    chunks_used: z.int(),
    candidates_count: z.int(),
    hybrid_used: z.boolean(),
    rerank_applied: z.boolean(),
    context_chars: z.int(),
    was_truncated: z.boolean(),
    retrieve_ms: z.number(),
    llm_ms: z.number(),
    total_ms: z.number(),
    confidence: confidenceSchema,
  })
  .extend(rewriteMetadataSchema.shape)
  .partial();

export type RetrievalMetadata = z.infer<typeof retrievalMetadataSchema>;

const question = z.string().trim().min(1).max(10_000);
const topK = z.int().min(1).max(20).default(5);

export const searchRequestSchema = z.strictObject({
  query: question,
  top_k: topK,
  document_ids: z.array(idSchema).max(1000).optional(),
  conversation_id: idSchema
    .optional()
    .describe("The question is understood from what was said in this conversation; asking, it is kept there"),
  conversation_mode: conversationModeSchema.optional(),
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

export const searchResponseSchema = z.object({
  items: z.array(sourceSchema),
  metadata: retrievalMetadataSchema,
});
export type SearchResponse = z.infer<typeof searchResponseSchema>;

export const askRequestSchema = searchRequestSchema.extend({
  model: z.string().min(1).max(200).optional().describe("This one alone"),
  strategy: z.enum(strategyNames).optional(),
  models: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .optional()
    .describe("In order; all when left out"),
  locale: localeSchema.optional(),
});
export type AskRequest = z.infer<typeof askRequestSchema>;

export const askResponseSchema = z.object({
  answer: z.string(),
  sources: z.array(sourceSchema),
  metadata: retrievalMetadataSchema,
});
export type AskResponse = z.infer<typeof askResponseSchema>;
