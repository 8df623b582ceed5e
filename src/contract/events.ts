import * as z from "zod";
import { idSchema } from "./common.ts";
import { documentStatusSchema } from "./documents.ts";
import { errorCodeSchema } from "./errors.ts";
import { retrievalMetadataSchema, sourceSchema } from "./retrieval.ts";

/** The steps of a turn that may fail without ending it. */
export const stepNames = ["ingestion", "understanding", "retrieval", "saving"] as const;
export type StepName = (typeof stepNames)[number];

export const usageSchema = z.object({
  input_tokens: z.int(),
  output_tokens: z.int(),
  estimated: z.boolean(),
});

export const timingsSchema = z.object({ first_content_ms: z.number().optional(), total_ms: z.number() });

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
  document_ready: z.object({ doc_id: idSchema, doc_name: z.string() }),
  done: z.object({
    message_id: idSchema,
    usage: usageSchema.optional(),
    timings: timingsSchema.optional(),
    documents_used: z.array(z.string()),
    metadata: retrievalMetadataSchema.extend({ outcome: z.enum(turnOutcomes) }),
  }),
  error: z.object({
    error: errorCodeSchema,
    message: z.string(),
    retryable: z.boolean(),
    partial: z.boolean().describe("Text was already sent"),
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
