import type { Language } from "../language.ts";
import type { ConversationRecordsDep } from "../sessions/conversation.ts";
import type { Turn } from "../sessions/turn.ts";
import { hiddenFrom, mayReadDocument } from "./documentAccess.ts";
import type { DocumentRecordsDep, StoredDocument } from "./documentRecords.ts";

/** The documents that a turn may draw on. */
export interface DocumentScope {
  /** Null means every searchable document of the workspace. */
  readonly documentIds: readonly string[] | null;
  /** Documents of the workspace that the asker must not know of; they count nowhere else in here. */
  readonly hidden: readonly string[];
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
  const { asker, workspace } = turn;
  const [all, everyones, restricted] = await Promise.all([
    namedDocuments(deps, turn),
    turn.documentIds === null ? deps.documents.census(workspace.id) : null,
    deps.documents.restricted(workspace.id),
  ]);
  const hidden = hiddenFrom(asker, restricted);
  const named = all.filter((document) => mayReadDocument(asker, document));
  if (named.length === 0 && everyones) {
    const census = hidden.length === 0 ? everyones : await deps.documents.census(workspace.id, asker);
    return { ...census, documentIds: null, hidden, awaited: [], gone: [] };
  }
  const searchable = named.filter(isSearchable);
  const awaited = named.filter((document) => document.status === "processing" && document.version === 0);
  return {
    documentIds: searchable.map((document) => document.id),
    hidden,
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
