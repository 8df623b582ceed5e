import * as z from "zod";
import { conversationModeSchema, idSchema, instantSchema, localeSchema, pageQuerySchema } from "./common.ts";
import { answeredBySchema, timingsSchema, turnEventSchemas, turnOutcomes } from "./events.ts";
import { standardResponseSchema } from "./orchestrate.ts";
import { retrievalMetadataSchema, sourceSchema } from "./retrieval.ts";
import { strategyNames } from "./strategies.ts";
import { synthesisSchema } from "./synthesis.ts";
import { usageSchema } from "./usage.ts";

/** Of a way through a conversation: an id, or nothing for the first one. */
export const branchIdSchema = z.union([idSchema, z.literal("")]).describe("Empty for the first branch");

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
    branch_id: branchIdSchema.describe("The branch that is read and continued; empty for the first one"),
    created_at: instantSchema,
    updated_at: instantSchema.describe("Of its newest question; naming, pinning and clearing do not move it"),
  })
  .meta({ id: "Conversation" });
export type ConversationView = z.infer<typeof conversationSchema>;

export const patchConversationSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    pinned: z.boolean(),
    branch_id: branchIdSchema.describe("Switches to this branch; empty for the first one"),
  })
  .partial();
export type PatchConversation = z.infer<typeof patchConversationSchema>;

export const listConversationsSchema = pageQuerySchema.extend({
  workspace_id: idSchema.optional().describe("The default workspace when left out"),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe("Only those with this text in title or messages; case and accents do not count"),
  pinned: z.enum(["true", "false"]).optional().describe("Only pinned ones, or only the others"),
  cursor: z.string().max(200).optional().describe("`next` of the page before"),
});

export const exportFormats = ["json", "markdown"] as const;
export const exportConversationSchema = z.strictObject({
  format: z.enum(exportFormats).default("json"),
  locale: localeSchema.optional().describe("Of the words around the messages, in Markdown"),
});

export const branchSchema = z
  .object({
    id: branchIdSchema,
    parent_id: branchIdSchema.optional(),
    forked_before: idSchema.optional().describe("The parent's message before which this branch leaves it"),
    reason: z.enum(["regenerated", "edited"]).optional().describe("Another answer, or another question"),
    active: z.boolean().describe("It is the one that is read and continued"),
    created_at: instantSchema,
  })
  .meta({ id: "Branch" });
export type BranchView = z.infer<typeof branchSchema>;

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
    document_ids: z.array(z.string()).describe("Of a question that was limited to these documents"),
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
    branch_id: branchIdSchema,
    versions: z
      .array(branchIdSchema)
      .optional()
      .describe(
        "Where the conversation forks here: the branches that have a message in this place, oldest first",
      ),
    created_at: instantSchema,
  })
  .meta({ id: "Message" });
export type MessageView = z.infer<typeof messageSchema>;

export const askTurnSchema = z.strictObject({
  message: z
    .string()
    .trim()
    .min(1)
    .max(100_000)
    .optional()
    .describe("The question; left out with `regenerate_of` alone"),
  regenerate_of: idSchema
    .optional()
    .describe("An answer of this conversation: its question is answered anew, in a branch of its own"),
  edit_of: idSchema
    .optional()
    .describe("A question of this conversation: `message` is asked in its place, in a branch of its own"),
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
    branch_id: branchIdSchema,
    status: z.enum(["running", ...turnOutcomes]),
    started_at: instantSchema,
    ended_at: instantSchema.optional(),
  })
  .meta({ id: "Turn" });
export type TurnView = z.infer<typeof turnSchema>;
