import { sql } from "kysely";
import * as z from "zod";
import { localeSchema } from "../../contract/common.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Exchange, KeptReply, PhoneRecords, PhoneSession } from "../../core/phone/phoneSession.ts";
import type { AssistantMemory } from "../../core/understanding/assistant.ts";
import type { Database } from "./database.ts";
import { deleteInSteps } from "./deleteInSteps.ts";
import type { ExchangeTable, PhoneSessionTable } from "./schema.ts";
import { selectedValues, type TypedColumns } from "./selectedValues.ts";

export interface PhoneStore extends PhoneRecords {
  /**
   * Forgets exchanges and sessions whose latest message came more than so many milliseconds ago, a step at a time so that
   * other writers get between. Resolves with how many there were, or when the signal aborts.
   */
  prune(olderThanMs: number, signal: AbortSignal): Promise<number>;
}

export function createPhoneRecords(deps: { readonly database: Database } & ClockDep): PhoneStore {
  const { database, clock } = deps;
  const { query } = database;
  const sessionsOf = (workspaceId: string) =>
    query.selectFrom("phone_sessions").where("phone_sessions.workspace_id", "=", workspaceId);

  return {
    async find(workspaceId, id) {
      const row = await sessionsOf(workspaceId).selectAll().where("id", "=", id).executeTakeFirst();
      return row ? sessionOf(row) : null;
    },

    async latest(workspaceId, phone, mark, since) {
      const row = await sessionsOf(workspaceId)
        .selectAll()
        .where("phone", "=", phone)
        .where("last_activity", ">=", since)
        .where("id", "like", `${mark}%`)
        .orderBy("last_activity", "desc")
        .orderBy("created_at", "desc")
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? sessionOf(row) : null;
    },

    async open(session, since) {
      const { workspaceId, phone } = session;
      const revision = JSON.stringify(session.memory);
      await database.batch([
        query
          .deleteFrom("phone_sessions")
          .where("workspace_id", "=", workspaceId)
          .where("phone", "=", phone)
          .where("last_activity", "<", since),
        query.insertInto("phone_sessions").values({
          workspace_id: workspaceId,
          id: session.id,
          phone,
          memory: revision,
          created_at: session.createdAt,
          last_activity: session.lastActivity,
        }),
      ]);
      return { ...session, revision };
    },

    async take({ workspaceId, id, revision }, memory, exchange) {
      const next = JSON.stringify(memory);
      const row = rowOf(exchange);
      const [, { changes }] = await database.batch([
        query
          .updateTable("phone_sessions")
          .set({ memory: next, last_activity: exchange.createdAt })
          .where("workspace_id", "=", workspaceId)
          .where("id", "=", id)
          .where("memory", "=", revision),
        // The row is locked by the update where that found it; another process's different memory leaves no row here.
        query
          .insertInto("exchanges")
          .columns(typedColumns.map(([column]) => column))
          .expression(
            sessionsOf(workspaceId)
              .where("id", "=", id)
              .where("memory", "=", next)
              .select(selectedValues<ExchangeTable>(typedColumns, (name) => row[name])),
          ),
      ]);
      return changes === 1;
    },

    async complete({ workspaceId, id }, { text, type, turnId }: KeptReply) {
      const { numUpdatedRows } = await query
        .updateTable("exchanges")
        .set({ response: text, response_type: type, turn_id: turnId })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async said({ workspaceId, sessionId, id }, limit) {
      const rows = await query
        .selectFrom("exchanges")
        .select(["message", "response", "response_type"])
        .where("workspace_id", "=", workspaceId)
        .where("session_id", "=", sessionId)
        .where("id", "<", id)
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.toReversed().flatMap(({ message, response, response_type: type }) => [
        { role: "user" as const, content: message },
        // Models refuse an empty message.
        ...(response === "" || type === "error" ? [] : [{ role: "assistant" as const, content: response }]),
      ]);
    },

    async list(workspaceId, { phone, mark, since, limit }) {
      let sessions = sessionsOf(workspaceId)
        .where("last_activity", ">=", since)
        .where("id", "like", `${mark}%`);
      if (phone !== undefined) sessions = sessions.where("phone_sessions.phone", "=", phone);
      const rows = await sessions
        .selectAll()
        .select((parts) =>
          parts
            .selectFrom("exchanges")
            .select(({ fn }) => fn.countAll<number>().as("count"))
            .where("exchanges.workspace_id", "=", workspaceId)
            .whereRef("exchanges.session_id", "=", "phone_sessions.id")
            .as("exchanges"),
        )
        .orderBy("last_activity", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      return rows.map(({ exchanges, ...row }) => {
        const { memory, revision: _, ...session } = sessionOf(row);
        return { ...session, pending: memory.pending, exchanges: exchanges ?? 0 };
      });
    },

    async prune(olderThanMs, signal) {
      const before = clock.now() - olderThanMs;
      let pruned = 0;
      for (const [table, time] of timed) {
        // Their indexes lead with the workspace.
        const where = sql`workspace_id in (select workspace_id from workspaces) and ${sql.ref(time)} < ${before}`;
        pruned += await deleteInSteps(deps, { table, key: ["workspace_id", "id"], where }, signal);
      }
      return pruned;
    },
  };
}

/** When a row was last of use. */
const timed = [
  ["exchanges", "created_at"],
  ["phone_sessions", "last_activity"],
] as const;

const typedColumns = [
  ["workspace_id", "text"],
  ["id", "text"],
  ["session_id", "text"],
  ["phone", "text"],
  ["turn_id", "text"],
  ["message", "text"],
  ["response", "text"],
  ["response_type", "text"],
  ["intent", "text"],
  ["entities", "text"],
  ["missing", "text"],
  ["confidence", "double precision"],
  ["created_at", "bigint"],
] as const satisfies TypedColumns<ExchangeTable>;

/** Without its reply yet. */
function rowOf({ understood, ...exchange }: Exchange): ExchangeTable {
  return {
    workspace_id: exchange.workspaceId,
    id: exchange.id,
    session_id: exchange.sessionId,
    phone: exchange.phone,
    turn_id: null,
    message: exchange.message,
    response: "",
    response_type: "",
    intent: understood.intent,
    entities: JSON.stringify(understood.entities),
    missing: JSON.stringify(understood.missing),
    confidence: understood.confidence,
    created_at: exchange.createdAt,
  };
}

const storedMemory = z.object({
  pending: z.string().nullable(),
  entities: z.record(z.string(), z.array(z.string())),
  locale: localeSchema.optional(),
  confirmed: z.object({ intent: z.string(), entities: z.record(z.string(), z.array(z.string())) }).optional(),
}) satisfies z.ZodType<AssistantMemory>;

function sessionOf(row: PhoneSessionTable): PhoneSession {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    phone: row.phone,
    memory: storedMemory.parse(JSON.parse(row.memory)),
    revision: row.memory,
    createdAt: row.created_at,
    lastActivity: row.last_activity,
  };
}
