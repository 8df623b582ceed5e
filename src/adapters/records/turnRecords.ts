import * as z from "zod";
import type { MessageMetadata } from "../../contract/conversations.ts";
import { turnEventSchemas, turnOutcomes, type TurnEventName } from "../../contract/events.ts";
import type { ClockDep } from "../../core/clock.ts";
import {
  runningTurn,
  type LoggedEvent,
  type StoredTurn,
  type Turn,
  type TurnRecords,
} from "../../core/sessions/turn.ts";
import { AppError } from "../../core/errors.ts";
import type { Database } from "./database.ts";
import type { TurnEventTable, TurnTable } from "./schema.ts";
import { turnStatements } from "./turnStatements.ts";

const titleLength = 64;

export function createTurnRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): TurnRecords {
  const { query } = database;
  const statements = turnStatements(query);

  /** The conversation, or what it forks from, was removed between its reading and this. */
  const undoBegin = async ({
    workspaceId,
    id,
    userMessageId,
    conversationId,
  }: StoredTurn): Promise<never> => {
    await database.batch([
      query.deleteFrom("turns").where("workspace_id", "=", workspaceId).where("id", "=", id),
      query
        .deleteFrom("branches")
        .where("workspace_id", "=", workspaceId)
        .where("conversation_id", "=", conversationId)
        .where("id", "=", id),
      query
        .deleteFrom("messages")
        .where("workspace_id", "=", workspaceId)
        .where("conversation_id", "=", conversationId)
        .where("id", "=", userMessageId)
        .where("turn_id", "=", id),
    ]);
    throw new AppError("not_found", "The conversation is gone", { retryable: false });
  };

  /** Changes no row where the conversation, or what the turn builds on in it, is gone. */
  const touch = ({ conversation, opensConversation, fork, question }: Turn, branch: string, now: number) => {
    const { workspaceId: workspace_id, id, actor } = conversation;
    const touched = { workspace_id, id, title: titleOf(question), now };
    if (opensConversation) return statements.openConversation({ ...touched, actor });
    if (fork) return statements.touchAndFork({ ...touched, branch, before: fork.forkedBefore });
    return branch === ""
      ? statements.touchConversation(touched)
      : statements.touchInBranch({ ...touched, branch });
  };

  return {
    async begin(turn) {
      const now = clock.now();
      const row = runningTurn(turn, now);
      const { branchId: branch_id } = row;
      const { workspaceId: workspace_id, id: conversation_id, actor } = turn.conversation;
      const { fork, documentIds } = turn;
      const limits: MessageMetadata = documentIds ? { document_ids: [...documentIds] } : {};
      const said = {
        workspace_id,
        conversation_id,
        id: turn.userMessageId,
        turn_id: turn.id,
        role: "user",
        content: turn.question,
        metadata: JSON.stringify(limits),
        created_at: now,
        branch_id,
      };
      const [conversation] = await database.batch([
        touch(turn, branch_id, now),
        statements.insertTurn({
          workspace_id,
          conversation_id,
          id: row.id,
          actor,
          user_message_id: row.userMessageId,
          assistant_message_id: row.assistantMessageId,
          status: row.status,
          started_at: now,
          ended_at: null,
          branch_id,
        }),
        ...(fork?.questionId ? [] : [statements.insertMessage(said)]),
        ...(fork
          ? [
              statements.insertBranch({
                workspace_id,
                conversation_id,
                id: branch_id,
                parent_id: fork.parentId,
                forked_before: fork.forkedBefore,
                created_at: now,
              }),
            ]
          : []),
      ]);
      if (conversation.changes === 0) await undoBegin(row);
    },

    async append(turn, events) {
      if (events.length === 0) return;
      await database.batch([statements.insertEvents(eventsRow(turn, events))]);
    },

    async settle(turn, { outcome, message }, events) {
      const now = clock.now();
      const { workspaceId: workspace_id, conversationId: conversation_id } = turn;
      const said = message && {
        workspace_id,
        conversation_id,
        id: turn.assistantMessageId,
        turn_id: turn.id,
        role: "assistant",
        content: message.content,
        metadata: JSON.stringify(message.metadata),
        created_at: now,
        branch_id: turn.branchId,
      };
      await database.batch([
        statements.endTurn({ workspace_id, id: turn.id, status: outcome, ended_at: now }),
        ...(said ? [statements.insertAnswer(said)] : []),
        ...(events.length > 0 ? [statements.insertEvents(eventsRow(turn, events))] : []),
      ]);
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

function eventsRow(
  turn: Pick<StoredTurn, "workspaceId" | "id">,
  events: readonly LoggedEvent[],
): TurnEventTable {
  return {
    workspace_id: turn.workspaceId,
    turn_id: turn.id,
    first_seq: events[0]?.seq ?? 0,
    events: packEvents(events),
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
    branchId: row.branch_id,
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
