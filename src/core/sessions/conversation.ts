import type { MessageMetadata, PatchConversation } from "../../contract/conversations.ts";
import type { StoredDocument } from "../documents/documentRecords.ts";

/** A conversation belongs to one actor in one workspace. */
export interface Conversation {
  readonly workspaceId: string;
  readonly id: string;
  /** Actor id. */
  readonly actor: string;
  /** Empty until the first question gives it one. */
  readonly title: string;
  readonly pinned: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface StoredMessage {
  readonly id: string;
  readonly turnId: string;
  readonly role: "user" | "assistant";
  readonly content: string;
  readonly metadata: MessageMetadata;
  readonly createdAt: number;
}

/** A message as a model reads it. */
export type Said = Pick<StoredMessage, "role" | "content">;

export interface PageOf {
  readonly limit: number;
  /** Id of the last item of the page before. */
  readonly cursor?: string;
}

/** Throws AppError `database_unavailable`. */
export interface ConversationRecords {
  create(draft: Pick<Conversation, "workspaceId" | "id" | "actor" | "title">): Promise<Conversation>;
  find(id: string): Promise<Conversation | null>;
  /** The actor's own, newest first. */
  list(workspaceId: string, actor: string, page: PageOf): Promise<Conversation[]>;
  /** Null when it is gone. */
  update(conversation: Conversation, patch: PatchConversation): Promise<Conversation | null>;
  /** Oldest first. */
  messages(conversation: Conversation, page: PageOf): Promise<StoredMessage[]>;
  /** The newest `limit` messages of other turns than `turnId`, oldest first, without answers that failed. */
  said(conversation: Conversation, turnId: string, limit: number): Promise<Said[]>;
  clear(conversation: Conversation): Promise<void>;
  remove(conversation: Conversation): Promise<void>;
  /** Attaching what is attached already changes nothing. */
  attach(conversation: Conversation, documentIds: readonly string[]): Promise<void>;
  /** Attached documents, archived ones included. */
  attached(conversation: Conversation): Promise<StoredDocument[]>;
}

export interface ConversationRecordsDep {
  readonly conversations: ConversationRecords;
}
