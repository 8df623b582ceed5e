import { refuse, type Refusal } from "../errors.ts";
import { sizeText } from "./sizeText.ts";
import { mayReadDocument, type Viewer } from "./documentAccess.ts";
import type { DocumentDraft, DocumentRecordsDep } from "./documentRecords.ts";

/** What the documents of one workspace may come to; null for no limit. */
export interface WorkspaceQuota {
  readonly bytes: number | null;
  readonly documents: number | null;
}

export interface QuotaDep {
  /** None when left out. */
  readonly quota?: WorkspaceQuota;
}

/**
 * The refusal of documents that would go over the quota; null when they fit. What the uploader has there already brings
 * nothing.
 */
export async function overQuota(
  { documents, quota }: DocumentRecordsDep & QuotaDep,
  workspaceId: string,
  uploader: Viewer,
  drafts: readonly DocumentDraft[],
): Promise<Refusal | null> {
  if (!quota || (quota.bytes === null && quota.documents === null)) return null;
  const [used, held] = await Promise.all([
    documents.occupied(workspaceId),
    documents.holding(
      workspaceId,
      drafts.map(({ hash }) => hash),
    ),
  ]);
  const known = new Set(held.filter((document) => mayReadDocument(uploader, document)).map(nameOf));
  const fresh = [...new Map(drafts.map((draft) => [nameOf(draft), draft])).values()].filter(
    (draft) => !known.has(nameOf(draft)),
  );
  const bytes = fresh.reduce((sum, draft) => sum + draft.bytes, 0);
  if (quota.documents !== null && used.documents + fresh.length > quota.documents && fresh.length > 0)
    return tooMuch(
      `The workspace may hold ${quota.documents} documents: it has ${used.documents} and this upload brings ${fresh.length} more.`,
    );
  if (quota.bytes !== null && used.bytes + bytes > quota.bytes && bytes > 0)
    return tooMuch(
      `The workspace may hold ${sizeText(quota.bytes)}: ${sizeText(used.bytes)} are used and this upload brings ${sizeText(bytes)} more.`,
    );
  return null;
}

function tooMuch(message: string): Refusal {
  return refuse("payload_too_large", `${message} Delete documents, or have the quota raised.`, [
    { path: "files", message },
  ]);
}

function nameOf({ hash, name }: Pick<DocumentDraft, "hash" | "name">): string {
  return `${hash}/${name}`;
}
