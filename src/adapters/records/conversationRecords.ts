import type { ExpressionBuilder, SelectQueryBuilder } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { Conversation, ConversationRecords, PageOf } from "../../core/sessions/conversation.ts";
import { branchReads, onPath } from "./branchReads.ts";
import { conversationList } from "./conversationList.ts";
import { conversationOf, messageOf, storedRole } from "./conversationRow.ts";
import type { Database } from "./database.ts";
import { prepared, type Slot } from "./prepared.ts";
import { documentOf } from "./documentRow.ts";
import type { MessageTable, Schema } from "./schema.ts";

interface ConversationKey {
  readonly workspace_id: string;
  readonly id: string;
}

export function createConversationRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): ConversationRecords {
  const { query } = database;
  const branchesOf = branchReads(database);

  const messagesOf = ({ workspaceId, id }: Conversation) =>
    query
      .selectFrom("messages")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .where("conversation_id", "=", id);

  const forgetMessages = ({ workspaceId, id }: Conversation) => {
    const ofConversation = (table: "messages" | "branches") =>
      query.selectFrom(table).where("workspace_id", "=", workspaceId).where("conversation_id", "=", id);
    // Each turn has a message of its own here, or opened a branch.
    const turnIds = ofConversation("messages")
      .select("turn_id")
      .union(ofConversation("branches").select("id as turn_id"));
    return [
      query.deleteFrom("turn_events").where("workspace_id", "=", workspaceId).where("turn_id", "in", turnIds),
      query.deleteFrom("turns").where("workspace_id", "=", workspaceId).where("id", "in", turnIds),
      query.deleteFrom("votes").where("workspace_id", "=", workspaceId).where("conversation_id", "=", id),
      query.deleteFrom("branches").where("workspace_id", "=", workspaceId).where("conversation_id", "=", id),
      query.deleteFrom("messages").where("workspace_id", "=", workspaceId).where("conversation_id", "=", id),
    ];
  };

  const saidBesides = (workspaceId: string, conversationId: string, turnId: string) =>
    query
      .selectFrom("messages")
      .select(["role", "content"])
      .where("workspace_id", "=", workspaceId)
      .where("conversation_id", "=", conversationId)
      .where("turn_id", "<>", turnId)
      // JSON as `JSON.stringify` writes it; within a text of it the quotes would be escaped.
      .where("metadata", "not like", '%"error":true%')
      .orderBy("id", "desc");

  const findById = prepared((slot: Slot<{ id: string }>) =>
    query.selectFrom("conversations").selectAll().where("id", "=", slot("id")),
  );

  const saidIn = prepared((slot: Slot<ConversationKey & { turn: string; limit: number }>) =>
    saidBesides(slot("workspace_id"), slot("id"), slot("turn"))
      .where("branch_id", "=", "")
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
      const conversation: Conversation = {
        ...draft,
        pinned: false,
        branchId: "",
        createdAt: now,
        updatedAt: now,
      };
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

    list: conversationList(database),

    async update({ workspaceId, id }, { title, pinned, branch_id }) {
      const conversation = query
        .updateTable("conversations")
        .set({
          // Something has to be set: an update of nothing is no statement.
          id,
          ...(title !== undefined && { title }),
          ...(pinned !== undefined && { pinned: pinned ? 1 : 0 }),
          ...(branch_id !== undefined && { branch_id }),
        })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id);
      const known = (expression: ExpressionBuilder<Schema, "conversations">) =>
        expression.exists(
          expression
            .selectFrom("branches")
            .select("id")
            .where("workspace_id", "=", workspaceId)
            .where("conversation_id", "=", id)
            .where("id", "=", branch_id ?? ""),
        );
      const row = await (branch_id ? conversation.where(known) : conversation)
        .returningAll()
        .executeTakeFirst();
      return row ? conversationOf(row) : null;
    },

    async messages(conversation, page) {
      const own = messagesOf(conversation).where(onPath(await branchesOf.path(conversation)));
      return (await paged(own, page).execute()).map(messageOf);
    },

    async everyMessage(conversation, page) {
      return (await paged(messagesOf(conversation), page).execute()).map(messageOf);
    },

    async message(conversation, id) {
      const row = await messagesOf(conversation).where("id", "=", id).executeTakeFirst();
      return row ? messageOf(row) : null;
    },

    branches: (conversation) => branchesOf.branches(conversation),

    async said({ workspaceId, conversationId: id, id: turn, userMessageId, branchId }, limit) {
      const statement =
        branchId === ""
          ? saidIn({ workspace_id: workspaceId, id, turn, limit })
          : saidBesides(workspaceId, id, turn)
              // A question that is answered anew is another turn's.
              .where("id", "<>", userMessageId)
              .where(onPath(await branchesOf.path({ workspaceId, id, branchId })))
              .limit(limit);
      const [{ rows }] = await database.batch([statement]);
      return rows.map(({ role, content }) => ({ role: storedRole.parse(role), content })).toReversed();
    },

    async clear(conversation) {
      const { workspaceId, id } = conversation;
      await database.batch([
        ...forgetMessages(conversation),
        query
          .updateTable("conversations")
          .set({ branch_id: "" })
          .where("workspace_id", "=", workspaceId)
          .where("id", "=", id),
      ]);
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

function paged(rows: SelectQueryBuilder<Schema, "messages", MessageTable>, { limit, cursor }: PageOf) {
  return (cursor === undefined ? rows : rows.where("id", ">", cursor)).orderBy("id").limit(limit);
}
