import * as z from "zod";
import { idSchema } from "./common.ts";
import { documentStatusSchema } from "./documents.ts";
import { errorCodeSchema } from "./errors.ts";
import { strategyNames } from "./strategies.ts";
import { retrievalMetadataSchema, sourceSchema } from "./retrieval.ts";
import { synthesisSchema } from "./synthesis.ts";
import { usageSchema } from "./usage.ts";

/** The steps of a turn that may fail without ending it. */
export const stepNames = [
  "ingestion",
  "understanding",
  "retrieval",
  "answering",
  "moderation",
  "saving",
] as const;
export type StepName = (typeof stepNames)[number];

/** What a model was called for: to answer, to make one answer of several, or to say what a question means. */
export const attemptPhases = ["answer", "moderation", "understanding"] as const;
export type AttemptPhase = (typeof attemptPhases)[number];

export const attemptOutcomes = ["won", "lost", "cancelled", "failed"] as const;

/** One call of one model. */
export const attemptSchema = z.object({
  model: z.string(),
  provider: z.string(),
  phase: z.enum(attemptPhases),
  try: z.int().describe("2 for the first retry"),
  outcome: z.enum(attemptOutcomes),
  failure: z.string().optional().describe("Class of the failure"),
  first_content_ms: z.number().optional(),
  latency_ms: z.number(),
  cost_usd: z.number().optional(),
});
export type AttemptView = z.infer<typeof attemptSchema>;

/** How the answer was come by. */
export const answeredBySchema = z
  .object({
    strategy: z.enum(strategyNames),
    model: z.string(),
    provider: z.string(),
    finish_reason: z.string(),
    cached: z.boolean().describe("Given from the response cache, without calling a model"),
    prompt_version: z.string(),
    prompt_hash: z.string(),
    attempts: z.array(attemptSchema),
  })
  .partial();

export const timingsSchema = z.object({
  first_content_ms: z.number().optional(),
  total_ms: z.number(),
  context_retrieval_time_ms: z.number().optional(),
  ai_orchestration_time_ms: z
    .number()
    .optional()
    .describe("Until all models had answered, where several did"),
  moderator_synthesis_time_ms: z.number().optional(),
});

export const responseStatuses = [
  "success",
  "error",
  "timeout",
  "rate_limited",
  "auth_error",
  "quota_exceeded",
  "service_unavailable",
] as const;
export type ResponseStatus = (typeof responseStatuses)[number];

export const turnOutcomes = ["completed", "failed", "cancelled", "interrupted"] as const;
export type TurnOutcome = (typeof turnOutcomes)[number];

export const turnEventSchemas = {
  start: z.object({
    turn_id: idSchema,
    conversation_id: idSchema,
    user_message_id: idSchema,
    strategy: z.string(),
    models: z.array(z.string()),
  }),
  system: z.object({
    type: z.literal("file_ingestion"),
    message: z.string(),
    documents: z.array(z.object({ doc_id: idSchema, name: z.string(), status: documentStatusSchema })),
  }),
  info: z.object({ message: z.string(), code: z.string() }),
  warning: z.object({ message: z.string(), step: z.enum(stepNames), code: z.string() }),
  sources: z.object({ sources: z.array(sourceSchema) }),
  chunk: z.object({ content: z.string() }),
  answer: z.object({
    provider: z.string(),
    model: z.string(),
    status: z.enum(responseStatuses),
    text: z.string(),
    latency_ms: z.number(),
  }),
  synthesis: synthesisSchema,
  document_ready: z.object({ doc_id: idSchema, doc_name: z.string() }),
  done: z.object({
    message_id: idSchema,
    usage: usageSchema.optional(),
    cost_usd: z.number().optional().describe("Of all attempts; left out when a price is unknown"),
    timings: timingsSchema.optional(),
    documents_used: z.array(z.string()),
    metadata: retrievalMetadataSchema
      .extend({ outcome: z.enum(turnOutcomes) })
      .extend(answeredBySchema.shape),
  }),
  error: z.object({
    error: errorCodeSchema,
    message: z.string(),
    retryable: z.boolean(),
    partial: z.boolean().describe("Text was already sent"),
    retry_after_ms: z.number().optional().describe("When asking again makes sense, where that is known"),
  }),
} as const;

export type TurnEventName = keyof typeof turnEventSchemas;

type TurnEventOf<Name extends TurnEventName> = {
  readonly event: Name;
  readonly data: z.infer<(typeof turnEventSchemas)[Name]>;
};

/** Everything a turn says, as a closed union: the only language between the core and its faces. */
export type TurnEvent = { [Name in TurnEventName]: TurnEventOf<Name> }[TurnEventName];

/** `done` and `error` are the last word of a turn. */
export type TerminalEvent = TurnEventOf<"done"> | TurnEventOf<"error">;

export function isTerminal(event: TurnEvent): event is TerminalEvent {
  return event.event === "done" || event.event === "error";
}
