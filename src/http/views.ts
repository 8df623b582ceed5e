import type { BranchView, ConversationView, MessageView, TurnView } from "../contract/conversations.ts";
import type { AcceptedDocuments, DocumentView } from "../contract/documents.ts";
import { instant } from "../contract/instant.ts";
import type { KeyView } from "../contract/keys.ts";
import type { InteractionPreview, InteractionView } from "../contract/query.ts";
import type { WorkspaceView } from "../contract/workspaces.ts";
import type { StoredKey } from "../core/access/keys.ts";
import type { Workspace } from "../core/access/workspace.ts";
import type { AcceptedDocument, StoredDocument } from "../core/documents/documentRecords.ts";
import { versionsOf, type Branch } from "../core/sessions/branch.ts";
import type { Conversation, StoredMessage } from "../core/sessions/conversation.ts";
import type { Interaction, InteractionSummary } from "../core/sessions/interaction.ts";
import type { StoredTurn } from "../core/sessions/turn.ts";

/** Records in their wire form; what is null is left out. */

export function workspaceView(workspace: Workspace): WorkspaceView {
  const { id, name, description, visibility, owner, settings } = workspace;
  return { id, name, description, visibility, owner, settings, ...stamps(workspace) };
}

export function interactionView({ question, mode, answer }: Interaction): InteractionView {
  return { ...answer, user_prompt_text: question, conversation_mode: mode };
}

export function interactionPreview(summary: InteractionSummary): InteractionPreview {
  const { id, question, synthesis, quality, fallbackUsed, processingMs, createdAt } = summary;
  return {
    id,
    user_prompt_preview: question,
    synthesis_preview: synthesis,
    moderator_quality: quality,
    fallback_used: fallbackUsed,
    processing_time_ms: processingMs,
    created_at: instant(createdAt),
  };
}

export function documentView(document: StoredDocument): DocumentView {
  const {
    id,
    workspaceId,
    name,
    status,
    stage,
    progress,
    mime,
    bytes,
    hash,
    pages,
    chunks,
    language,
    attempts,
    sourceType,
    allowedRoles,
    error,
  } = document;
  return {
    id,
    workspace_id: workspaceId,
    name,
    status,
    progress,
    mime,
    bytes,
    hash,
    chunks,
    attempts,
    source_type: sourceType,
    allowed_roles: [...allowedRoles],
    ...(stage && { stage }),
    ...(pages !== null && { pages }),
    ...(language && { language }),
    ...(error && { error }),
    ...stamps(document),
  };
}

export function acceptedView({ document, duplicate }: AcceptedDocument): AcceptedDocuments["items"][number] {
  const { id, name, status, bytes, mime, allowedRoles } = document;
  return { id, name, status, bytes, mime, allowed_roles: [...allowedRoles], duplicate };
}

export function conversationView(conversation: Conversation): ConversationView {
  const { id, workspaceId, title, pinned, branchId } = conversation;
  return { id, workspace_id: workspaceId, title, pinned, branch_id: branchId, ...stamps(conversation) };
}

export function messageView(message: StoredMessage, branches: readonly Branch[]): MessageView {
  const { id, turnId, role, content, metadata, branchId, createdAt } = message;
  const versions = versionsOf(message, branches);
  return {
    id,
    turn_id: turnId,
    role,
    content,
    metadata,
    branch_id: branchId,
    ...(versions.length > 0 && { versions }),
    created_at: instant(createdAt),
  };
}

/** The first branch, which has no row, and those that left it and each other. */
export function branchViews(conversation: Conversation, branches: readonly Branch[]): BranchView[] {
  const isActive = (id: string) => id === conversation.branchId;
  const first = { id: "", active: isActive(""), created_at: instant(conversation.createdAt) };
  const forks = branches.map(({ id, parentId, forkedBefore, reason, createdAt }) => ({
    id,
    parent_id: parentId,
    forked_before: forkedBefore,
    reason,
    active: isActive(id),
    created_at: instant(createdAt),
  }));
  return [first, ...forks];
}

export function turnView(turn: StoredTurn): TurnView {
  return {
    id: turn.id,
    conversation_id: turn.conversationId,
    user_message_id: turn.userMessageId,
    branch_id: turn.branchId,
    status: turn.status,
    started_at: instant(turn.startedAt),
    ...(turn.endedAt !== null && { ended_at: instant(turn.endedAt) }),
  };
}

export function keyView({
  id,
  name,
  actor,
  role,
  scopes,
  workspaces,
  createdAt,
  revokedAt,
}: StoredKey): KeyView {
  return {
    id,
    name,
    actor,
    role,
    scopes: [...scopes],
    workspaces: [...workspaces],
    created_at: instant(createdAt),
    ...(revokedAt !== null && { revoked_at: instant(revokedAt) }),
  };
}

/** A page of a list, with the cursor of the next one while there may be more. */
export function page<T extends { readonly id: string }, V>(
  items: readonly T[],
  limit: number,
  view: (item: T) => V,
) {
  const last = items.length === limit ? items.at(-1) : undefined;
  return { items: items.map(view), ...(last && { next: last.id }) };
}

function stamps({ createdAt, updatedAt }: { readonly createdAt: number; readonly updatedAt: number }) {
  return { created_at: instant(createdAt), updated_at: instant(updatedAt) };
}
