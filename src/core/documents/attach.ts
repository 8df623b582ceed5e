import type { Conversation, ConversationRecordsDep } from "../sessions/conversation.ts";
import { mayReadDocument, type Viewer } from "./documentAccess.ts";
import type { DocumentRecordsDep, StoredDocument } from "./documentRecords.ts";

/** What the files of a turn turned out to be. */
export interface AttachedFiles {
  /** Newly attached and usable, now or soon. */
  readonly received: readonly StoredDocument[];
  readonly failed: readonly StoredDocument[];
  /** How many ids name no document of the workspace that the asker may know of. */
  readonly unknown: number;
}

/** Attaches the files that are not attached yet. It never waits for them: parsing goes on in the background. */
export async function attachFiles(
  deps: ConversationRecordsDep & DocumentRecordsDep,
  conversation: Conversation,
  fileIds: readonly string[],
  asker?: Viewer,
): Promise<AttachedFiles> {
  if (fileIds.length === 0) return { received: [], failed: [], unknown: 0 };
  const attached = new Set((await deps.conversations.attached(conversation)).map((document) => document.id));
  const fresh = [...new Set(fileIds)].filter((id) => !attached.has(id));
  const found = (await deps.documents.getMany(conversation.workspaceId, fresh)).filter(
    (document) => document.status !== "archived" && mayReadDocument(asker, document),
  );
  await deps.conversations.attach(
    conversation,
    found.map((document) => document.id),
  );
  return {
    received: found.filter((document) => document.status !== "failed"),
    failed: found.filter((document) => document.status === "failed"),
    unknown: fresh.length - found.length,
  };
}
