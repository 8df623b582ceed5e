import type { Kysely } from "kysely";
import { prepared, type Slot } from "./prepared.ts";
import type { BranchTable, MessageTable, Schema, TurnEventTable, TurnTable } from "./schema.ts";
import { selectedValues, type TypedColumns } from "./selectedValues.ts";

interface ConversationTouch {
  readonly workspace_id: string;
  readonly id: string;
  readonly title: string;
  readonly now: number;
}

/** The writes of every turn, compiled once. A row that is there already stays as it is. */
export function turnStatements(query: Kysely<Schema>) {
  /** One row while the turn is there: what was erased gets no answer and no events any more. */
  const whileThere = ({ workspace, id }: { readonly workspace: string; readonly id: string }) =>
    query.selectFrom("turns").where("turns.workspace_id", "=", workspace).where("turns.id", "=", id);

  return {
    insertMessage: prepared((slot: Slot<MessageTable>) =>
      query
        .insertInto("messages")
        .values({
          workspace_id: slot("workspace_id"),
          conversation_id: slot("conversation_id"),
          id: slot("id"),
          turn_id: slot("turn_id"),
          role: slot("role"),
          content: slot("content"),
          metadata: slot("metadata"),
          created_at: slot("created_at"),
          branch_id: slot("branch_id"),
        })
        .onConflict((conflict) => conflict.columns(["workspace_id", "conversation_id", "id"]).doNothing()),
    ),

    insertAnswer: prepared((slot: Slot<MessageTable>) =>
      query
        .insertInto("messages")
        .columns(messageColumns.map(([name]) => name))
        .expression(
          whileThere({ workspace: slot("workspace_id"), id: slot("turn_id") }).select(
            selectedValues<MessageTable>(messageColumns, slot),
          ),
        )
        .onConflict((conflict) => conflict.columns(["workspace_id", "conversation_id", "id"]).doNothing()),
    ),

    insertTurn: prepared((slot: Slot<TurnTable>) =>
      query.insertInto("turns").values({
        workspace_id: slot("workspace_id"),
        id: slot("id"),
        conversation_id: slot("conversation_id"),
        actor: slot("actor"),
        user_message_id: slot("user_message_id"),
        assistant_message_id: slot("assistant_message_id"),
        status: slot("status"),
        started_at: slot("started_at"),
        ended_at: slot("ended_at"),
        branch_id: slot("branch_id"),
      }),
    ),

    openConversation: prepared((slot: Slot<ConversationTouch & { readonly actor: string }>) =>
      query.insertInto("conversations").values({
        workspace_id: slot("workspace_id"),
        id: slot("id"),
        actor: slot("actor"),
        title: slot("title"),
        pinned: 0,
        created_at: slot("now"),
        updated_at: slot("now"),
        branch_id: "",
      }),
    ),

    /** The first branch is always there. */
    touchConversation: prepared((slot: Slot<ConversationTouch>) => touched(query, slot)),

    touchInBranch: prepared((slot: Slot<ConversationTouch & { readonly branch: string }>) =>
      touched(query, slot).where((row) =>
        row.exists(
          row
            .selectFrom("branches")
            .select("branches.id")
            .where("branches.workspace_id", "=", slot("workspace_id"))
            .where("branches.conversation_id", "=", slot("id"))
            .where("branches.id", "=", slot("branch")),
        ),
      ),
    ),

    /** The branch becomes the conversation's while what it leaves is still there. */
    touchAndFork: prepared(
      (slot: Slot<ConversationTouch & { readonly branch: string; readonly before: string }>) =>
        touched(query, slot)
          .set({ branch_id: slot("branch") })
          .where((row) =>
            row.exists(
              row
                .selectFrom("messages")
                .select("messages.id")
                .where("messages.workspace_id", "=", slot("workspace_id"))
                .where("messages.conversation_id", "=", slot("id"))
                .where("messages.id", "=", slot("before")),
            ),
          ),
    ),

    insertBranch: prepared((slot: Slot<BranchTable>) =>
      query.insertInto("branches").values({
        workspace_id: slot("workspace_id"),
        conversation_id: slot("conversation_id"),
        id: slot("id"),
        parent_id: slot("parent_id"),
        forked_before: slot("forked_before"),
        created_at: slot("created_at"),
      }),
    ),

    endTurn: prepared((slot: Slot<{ workspace_id: string; id: string; status: string; ended_at: number }>) =>
      query
        .updateTable("turns")
        .set({ status: slot("status"), ended_at: slot("ended_at") })
        .where("workspace_id", "=", slot("workspace_id"))
        .where("id", "=", slot("id"))
        .where("status", "=", "running"),
    ),

    insertEvents: prepared((slot: Slot<TurnEventTable>) =>
      query
        .insertInto("turn_events")
        .columns(eventColumns.map(([name]) => name))
        .expression(
          whileThere({ workspace: slot("workspace_id"), id: slot("turn_id") }).select(
            selectedValues<TurnEventTable>(eventColumns, slot),
          ),
        )
        .onConflict((conflict) =>
          conflict.columns(["workspace_id", "turn_id", "first_seq"]).doUpdateSet({ events: slot("events") }),
        ),
    ),
  };
}

const messageColumns = [
  ["workspace_id", "text"],
  ["conversation_id", "text"],
  ["id", "text"],
  ["turn_id", "text"],
  ["role", "text"],
  ["content", "text"],
  ["metadata", "text"],
  ["created_at", "bigint"],
  ["branch_id", "text"],
] as const satisfies TypedColumns<MessageTable>;

const eventColumns = [
  ["workspace_id", "text"],
  ["turn_id", "text"],
  ["first_seq", "bigint"],
  ["events", "text"],
] as const satisfies TypedColumns<TurnEventTable>;

/** It has a new question, and its title from the first one. */
function touched(query: Kysely<Schema>, slot: Slot<ConversationTouch>) {
  return query
    .updateTable("conversations")
    .set((column) => ({
      updated_at: slot("now"),
      title: column.case().when("title", "=", "").then(slot("title")).else(column.ref("title")).end(),
    }))
    .where("workspace_id", "=", slot("workspace_id"))
    .where("id", "=", slot("id"));
}
