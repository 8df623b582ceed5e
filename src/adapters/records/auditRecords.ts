import { sql } from "kysely";
import * as z from "zod";
import { auditChannels } from "../../contract/feedback.ts";
import { turnOutcomes } from "../../contract/events.ts";
import { roundMs, type ClockDep } from "../../core/clock.ts";
import type {
  AuditBook,
  AuditEntry,
  AuditFilter,
  AuditRecords,
  AuditRow,
} from "../../core/feedback/audit.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";
import { createAuditQueue } from "./auditQueue.ts";
import type { Database } from "./database.ts";
import { deleteInSteps } from "./deleteInSteps.ts";
import { preparedRows } from "./preparedRows.ts";
import type { AuditTable } from "./schema.ts";
import type { SqlValue } from "./sqliteMessages.ts";

export interface AuditStore extends AuditBook, AuditRecords {
  /** Tries to write all there is. */
  flush(): Promise<void>;
  /**
   * Forgets answers that were asked for more than so many milliseconds ago, a step at a time so that other writers get
   * between. Resolves with how many there were, or when the signal aborts.
   */
  prune(olderThanMs: number, signal: AbortSignal): Promise<number>;
  /** Writes what is waiting. Rows that come later are lost. */
  close(): Promise<void>;
}

/** Rows are gathered for a quarter of a second and written together; a read sees all that came before it. */
export function createAuditRecords(
  deps: { readonly database: Database } & ClockDep & TelemetryDep,
): AuditStore {
  const { database, clock } = deps;
  const { query } = database;
  const insertRows = preparedRows(blank, valuesOf, (rows) =>
    query
      .insertInto("audits")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing()),
  );
  const queue = createAuditQueue(deps, (rows) => database.batch(insertRows(rows)));

  const filtered = (filter: AuditFilter) => {
    const { workspaceId, from, to, actor, channel, requiresVerification, checked } = filter;
    let rows = query.selectFrom("audits").selectAll();
    if (workspaceId !== undefined) rows = rows.where("workspace_id", "=", workspaceId);
    if (from !== undefined) rows = rows.where("at", ">=", from);
    if (to !== undefined) rows = rows.where("at", "<", to);
    if (actor !== undefined) rows = rows.where("actor", "=", actor);
    if (channel !== undefined) rows = rows.where("channel", "=", channel);
    if (requiresVerification !== undefined)
      rows = rows.where("requires_verification", "=", requiresVerification ? 1 : 0);
    if (checked !== undefined) rows = rows.where("checked_at", checked ? "is not" : "is", null);
    return rows;
  };

  return {
    record: (row) => queue.record(row),
    flush: () => queue.flush(),
    async list(filter, { limit, after }) {
      await queue.flush();
      let rows = filtered(filter);
      if (after)
        rows = rows.where((row) => row(row.refTuple("at", "id"), "<", row.tuple(after.at, after.id)));
      return (await rows.orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute()).map(entryOf);
    },
    async check(id, by, isChecked) {
      await queue.flush();
      const ofAnyWorkspace = query.selectFrom("workspaces").select("workspace_id");
      const [, { rows }] = await database.batch([
        query
          .updateTable("audits")
          .set(
            isChecked ? { checked_by: by, checked_at: clock.now() } : { checked_by: null, checked_at: null },
          )
          .where("workspace_id", "in", ofAnyWorkspace)
          .where("id", "=", id)
          .where("checked_at", isChecked ? "is" : "is not", null),
        query
          .selectFrom("audits")
          .selectAll()
          .where("workspace_id", "in", ofAnyWorkspace)
          .where("id", "=", id),
      ]);
      return rows[0] ? entryOf(rows[0]) : null;
    },
    prune(olderThanMs, signal) {
      const where = sql`at < ${clock.now() - olderThanMs}`;
      return deleteInSteps(deps, { table: "audits", key: ["workspace_id", "id"], where }, signal);
    },
    close: () => queue.close(),
  };
}

/** In the order of `valuesOf`. */
const blank: Omit<AuditTable, "checked_by" | "checked_at"> = {
  workspace_id: "",
  id: "",
  at: 0,
  channel: "",
  conversation_id: "",
  turn_id: "",
  actor: "",
  phone: "",
  client: "",
  outcome: "",
  model: "",
  intent: "",
  confidence: 0,
  source_count: 0,
  sources: "",
  preview: "",
  first_answer_ms: 0,
  latency_ms: 0,
  requires_verification: 0,
};

/** In the order of `blank`. Confidence has two decimals and times have one, so that their sums come out exact. */
function valuesOf(row: AuditRow): SqlValue[] {
  return [
    row.workspaceId,
    row.id,
    row.at,
    row.channel,
    row.conversationId,
    row.turnId,
    row.actor,
    row.phone,
    row.client,
    row.outcome,
    row.model,
    row.intent,
    Math.round(row.confidence * 100) / 100,
    row.sourceCount,
    JSON.stringify(row.sources),
    row.preview,
    row.firstAnswerMs === null ? null : roundMs(row.firstAnswerMs),
    roundMs(row.latencyMs),
    row.requiresVerification ? 1 : 0,
  ];
}

const storedChannel = z.enum(auditChannels);
const storedOutcome = z.enum(turnOutcomes);
const storedSources = z.array(z.string());

function entryOf(row: AuditTable): AuditEntry {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    at: row.at,
    channel: storedChannel.parse(row.channel),
    conversationId: row.conversation_id,
    turnId: row.turn_id,
    actor: row.actor,
    phone: row.phone,
    client: row.client,
    outcome: storedOutcome.parse(row.outcome),
    model: row.model,
    intent: row.intent,
    confidence: row.confidence,
    sources: storedSources.parse(JSON.parse(row.sources)),
    sourceCount: row.source_count,
    preview: row.preview,
    firstAnswerMs: row.first_answer_ms,
    latencyMs: row.latency_ms,
    requiresVerification: row.requires_verification === 1,
    checkedBy: row.checked_by,
    checkedAt: row.checked_at,
  };
}
