import { sql, type RawBuilder } from "kysely";
import type { PersonKind } from "../../contract/feedback.ts";
import type { Person } from "../../core/feedback/person.ts";
import type { Schema } from "./schema.ts";

/** Where the rows of one kind are, and which of them are a person's. */
export interface Holding {
  readonly table: keyof Schema;
  /** Columns that tell rows apart; the rows are read in their order. */
  readonly key: readonly string[];
  readonly mine: (person: Person) => RawBuilder<unknown>;
  /** All when left out. */
  readonly columns?: readonly string[];
  /** Columns that hold JSON. */
  readonly json?: readonly string[];
}

/** Leads every condition on a table of workspaces, so that their keys are used. */
const anywhere = sql`workspace_id in (select workspace_id from workspaces)`;

const byActor = ({ actor }: Person) => sql`${anywhere} and actor = ${actor}`;
const byPhone = ({ phone }: Person) => (phone === null ? sql`1 = 0` : sql`${anywhere} and phone = ${phone}`);
const ofConversations = ({ actor }: Person) =>
  sql`(workspace_id, conversation_id) in (select workspace_id, id from conversations where ${anywhere} and actor = ${actor})`;
const ofTurns = ({ actor }: Person) =>
  sql`(workspace_id, turn_id) in (select workspace_id, id from turns where ${anywhere} and actor = ${actor})`;

export const holdings: Readonly<Record<PersonKind, Holding>> = {
  conversations: { table: "conversations", key: ["workspace_id", "id"], mine: byActor },
  messages: {
    table: "messages",
    key: ["workspace_id", "conversation_id", "id"],
    mine: ofConversations,
    json: ["metadata"],
  },
  branches: { table: "branches", key: ["workspace_id", "conversation_id", "id"], mine: ofConversations },
  attached_documents: {
    table: "conversation_documents",
    key: ["workspace_id", "conversation_id", "document_id"],
    mine: ofConversations,
  },
  turns: { table: "turns", key: ["workspace_id", "id"], mine: byActor },
  turn_events: {
    table: "turn_events",
    key: ["workspace_id", "turn_id", "first_seq"],
    mine: ofTurns,
    json: ["events"],
  },
  interactions: { table: "interactions", key: ["workspace_id", "id"], mine: byActor, json: ["answer"] },
  votes: { table: "votes", key: ["workspace_id", "message_id", "actor"], mine: byActor, json: ["tags"] },
  phone_sessions: {
    table: "phone_sessions",
    key: ["workspace_id", "id"],
    mine: byPhone,
    json: ["memory"],
  },
  exchanges: {
    table: "exchanges",
    key: ["workspace_id", "id"],
    mine: byPhone,
    json: ["entities", "missing"],
  },
  // By their own indexes: the rows of one person are few among all.
  audits: {
    table: "audits",
    key: ["workspace_id", "id"],
    mine: ({ actor, phone }) =>
      phone === null ? sql`actor = ${actor}` : sql`(actor = ${actor} or phone = ${phone})`,
    json: ["sources"],
  },
  memberships: { table: "workspace_members", key: ["workspace_id", "actor"], mine: byActor },
  idempotency_keys: {
    table: "idempotency_keys",
    key: ["workspace_id", "actor", "key"],
    mine: byActor,
    json: ["result"],
  },
  keys: {
    table: "api_keys",
    key: ["id"],
    mine: ({ actor }) => sql`actor = ${actor}`,
    columns: [
      "id",
      "actor",
      "name",
      "role",
      "scopes",
      "workspaces",
      "created_at",
      "revoked_at",
      "expires_at",
      "last_used_at",
    ],
    json: ["scopes", "workspaces"],
  },
  documents: {
    table: "documents",
    key: ["workspace_id", "id"],
    mine: ({ actor }) => sql`${anywhere} and uploaded_by = ${actor}`,
    columns: [
      "workspace_id",
      "id",
      "name",
      "mime",
      "bytes",
      "status",
      "source_type",
      "created_at",
      "updated_at",
    ],
  },
};

/** A number for each kind. */
export function byKind(count: (kind: PersonKind) => number): Record<PersonKind, number> {
  return {
    conversations: count("conversations"),
    messages: count("messages"),
    branches: count("branches"),
    attached_documents: count("attached_documents"),
    turns: count("turns"),
    turn_events: count("turn_events"),
    interactions: count("interactions"),
    votes: count("votes"),
    phone_sessions: count("phone_sessions"),
    exchanges: count("exchanges"),
    audits: count("audits"),
    memberships: count("memberships"),
    idempotency_keys: count("idempotency_keys"),
    keys: count("keys"),
    documents: count("documents"),
  };
}
