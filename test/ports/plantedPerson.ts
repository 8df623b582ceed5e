import { sql } from "kysely";
import type { Database } from "../../src/adapters/records/database.ts";
import type { Schema } from "../../src/adapters/records/schema.ts";

/** Every table that may hold something of a person. */
export const personalTables = [
  "api_keys",
  "audits",
  "branches",
  "conversation_documents",
  "conversations",
  "documents",
  "exchanges",
  "idempotency_keys",
  "interactions",
  "messages",
  "phone_sessions",
  "turn_events",
  "turns",
  "votes",
  "workspace_members",
  "workspaces",
] as const satisfies (keyof Schema)[];

/** All rows of those tables, in an order of their own. */
export async function everyRow({ query }: Database): Promise<string[]> {
  const tables = await Promise.all(
    personalTables.map(async (table) => {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(query);
      return rows.map((row) => `${table} ${JSON.stringify(row)}`);
    }),
  );
  return tables.flat().toSorted();
}

interface Planted {
  readonly workspace: string;
  readonly tag: string;
  readonly actor: string;
  readonly phone: string | null;
  readonly words: string;
}

/** One row of each kind in a workspace, those of the phone only with a number. Texts hold `words`; ids begin with `tag`. */
export async function plantPerson(database: Database, planted: Planted): Promise<void> {
  const { query } = database;
  const { workspace, tag, actor, phone, words } = planted;
  const here = { workspace_id: workspace };
  if (phone !== null) await plantCaller(database, { ...planted, phone });
  const id = (of: string) => `${tag}-${of}`;
  const talk = { ...here, conversation_id: id("c") };
  const times = { created_at: 1_000, updated_at: 2_000 };
  const said = JSON.stringify([words]);
  await query
    .insertInto("conversations")
    .values({ ...here, id: id("c"), actor, title: words, pinned: 0, branch_id: "", ...times })
    .execute();
  await query
    .insertInto("messages")
    .values({
      ...talk,
      id: id("m"),
      turn_id: id("t"),
      role: "assistant",
      content: words,
      metadata: said,
      created_at: 1_000,
      branch_id: "",
    })
    .execute();
  await query
    .insertInto("branches")
    .values({ ...talk, id: id("b"), parent_id: "", forked_before: id("m"), created_at: 1_000 })
    .execute();
  await query
    .insertInto("conversation_documents")
    .values({ ...talk, document_id: id("d") })
    .execute();
  await query
    .insertInto("turns")
    .values({
      ...talk,
      id: id("t"),
      actor,
      user_message_id: id("u"),
      assistant_message_id: id("m"),
      status: "completed",
      started_at: 1_000,
      ended_at: 2_000,
      branch_id: "",
    })
    .execute();
  await query
    .insertInto("turn_events")
    .values({ ...here, turn_id: id("t"), first_seq: 1, events: said })
    .execute();
  await query
    .insertInto("interactions")
    .values({
      ...here,
      id: id("i"),
      actor,
      mode: "auto",
      quality: "high",
      fallback_used: 0,
      processing_ms: 1,
      created_at: 1_000,
      question_preview: words,
      synthesis_preview: words,
      question: words,
      answer: said,
    })
    .execute();
  await query
    .insertInto("votes")
    .values({ ...talk, message_id: id("m"), actor, value: "up", comment: words, tags: said, ...times })
    .execute();
  const audit = {
    ...talk,
    at: 1_000,
    turn_id: id("t"),
    client: words,
    outcome: "completed",
    model: "fast",
    intent: "general",
    confidence: 0.9,
    source_count: 2,
    sources: said,
    preview: words,
    first_answer_ms: 1,
    latency_ms: 1,
    requires_verification: 0,
    checked_by: null,
    checked_at: null,
  };
  await query
    .insertInto("audits")
    .values([
      { ...audit, id: id("a"), channel: "chat", actor, phone: null },
      ...(phone === null
        ? []
        : [{ ...audit, id: id("p"), channel: "phone", actor: `phone:${phone}`, phone }]),
    ])
    .execute();
  await query
    .insertInto("workspace_members")
    .values({ ...here, actor, added_by: "chief", created_at: 1_000 })
    .execute();
  await query
    .insertInto("idempotency_keys")
    .values({ ...here, actor, key: words, digest: "d", result: said, created_at: 1_000 })
    .execute();
  await query
    .insertInto("api_keys")
    .values({
      id: id("k"),
      hash: id("hash"),
      actor,
      name: words,
      role: "member",
      scopes: "[]",
      workspaces: "[]",
      created_at: 1_000,
      revoked_at: 2_000,
      expires_at: 3_000,
      last_used_at: 1_500,
    })
    .execute();
  await query
    .insertInto("documents")
    .values({
      ...here,
      id: id("d"),
      name: `${tag}.txt`,
      hash: id("h"),
      mime: "text/plain",
      bytes: 1,
      status: "ready",
      stage: null,
      progress: 1,
      pages: null,
      chunks: 1,
      language: null,
      version: 1,
      claims: 1,
      attempts: 1,
      run_at: 1,
      claimed_at: 1,
      lease_until: null,
      error_code: null,
      error_reason: null,
      uploaded_by: actor,
      source_type: "upload",
      allowed_roles: "[]",
      ...times,
    })
    .execute();
}

async function plantCaller(
  { query }: Database,
  planted: Planted & { readonly phone: string },
): Promise<void> {
  const { workspace, tag, phone, words } = planted;
  const here = { workspace_id: workspace };
  const id = (of: string) => `${tag}-${of}`;
  const said = JSON.stringify([words]);
  await query
    .insertInto("phone_sessions")
    .values({ ...here, id: id("s"), phone, memory: said, created_at: 1_000, last_activity: 2_000 })
    .execute();
  await query
    .insertInto("exchanges")
    .values({
      ...here,
      id: id("e"),
      session_id: id("s"),
      phone,
      turn_id: null,
      message: words,
      response: words,
      response_type: "informacion",
      intent: "general",
      entities: said,
      missing: said,
      confidence: 0.9,
      created_at: 1_000,
    })
    .execute();
}
