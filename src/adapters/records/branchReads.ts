import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { branchPath, type Branch, type Stretch } from "../../core/sessions/branch.ts";
import type { Conversation, ConversationRecords } from "../../core/sessions/conversation.ts";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

/** A conversation's branches, and where the messages of one of them lie. */
export interface BranchReads extends Pick<ConversationRecords, "branches"> {
  /** Costs no read for the first branch. */
  path(conversation: Pick<Conversation, "workspaceId" | "id" | "branchId">): Promise<readonly Stretch[]>;
}

export function branchReads({ query }: Pick<Database, "query">): BranchReads {
  const branches: BranchReads["branches"] = async ({ workspaceId, id }) => {
    const rows = await query
      .selectFrom("branches")
      .leftJoin("messages", (join) =>
        join
          .onRef("messages.workspace_id", "=", "branches.workspace_id")
          .onRef("messages.conversation_id", "=", "branches.conversation_id")
          .onRef("messages.id", "=", "branches.forked_before"),
      )
      .select(["branches.id", "parent_id", "forked_before", "branches.created_at", "messages.role"])
      .where("branches.workspace_id", "=", workspaceId)
      .where("branches.conversation_id", "=", id)
      .orderBy("branches.id")
      .execute();
    return rows.map((row) => ({
      id: row.id,
      parentId: row.parent_id,
      forkedBefore: row.forked_before,
      reason: row.role === "assistant" ? "regenerated" : "edited",
      createdAt: row.created_at,
    })) satisfies Branch[];
  };

  return {
    branches,
    async path(conversation) {
      const { branchId } = conversation;
      return branchPath(branchId === "" ? [] : await branches(conversation), branchId);
    },
  };
}

/** Condition: a message lies on the path. */
export function onPath(path: readonly Stretch[]) {
  return (expression: ExpressionBuilder<Schema, "messages">): Expression<SqlBool> =>
    expression.or(
      path.map(({ branchId, before }) =>
        before === null
          ? expression("branch_id", "=", branchId)
          : expression.and([expression("branch_id", "=", branchId), expression("id", "<", before)]),
      ),
    );
}
