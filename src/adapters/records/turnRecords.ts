import * as z from "zod";
import { turnEventSchemas, turnOutcomes, type TurnEventName } from "../../contract/events.ts";
import type { ClockDep } from "../../core/clock.ts";
import {
  runningTurn,
  type LoggedEvent,
  type StoredTurn,
  type Turn,
  type TurnRecords,
} from "../../core/sessions/turn.ts";
import type { Database } from "./database.ts";
import type { TurnTable } from "./schema.ts";

const titleLength = 64;

export function createTurnRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): TurnRecords {
  const { query } = database;

  const insertEvents = (turn: Pick<StoredTurn, "workspaceId" | "id">, events: readonly LoggedEvent[]) =>
    query.insertInto("turn_events").values({
      workspace_id: turn.workspaceId,
      turn_id: turn.id,
      first_seq: events[0]?.seq ?? 0,
      events: packEvents(events),
    });

  const opening = ({ conversation }: Turn, title: string, now: number) =>
    query.insertInto("conversations").values({
      workspace_id: conversation.workspaceId,
      id: conversation.id,
      actor: conversation.actor,
      title,
      pinned: 0,
      created_at: now,
      updated_at: now,
    });

  const touching = ({ conversation }: Turn, title: string, now: number) =>
    query
      .updateTable("conversations")
      .set((column) => ({
        updated_at: now,
        title: column.case().when("title", "=", "").then(title).else(column.ref("title")).end(),
      }))
      .where("workspace_id", "=", conversation.workspaceId)
      .where("id", "=", conversation.id);

  return {
    async begin(turn) {
      const now = clock.now();
      const keys = { workspace_id: turn.workspace.id, conversation_id: turn.conversation.id };
      const row = runningTurn(turn, now);
      const title = titleOf(turn.question);
      await database.batch([
        query.insertInto("messages").values({
          ...keys,
          id: turn.userMessageId,
          turn_id: turn.id,
          role: "user",
          content: turn.question,
          metadata: "{}",
          created_at: now,
        }),
        query.insertInto("turns").values({
          ...keys,
          id: row.id,
          actor: row.actor,
          user_message_id: row.userMessageId,
          assistant_message_id: row.assistantMessageId,
          status: row.status,
          started_at: now,
          ended_at: null,
        }),
        turn.opensConversation ? opening(turn, title, now) : touching(turn, title, now),
      ]);
    },

    async append(turn, events) {
      if (events.length === 0) return;
      await insertEvents(turn, events)
        .onConflict((conflict) =>
          conflict
            .columns(["workspace_id", "turn_id", "first_seq"])
            .doUpdateSet({ events: packEvents(events) }),
        )
        .execute();
    },

    async settle(turn, settlement, events) {
      const now = clock.now();
      const key = { workspace_id: turn.workspaceId, conversation_id: turn.conversationId };
      const ended = query
        .updateTable("turns")
        .set({ status: settlement.outcome, ended_at: now })
        .where("workspace_id", "=", turn.workspaceId)
        .where("id", "=", turn.id)
        .where("status", "=", "running");
      const said =
        settlement.message &&
        query
          .insertInto("messages")
          .values({
            ...key,
            id: turn.assistantMessageId,
            turn_id: turn.id,
            role: "assistant",
            content: settlement.message.content,
            metadata: JSON.stringify(settlement.message.metadata),
            created_at: now,
          })
          .onConflict((conflict) => conflict.columns(["workspace_id", "conversation_id", "id"]).doNothing());
      const kept = insertEvents(turn, events).onConflict((conflict) =>
        conflict.columns(["workspace_id", "turn_id", "first_seq"]).doNothing(),
      );
      await database.batch([ended, ...(said ? [said] : []), ...(events.length > 0 ? [kept] : [])]);
    },

    async find(id) {
      const row = await query.selectFrom("turns").selectAll().where("id", "=", id).executeTakeFirst();
      return row ? turnOf(row) : null;
    },

    async events(turn, after) {
      const rows = await query
        .selectFrom("turn_events")
        .select("events")
        .where("workspace_id", "=", turn.workspaceId)
        .where("turn_id", "=", turn.id)
        .orderBy("first_seq")
        .execute();
      // A later stretch that begins within an earlier one says what really went out.
      const bySeq = new Map(
        rows.flatMap((row) => unpackEvents(row.events)).map((event) => [event.seq, event]),
      );
      return [...bySeq.values()].filter((event) => event.seq > after).toSorted((a, b) => a.seq - b.seq);
    },

    async running() {
      const rows = await query
        .selectFrom("turns")
        .selectAll()
        .where("status", "=", "running")
        .orderBy("started_at")
        .execute();
      return rows.map(turnOf);
    },
  };
}

/** `[seq, event, data]` triples: `data` stays the very string that went out. */
function packEvents(events: readonly LoggedEvent[]): string {
  return JSON.stringify(events.map(({ seq, event, data }) => [seq, event, data]));
}

const isEventName = (name: unknown): name is TurnEventName =>
  typeof name === "string" && name in turnEventSchemas;
const packed = z.array(z.tuple([z.int(), z.custom<TurnEventName>(isEventName), z.string()]));

function unpackEvents(text: string): LoggedEvent[] {
  return packed.parse(JSON.parse(text)).map(([seq, event, data]) => ({ seq, event, data }));
}

const storedStatus = z.enum(["running", ...turnOutcomes]);

function turnOf(row: TurnTable): StoredTurn {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    conversationId: row.conversation_id,
    actor: row.actor,
    userMessageId: row.user_message_id,
    assistantMessageId: row.assistant_message_id,
    status: storedStatus.parse(row.status),
    startedAt: row.started_at,
    endedAt: row.ended_at,
  };
}

/** The question's beginning, cut between words. */
function titleOf(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  if (line.length <= titleLength) return line;
  const cut = line.slice(0, titleLength).toWellFormed();
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), titleLength / 2)).trimEnd()}…`;
}
