import * as z from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { turnOutcomes } from "./events.ts";

export const voteValues = ["up", "down", "neutral"] as const;
export type VoteValue = (typeof voteValues)[number];

export const putVoteSchema = z.strictObject({
  value: z.enum(voteValues),
  comment: z.string().trim().min(1).max(2_000).optional(),
  tags: z
    .array(z.string().trim().min(1).max(50))
    .max(20)
    .default([])
    .describe("Each counts once; the order is kept"),
});
export type PutVote = z.infer<typeof putVoteSchema>;

export const voteSchema = z
  .object({
    message_id: idSchema,
    value: z.enum(voteValues),
    comment: z.string().optional(),
    tags: z.array(z.string()),
    created_at: instantSchema,
    updated_at: instantSchema.describe("Of the last vote that differed from the one before"),
  })
  .meta({ id: "Vote" });
export type VoteView = z.infer<typeof voteSchema>;

/** Where a question came in, as the core has it. */
export const auditChannels = ["chat", "ask", "query", "openai", "phone"] as const;

/** `2026-03-01` is the beginning of that day, UTC. */
const since = z.union([instantSchema, z.iso.date()]);
const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const format = z
  .enum(["json", "csv"])
  .optional()
  .describe("`Accept: text/csv` asks for the same; a CSV of the audit holds all that fits, not a page");

export const auditQuerySchema = z.strictObject({
  workspace_id: idSchema.optional().describe("All when left out"),
  from: since.optional().describe("Asked then or later"),
  to: since.optional().describe("Asked before then"),
  actor: z.string().min(1).max(200).optional(),
  channel: z.enum(auditChannels).optional(),
  requires_verification: flag.optional(),
  checked: flag.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}_[\w-]{1,100}$/u, "must be `next` of the page before")
    .optional()
    .describe("`next` of the page before"),
  format,
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditSchema = z
  .object({
    id: z.string().describe("The turn's, or the phone exchange's"),
    workspace_id: idSchema,
    at: instantSchema.describe("When it was asked"),
    channel: z.enum(auditChannels),
    conversation_id: z
      .string()
      .describe("Or the phone session's id; a question outside any has one of its own"),
    turn_id: z.string().optional(),
    actor: z.string(),
    phone: z.string().optional(),
    client: z.string().optional().describe("`User-Agent` of the asker"),
    outcome: z.enum(turnOutcomes),
    model: z.string().optional(),
    intent: z.string().optional(),
    confidence: z.number().min(0).max(1),
    sources: z.array(z.string()).describe("Names of the documents that the answer cites"),
    source_count: z.int().describe("Documents that the answer cites"),
    preview: z.string().describe("The answer's first 200 characters"),
    first_answer_ms: z.number().optional(),
    latency_ms: z.number(),
    requires_verification: z.boolean().describe("Confidence under .7, or fewer than two sources"),
    checked: z.boolean(),
    checked_by: z.string().optional(),
    checked_at: instantSchema.optional(),
  })
  .meta({ id: "Audit" });
export type AuditView = z.infer<typeof auditSchema>;

export const patchAuditSchema = z.strictObject({ checked: z.boolean() });

export const analyticsQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(7).describe("Today (UTC) and the days before it"),
  phone: z.string().trim().min(1).max(40).optional().describe("E.164, e.g. `+59899123456`"),
  workspace_id: idSchema.optional().describe("All that the key may read when left out"),
  format,
});

const count = z.int().min(0);
const mean = z.number().nullable();
const counted = {
  conversations: count,
  messages: count.describe("Answers"),
  average_confidence: mean.describe("Two decimals; null without an answer"),
  unresolved: count.describe("Answers under .5 of confidence, and failures"),
};

export const analyticsSchema = z
  .object({
    period_days: count,
    from: z.iso.date(),
    to: z.iso.date(),
    phone: z.string().optional().describe("The one asked for; masked unless an admin asks"),
    total_conversations: count,
    total_messages: count.describe("Answers: each question has one"),
    intent_distribution: z
      .array(z.object({ intent: z.string(), count }))
      .describe("Most frequent first; answers without an intent are not among them"),
    average_confidence: counted.average_confidence,
    first_answer_ms: z
      .object({ mean, p50: mean, p95: mean })
      .describe("Milliseconds until an answer's first words, of the answers that came to some"),
    votes: z.object({ up: count, down: count, neutral: count }).describe("Cast within the period"),
    unresolved: counted.unresolved,
    by_day: z
      .array(z.object({ day: z.iso.date(), ...counted }))
      .describe("UTC, oldest first, without the days that had no answer"),
    by_channel: z.array(z.object({ channel: z.enum(auditChannels), ...counted })),
  })
  .meta({ id: "ConversationAnalytics" });
export type AnalyticsView = z.infer<typeof analyticsSchema>;

/** What is kept of one person, by kind. */
export const personKinds = [
  "conversations",
  "messages",
  "branches",
  "attached_documents",
  "turns",
  "turn_events",
  "interactions",
  "votes",
  "phone_sessions",
  "exchanges",
  "audits",
  "memberships",
  "idempotency_keys",
  "keys",
  "documents",
] as const;
export type PersonKind = (typeof personKinds)[number];

const ownedSchema = z
  .array(z.object({ id: idSchema, name: z.string() }))
  .describe("Workspaces that this person owns: they stay, and so does the owner's name on them");

export const personSchema = z
  .object({
    person: z.string(),
    held: z.record(z.enum(personKinds), count).describe("Rows by kind"),
    owned_workspaces: ownedSchema,
  })
  .meta({ id: "Person" });
export type PersonView = z.infer<typeof personSchema>;

export const erasedSchema = z
  .object({
    person: z.string(),
    cancelled_turns: count,
    erased: z
      .record(z.enum(personKinds), count)
      .describe("Removed, revoked (keys), or left without the person's name (audits, documents)"),
    owned_workspaces: ownedSchema,
  })
  .meta({ id: "ErasedPerson" });
export type ErasedView = z.infer<typeof erasedSchema>;
