import type { MessageMetadata, PatchConversation } from "../../contract/conversations.ts";
import type { StoredDocument } from "../documents/documentRecords.ts";
import type { Branch } from "./branch.ts";
import type { StoredTurn } from "./turn.ts";

/** A conversation belongs to one actor in one workspace. */
export interface Conversation {
  readonly workspaceId: string;
  readonly id: string;
  /** Actor id. */
  readonly actor: string;
  /** Empty until the first question gives it one. */
  readonly title: string;
  readonly pinned: boolean;
  /** The branch that is read and continued; empty for the first one. */
  readonly branchId: string;
  readonly createdAt: number;
  /** When its newest question was asked; nothing else moves it. */
  readonly updatedAt: number;
}

export interface StoredMessage {
  readonly id: string;
  readonly turnId: string;
  readonly role: "user" | "assistant";
  readonly content: string;
  readonly metadata: MessageMetadata;
  readonly branchId: string;
  readonly createdAt: number;
}

/** A message as a model reads it. */
export type Said = Pick<StoredMessage, "role" | "content">;

export interface PageOf {
  readonly limit: number;
  /** Id of the last item of the page before. */
  readonly cursor?: string;
}

export interface ConversationQuery {
  readonly limit: number;
  readonly cursor?: ListPosition;
  /** Only those whose title or messages hold this; case and accents do not count. */
  readonly text?: string;
  readonly pinned?: boolean;
}

/**
 * Where a page of conversations ended. The list goes on in the order of the moment at which its first page was read, so
 * that a question asked meanwhile makes it neither skip nor repeat a conversation.
 */
export interface ListPosition {
  /** Newest activity that the first page knew of. */
  readonly asOf: number;
  readonly pinned: boolean;
  /** Of the last conversation, as of then. */
  readonly activity: number;
  readonly id: string;
}

export interface ConversationPage {
  readonly items: readonly Conversation[];
  /** Null when this is the last one. */
  readonly next: ListPosition | null;
}

/** A turn's place: its history is what its branch says before its question. */
export type TurnPlace = Pick<
  StoredTurn,
  "workspaceId" | "id" | "conversationId" | "userMessageId" | "branchId"
>;

/** Throws AppError `database_unavailable`. */
export interface ConversationRecords {
  create(draft: Pick<Conversation, "workspaceId" | "id" | "actor" | "title">): Promise<Conversation>;
  find(id: string): Promise<Conversation | null>;
  /** The actor's own: pinned ones first, then by their newest question. */
  list(workspaceId: string, actor: string, query: ConversationQuery): Promise<ConversationPage>;
  /** Null when it, or the branch, is gone. */
  update(conversation: Conversation, patch: PatchConversation): Promise<Conversation | null>;
  /** Of the conversation's branch and what it shares with its parents, oldest first. */
  messages(conversation: Conversation, page: PageOf): Promise<StoredMessage[]>;
  /** Of all branches, oldest first. */
  everyMessage(conversation: Conversation, page: PageOf): Promise<StoredMessage[]>;
  /** Of any branch. */
  message(conversation: Conversation, id: string): Promise<StoredMessage | null>;
  /** All but the first one, oldest first. */
  branches(conversation: Pick<Conversation, "workspaceId" | "id">): Promise<Branch[]>;
  /** The newest `limit` messages of the branch but the turn's own, oldest first, without answers that failed. */
  said(turn: TurnPlace, limit: number): Promise<Said[]>;
  /** Its branches go with its messages. */
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
