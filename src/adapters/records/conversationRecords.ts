import * as z from "zod";
import { messageMetadataSchema } from "../../contract/conversations.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Conversation, ConversationRecords, StoredMessage } from "../../core/sessions/conversation.ts";
import type { Database } from "./database.ts";
import { prepared, type Slot } from "./prepared.ts";
import { documentOf } from "./documentRow.ts";
import type { ConversationTable, MessageTable } from "./schema.ts";

interface ConversationKey {
  readonly workspace_id: string;
  readonly id: string;
}

export function createConversationRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): ConversationRecords {
  const { query } = database;

  const messagesOf = ({ workspaceId, id }: Conversation) =>
    query
      .selectFrom("messages")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .where("conversation_id", "=", id);

  const forgetMessages = ({ workspaceId, id }: Conversation) => {
    const turnIds = query
      .selectFrom("turns")
      .select("id")
      .where("workspace_id", "=", workspaceId)
      .where("conversation_id", "=", id);
    return [
      query.deleteFrom("turn_events").where("workspace_id", "=", workspaceId).where("turn_id", "in", turnIds),
      query.deleteFrom("turns").where("workspace_id", "=", workspaceId).where("conversation_id", "=", id),
      query.deleteFrom("messages").where("workspace_id", "=", workspaceId).where("conversation_id", "=", id),
    ];
  };

  const findById = prepared((slot: Slot<{ id: string }>) =>
    query.selectFrom("conversations").selectAll().where("id", "=", slot("id")),
  );

  const saidIn = prepared((slot: Slot<ConversationKey & { turn: string; limit: number }>) =>
    query
      .selectFrom("messages")
      .select(["role", "content"])
      .where("workspace_id", "=", slot("workspace_id"))
      .where("conversation_id", "=", slot("id"))
      .where("turn_id", "<>", slot("turn"))
      // JSON as `JSON.stringify` writes it; within a text of it the quotes would be escaped.
      .where("metadata", "not like", '%"error":true%')
      .orderBy("id", "desc")
      .limit(slot("limit")),
  );

  const attachedTo = prepared((slot: Slot<ConversationKey>) =>
    query
      .selectFrom("documents")
      .selectAll("documents")
      .innerJoin("conversation_documents as attached", (join) =>
        join
          .onRef("attached.workspace_id", "=", "documents.workspace_id")
          .onRef("attached.document_id", "=", "documents.id"),
      )
      .where("documents.workspace_id", "=", slot("workspace_id"))
      .where("attached.conversation_id", "=", slot("id"))
      .orderBy("documents.id"),
  );

  return {
    async create(draft) {
      const now = clock.now();
      const conversation: Conversation = { ...draft, pinned: false, createdAt: now, updatedAt: now };
      await query
        .insertInto("conversations")
        .values({
          workspace_id: draft.workspaceId,
          id: draft.id,
          actor: draft.actor,
          title: draft.title,
          pinned: 0,
          created_at: now,
          updated_at: now,
          branch_id: "",
        })
        .execute();
      return conversation;
    },

    async find(id) {
      const [{ rows }] = await database.batch([findById({ id })]);
      return rows[0] ? conversationOf(rows[0]) : null;
    },

    async list(workspaceId, actor, { limit, cursor }) {
      let rows = query
        .selectFrom("conversations")
        .selectAll()
        .where("workspace_id", "=", workspaceId)
        .where("actor", "=", actor);
      if (cursor !== undefined) rows = rows.where("id", "<", cursor);
      return (await rows.orderBy("id", "desc").limit(limit).execute()).map(conversationOf);
    },

    async update({ workspaceId, id }, { title, pinned }) {
      const row = await query
        .updateTable("conversations")
        .set({
          updated_at: clock.now(),
          ...(title !== undefined && { title }),
          ...(pinned !== undefined && { pinned: pinned ? 1 : 0 }),
        })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirst();
      return row ? conversationOf(row) : null;
    },

    async messages(conversation, { limit, cursor }) {
      let rows = messagesOf(conversation);
      if (cursor !== undefined) rows = rows.where("id", ">", cursor);
      return (await rows.orderBy("id").limit(limit).execute()).map(messageOf);
    },

    async said({ workspaceId, id }, turn, limit) {
      const [{ rows }] = await database.batch([saidIn({ workspace_id: workspaceId, id, turn, limit })]);
      return rows.map(({ role, content }) => ({ role: storedRole.parse(role), content })).toReversed();
    },

    async clear(conversation) {
      await database.batch(forgetMessages(conversation));
    },

    async remove(conversation) {
      const { workspaceId, id } = conversation;
      await database.batch([
        ...forgetMessages(conversation),
        query
          .deleteFrom("conversation_documents")
          .where("workspace_id", "=", workspaceId)
          .where("conversation_id", "=", id),
        query.deleteFrom("conversations").where("workspace_id", "=", workspaceId).where("id", "=", id),
      ]);
    },

    async attach({ workspaceId, id }, documentIds) {
      if (documentIds.length === 0) return;
      await query
        .insertInto("conversation_documents")
        .values(
          documentIds.map((documentId) => ({
            workspace_id: workspaceId,
            conversation_id: id,
            document_id: documentId,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async attached({ workspaceId, id }) {
      const [{ rows }] = await database.batch([attachedTo({ workspace_id: workspaceId, id })]);
      return rows.map(documentOf);
    },
  };
}

function conversationOf(row: ConversationTable): Conversation {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    actor: row.actor,
    title: row.title,
    pinned: row.pinned === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const storedRole = z.enum(["user", "assistant"]);

function messageOf(row: MessageTable): StoredMessage {
  return {
    id: row.id,
    turnId: row.turn_id,
    role: storedRole.parse(row.role),
    content: row.content,
    metadata: messageMetadataSchema.parse(JSON.parse(row.metadata)),
    createdAt: row.created_at,
  };
}
