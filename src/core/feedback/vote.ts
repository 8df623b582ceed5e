import type { PutVote, VoteValue } from "../../contract/feedback.ts";
import type { Authorized } from "../access/authorized.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { Conversation, StoredMessage } from "../sessions/conversation.ts";

/** What one reader thinks of one answer. */
export interface Vote {
  readonly workspaceId: string;
  readonly conversationId: string;
  readonly messageId: string;
  /** Actor id. */
  readonly actor: string;
  readonly value: VoteValue;
  readonly comment: string | null;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type VoteDraft = Omit<Vote, "createdAt" | "updatedAt">;
export type VoteKey = Pick<Vote, "workspaceId" | "conversationId" | "messageId" | "actor">;

/** Throws AppError `database_unavailable`. */
export interface VoteRecords {
  /** Who wrote the message; null when the conversation has no such one. */
  roleOf(conversation: Conversation, messageId: string): Promise<StoredMessage["role"] | null>;
  /** One a message and actor: the same again changes nothing, another one takes its place. */
  put(vote: VoteDraft): Promise<Vote>;
  find(key: VoteKey): Promise<Vote | null>;
  /** False when there was none. */
  remove(key: VoteKey): Promise<boolean>;
}

export interface VoteRecordsDep {
  readonly votes: VoteRecords;
}

type OwnConversation = Authorized<Conversation, "query:ask">;

/** Votes on an answer of the actor's own conversation. */
export async function castVote(
  { votes }: VoteRecordsDep,
  conversation: OwnConversation,
  messageId: string,
  { value, comment, tags }: PutVote,
): Promise<Vote | Refusal> {
  const role = await votes.roleOf(conversation.value, messageId);
  if (role === null) return unknownMessage;
  if (role === "user") return ownWords;
  return votes.put({
    ...keyOf(conversation, messageId),
    value,
    comment: comment ?? null,
    tags: [...new Set(tags)],
  });
}

export async function readVote(
  { votes }: VoteRecordsDep,
  conversation: OwnConversation,
  messageId: string,
): Promise<Vote | Refusal> {
  return (await votes.find(keyOf(conversation, messageId))) ?? unknownMessage;
}

/** Taking back a vote that is not there changes nothing. */
export async function removeVote(
  { votes }: VoteRecordsDep,
  conversation: OwnConversation,
  messageId: string,
): Promise<null | Refusal> {
  if ((await votes.roleOf(conversation.value, messageId)) === null) return unknownMessage;
  await votes.remove(keyOf(conversation, messageId));
  return null;
}

function keyOf({ actor, value: { workspaceId, id } }: OwnConversation, messageId: string): VoteKey {
  return { workspaceId, conversationId: id, messageId, actor: actor.id };
}

/** As of another's conversation. */
const unknownMessage = refuse("not_found", "There is no such resource.");
const ownWords = refuse("validation_error", "Only answers can be voted on.", [
  { path: "message_id", message: "is a question; vote on the assistant's message" },
]);
