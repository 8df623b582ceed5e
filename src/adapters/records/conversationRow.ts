import * as z from "zod";
import { messageMetadataSchema } from "../../contract/conversations.ts";
import type { Conversation, StoredMessage } from "../../core/sessions/conversation.ts";
import type { ConversationTable, MessageTable } from "./schema.ts";

export function conversationOf(row: ConversationTable): Conversation {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    actor: row.actor,
    title: row.title,
    pinned: row.pinned === 1,
    branchId: row.branch_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export const storedRole = z.enum(["user", "assistant"]);

export function messageOf(row: MessageTable): StoredMessage {
  return {
    id: row.id,
    turnId: row.turn_id,
    role: storedRole.parse(row.role),
    content: row.content,
    metadata: messageMetadataSchema.parse(JSON.parse(row.metadata)),
    branchId: row.branch_id,
    createdAt: row.created_at,
  };
}
