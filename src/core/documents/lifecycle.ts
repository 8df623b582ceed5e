import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { isRefusal, refuse, type Refusal } from "../errors.ts";
import type { ChunkIndexDep } from "../retrieval/chunkIndex.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { BlobLocksDep } from "./blobLocks.ts";
import type { BlobsDep } from "./blobs.ts";
import { findDocument, unknownDocument } from "./documentAccess.ts";
import type { DocumentRecordsDep, StoredDocument } from "./documentRecords.ts";
import { removeUnheldBlob } from "./removeUnheldBlob.ts";
import type { WakeDep } from "./acceptFiles.ts";

export type LifecycleDeps = DocumentRecordsDep &
  BlobsDep &
  BlobLocksDep &
  ChunkIndexDep &
  TelemetryDep &
  WakeDep;

/** The records decide: once archived, the document is gone, and what could not be removed is found again at a start. */
export async function deleteDocument(
  deps: LifecycleDeps,
  workspace: Authorized<Workspace, "documents:delete">,
  documentId: string,
): Promise<StoredDocument | Refusal> {
  const workspaceId = workspace.value.id;
  const found = await findDocument(deps, workspace, documentId);
  if (isRefusal(found)) return found;
  const document = await deps.documents.archive(workspaceId, documentId);
  if (document === null) return unknownDocument;
  const attempt = (part: string, removal: Promise<void>) =>
    removal.catch((error: unknown) =>
      deps.telemetry.error("document_not_removed", { document: documentId, part }, error),
    );
  await Promise.all([
    attempt("index", deps.index.remove(workspaceId, documentId)),
    attempt("file", removeUnheldBlob(deps, workspaceId, document.hash)),
  ]);
  return document;
}

/** Reads the stored file again; what is published serves until the new version is whole. */
export async function reprocessDocument(
  deps: LifecycleDeps,
  workspace: Authorized<Workspace, "documents:create">,
  documentId: string,
): Promise<StoredDocument | Refusal> {
  const workspaceId = workspace.value.id;
  const document = await findDocument(deps, workspace, documentId);
  if (isRefusal(document)) return document;
  if (document.status === "processing") return refuse("conflict", "The document is being processed already");
  if ((await deps.blobs.path(workspaceId, document.hash)) === null) {
    return refuse("conflict", "The original file is missing: delete the document and upload it again");
  }
  const queued = await deps.documents.requeue(workspaceId, documentId);
  if (queued === null) return refuse("conflict", "The document has changed meanwhile");
  deps.wake();
  return queued;
}

/** Queues exactly the failed documents of the workspace that the actor may read. */
export async function retryFailed(
  deps: LifecycleDeps,
  workspace: Authorized<Workspace, "documents:create">,
): Promise<StoredDocument[]> {
  const queued = await deps.documents.requeueFailed(workspace.value.id, workspace.actor);
  if (queued.length > 0) deps.wake();
  return queued;
}
