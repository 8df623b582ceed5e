import type { Language } from "../language.ts";
import type { ConversationRecordsDep } from "../sessions/conversation.ts";
import type { Turn } from "../sessions/turn.ts";
import type { DocumentRecordsDep, StoredDocument } from "./documentRecords.ts";

/** The documents that a turn may draw on. */
export interface DocumentScope {
  /** Null means every searchable document of the workspace. */
  readonly documentIds: readonly string[] | null;
  readonly searchable: number;
  /** Still being read, so this answer goes without them; failed ones do not count. */
  readonly processing: number;
  /** Those of them that belong to the conversation or the question: told when they become ready meanwhile. */
  readonly awaited: readonly string[];
  /** Names of attached documents that were deleted meanwhile. */
  readonly gone: readonly string[];
  readonly languages: readonly Language[];
}

/** The ones the question names, else the conversation's, else the whole workspace's. */
export async function documentScope(
  deps: DocumentRecordsDep & ConversationRecordsDep,
  turn: Turn,
): Promise<DocumentScope> {
  const [named, census] = await Promise.all([
    namedDocuments(deps, turn),
    turn.documentIds === null ? deps.documents.census(turn.workspace.id) : null,
  ]);
  if (named.length === 0 && census) return { ...census, documentIds: null, awaited: [], gone: [] };
  const searchable = named.filter(isSearchable);
  const awaited = named.filter((document) => document.status === "processing" && document.version === 0);
  return {
    documentIds: searchable.map((document) => document.id),
    searchable: searchable.length,
    processing: awaited.length,
    awaited: awaited.map((document) => document.id),
    gone: named.filter((document) => document.status === "archived").map((document) => document.name),
    languages: [...new Set(searchable.flatMap((document) => document.language ?? []))],
  };
}

function isSearchable(document: StoredDocument): boolean {
  return document.version > 0 && (document.status === "ready" || document.status === "processing");
}

function namedDocuments(
  deps: DocumentRecordsDep & ConversationRecordsDep,
  { workspace, conversation, documentIds, opensConversation, fileIds }: Turn,
): Promise<readonly StoredDocument[]> {
  if (documentIds) return deps.documents.getMany(workspace.id, documentIds);
  const hasNone = opensConversation && fileIds.length === 0;
  return hasNone ? Promise.resolve([]) : deps.conversations.attached(conversation);
}
