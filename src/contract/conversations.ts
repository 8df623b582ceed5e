import * as z from "zod";
import { conversationModeSchema, idSchema, instantSchema, localeSchema } from "./common.ts";
import { answeredBySchema, timingsSchema, turnEventSchemas, turnOutcomes } from "./events.ts";
import { standardResponseSchema } from "./orchestrate.ts";
import { retrievalMetadataSchema, sourceSchema } from "./retrieval.ts";
import { strategyNames } from "./strategies.ts";
import { synthesisSchema } from "./synthesis.ts";
import { usageSchema } from "./usage.ts";

export const createConversationSchema = z.strictObject({
  workspace_id: idSchema.optional().describe("The default workspace when left out"),
  title: z.string().trim().min(1).max(200).optional(),
});
export type CreateConversation = z.infer<typeof createConversationSchema>;

export const conversationSchema = z
  .object({
    id: idSchema,
    workspace_id: idSchema,
    title: z.string(),
    pinned: z.boolean(),
    created_at: instantSchema,
    updated_at: instantSchema,
  })
  .meta({ id: "Conversation" });
export type ConversationView = z.infer<typeof conversationSchema>;

export const patchConversationSchema = z
  .strictObject({ title: z.string().trim().min(1).max(200), pinned: z.boolean() })
  .partial();
export type PatchConversation = z.infer<typeof patchConversationSchema>;

/** What an answer keeps about how it was made. */
export const messageMetadataSchema = z
  .object({
    error: z.boolean(),
    outcome: z.enum(turnOutcomes),
    document_context: z.boolean(),
    documents_used: z.array(z.string()),
    sources: z.array(sourceSchema),
    usage: usageSchema,
    cost_usd: z.number(),
    timings: timingsSchema,
    retrieval: retrievalMetadataSchema,
    synthesis: synthesisSchema,
    individual_responses: z.array(standardResponseSchema).describe("Of each model, where several answered"),
  })
  .extend(answeredBySchema.shape)
  .partial();
export type MessageMetadata = z.infer<typeof messageMetadataSchema>;

export const messageSchema = z
  .object({
    id: idSchema,
    turn_id: idSchema,
    role: z.enum(["user", "assistant"]),
    content: z.string(),
    metadata: messageMetadataSchema,
    created_at: instantSchema,
  })
  .meta({ id: "Message" });
export type MessageView = z.infer<typeof messageSchema>;

export const askTurnSchema = z.strictObject({
  message: z.string().trim().min(1).max(100_000),
  model: z.string().min(1).max(200).optional().describe("This one alone"),
  strategy: z.enum(strategyNames).optional(),
  models: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(20)
    .optional()
    .describe("Ids of configured models, in order; all when left out"),
  file_ids: z
    .array(idSchema)
    .max(100)
    .optional()
    .describe("Uploaded documents to attach to the conversation"),
  document_ids: z
    .array(idSchema)
    .max(1000)
    .optional()
    .describe("Only these documents, of those of the workspace"),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).max(32_000).optional(),
  conversation_mode: conversationModeSchema.optional(),
  locale: localeSchema.optional(),
});
export type AskTurn = z.infer<typeof askTurnSchema>;

export const chatRequestSchema = askTurnSchema.extend({
  workspace_id: idSchema.optional(),
  conversation_id: idSchema.optional().describe("A new conversation is made when left out"),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** The events of a turn folded into one object. */
export const turnAnswerSchema = z
  .object({
    turn_id: idSchema,
    conversation_id: idSchema,
    user_message_id: idSchema,
    message_id: idSchema,
    content: z.string(),
    sources: z.array(sourceSchema),
    synthesis: synthesisSchema.optional().describe("Where several models answered"),
    info: z.array(turnEventSchemas.info),
    warnings: z.array(turnEventSchemas.warning),
    usage: usageSchema.optional(),
    cost_usd: z.number().optional(),
    timings: timingsSchema.optional(),
    documents_used: z.array(z.string()),
    metadata: turnEventSchemas.done.shape.metadata,
  })
  .meta({ id: "TurnAnswer" });
export type TurnAnswer = z.infer<typeof turnAnswerSchema>;

export const turnSchema = z
  .object({
    id: idSchema,
    conversation_id: idSchema,
    user_message_id: idSchema,
    status: z.enum(["running", ...turnOutcomes]),
    started_at: instantSchema,
    ended_at: instantSchema.optional(),
  })
  .meta({ id: "Turn" });
export type TurnView = z.infer<typeof turnSchema>;
