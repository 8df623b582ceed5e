import { sql } from "kysely";
import * as z from "zod";
import { voteValues } from "../../contract/feedback.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Vote, VoteKey, VoteRecords } from "../../core/feedback/vote.ts";
import type { Database } from "./database.ts";
import type { VoteTable } from "./schema.ts";

export function createVoteRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): VoteRecords {
  const { query } = database;

  const voteOf = ({ workspaceId, conversationId, messageId, actor }: VoteKey) =>
    query
      .selectFrom("votes")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .where("message_id", "=", messageId)
      .where("actor", "=", actor)
      .where("conversation_id", "=", conversationId);

  return {
    async roleOf({ workspaceId, id }, messageId) {
      const row = await query
        .selectFrom("messages")
        .select("role")
        .where("workspace_id", "=", workspaceId)
        .where("conversation_id", "=", id)
        .where("id", "=", messageId)
        .executeTakeFirst();
      return row ? storedRole.parse(row.role) : null;
    },

    async put(vote) {
      const now = clock.now();
      const [, { rows }] = await database.batch([
        query
          .insertInto("votes")
          .values({
            workspace_id: vote.workspaceId,
            message_id: vote.messageId,
            actor: vote.actor,
            conversation_id: vote.conversationId,
            value: vote.value,
            comment: vote.comment,
            tags: JSON.stringify(vote.tags),
            created_at: now,
            updated_at: now,
          })
          .onConflict((conflict) =>
            conflict
              .columns(["workspace_id", "message_id", "actor"])
              .doUpdateSet((row) => ({
                value: row.ref("excluded.value"),
                comment: row.ref("excluded.comment"),
                tags: row.ref("excluded.tags"),
                updated_at: row.ref("excluded.updated_at"),
              }))
              .where(
                sql<boolean>`votes.value <> excluded.value or votes.tags <> excluded.tags
                  or votes.comment is distinct from excluded.comment`,
              ),
          ),
        voteOf(vote),
      ]);
      const [row] = rows;
      if (!row) throw new Error("a vote that was just cast is not there");
      return voteOfRow(row);
    },

    async find(key) {
      const row = await voteOf(key).executeTakeFirst();
      return row ? voteOfRow(row) : null;
    },

    async remove({ workspaceId, conversationId, messageId, actor }) {
      const { numDeletedRows } = await query
        .deleteFrom("votes")
        .where("workspace_id", "=", workspaceId)
        .where("message_id", "=", messageId)
        .where("actor", "=", actor)
        .where("conversation_id", "=", conversationId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

const storedRole = z.enum(["user", "assistant"]);
const storedValue = z.enum(voteValues);
const storedTags = z.array(z.string());

function voteOfRow(row: VoteTable): Vote {
  return {
    workspaceId: row.workspace_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    actor: row.actor,
    value: storedValue.parse(row.value),
    comment: row.comment,
    tags: storedTags.parse(JSON.parse(row.tags)),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
