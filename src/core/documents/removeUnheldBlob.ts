import type { BlobLocksDep } from "./blobLocks.ts";
import type { BlobsDep } from "./blobs.ts";
import type { DocumentRecordsDep } from "./documentRecords.ts";

/** Removes content that no live document has. The caller holds its lock, or an upload of the same bytes loses them. */
export async function removeUnheld(
  deps: DocumentRecordsDep & BlobsDep,
  workspaceId: string,
  hash: string,
): Promise<void> {
  if (!(await deps.documents.holdsBlob(workspaceId, hash))) await deps.blobs.remove(workspaceId, hash);
}

export async function removeUnheldBlob(
  deps: DocumentRecordsDep & BlobsDep & BlobLocksDep,
  workspaceId: string,
  hash: string,
): Promise<void> {
  await deps.blobLocks.hold(workspaceId, [hash], () => removeUnheld(deps, workspaceId, hash));
}
