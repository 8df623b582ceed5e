import type { SourceType } from "../../contract/documents.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { isRefusal, refuse } from "../errors.ts";
import type { Refusal } from "../errors.ts";
import type { RandomDep } from "../random.ts";
import type { BlobLocksDep } from "./blobLocks.ts";
import type { BlobsDep, StagedBlob } from "./blobs.ts";
import type { AcceptedDocument, DocumentDraft, DocumentRecordsDep } from "./documentRecords.ts";
import { safeFileName } from "./fileName.ts";
import { removeUnheld } from "./removeUnheldBlob.ts";

export interface UploadedFile {
  /** Place among the files of the request, from 0. */
  readonly index: number;
  /** As the client sent it. */
  readonly name: string;
  /** Read once, before the next file is asked for. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** Tells a type from the content; the name only decides between types whose content looks alike. */
export interface Sniffer {
  sniff(head: Uint8Array, name: string): string;
  isSupported(mime: string): boolean;
  readonly supported: readonly string[];
}

export interface SnifferDep {
  readonly sniffer: Sniffer;
}

/** Tells the ingestor that there is work. */
export interface WakeDep {
  readonly wake: () => void;
}

export type UploadDeps = DocumentRecordsDep & BlobsDep & BlobLocksDep & RandomDep & SnifferDep & WakeDep;

export interface UploadLimits {
  readonly fileBytes: number;
  readonly files: number;
}

interface ReceivedFile {
  readonly blob: StagedBlob;
  readonly draft: DocumentDraft;
}

/**
 * Takes the whole request or nothing of it. It ends with the first file that is refused, without reading the rest.
 * Errors of the request's own stream and of the stores pass through, with nothing accepted.
 */
export async function acceptUpload(
  deps: UploadDeps,
  workspace: Authorized<Workspace, "documents:create">,
  files: AsyncIterable<UploadedFile>,
  limits: UploadLimits,
  sourceType: SourceType = "upload",
): Promise<AcceptedDocument[] | Refusal> {
  const received: ReceivedFile[] = [];
  try {
    for await (const file of files) {
      if (received.length >= limits.files)
        return invalid(file, `At most ${limits.files} files can be sent at once`);
      const outcome = await receive(deps, workspace, file, limits, sourceType);
      if (isRefusal(outcome)) return outcome;
      received.push(outcome);
    }
    if (received.length === 0) {
      const message = "At least one file is needed";
      return refuse("validation_error", message, [{ path: "files", message }]);
    }
    const accepted = await keepAndAccept(deps, workspace.value.id, received);
    if (accepted.some(({ duplicate }) => !duplicate)) deps.wake();
    return accepted;
  } finally {
    await Promise.all(received.map(({ blob }) => blob.discard()));
  }
}

async function receive(
  deps: UploadDeps,
  workspace: Authorized<Workspace, "documents:create">,
  file: UploadedFile,
  { fileBytes }: UploadLimits,
  sourceType: SourceType,
): Promise<ReceivedFile | Refusal> {
  const name = safeFileName(file.name);
  const outcome = await deps.blobs.stage(workspace.value.id, file.content, fileBytes);
  if (outcome.kind === "too_large") {
    const message = `"${name}" has more than ${sizeText(fileBytes)}, the limit for a file`;
    return refuse("payload_too_large", message, [{ path: pathOf(file), message }]);
  }
  const { blob } = outcome;
  const mime = deps.sniffer.sniff(blob.head, name);
  const refusal =
    blob.bytes === 0 ? invalid(file, `"${name}" is empty`) : unsupported(deps, file, name, mime);
  if (refusal) {
    await blob.discard();
    return refusal;
  }
  const draft = {
    id: deps.random.id(),
    name,
    hash: blob.hash,
    mime,
    bytes: blob.bytes,
    uploadedBy: workspace.actor.id,
    sourceType,
  };
  return { blob, draft };
}

function unsupported(
  { sniffer }: SnifferDep,
  file: UploadedFile,
  name: string,
  mime: string,
): Refusal | null {
  if (sniffer.isSupported(mime)) return null;
  const message = `"${name}" is ${mime}, which cannot be read. Supported: ${sniffer.supported.join(", ")}`;
  return refuse("unsupported_media", message, [{ path: pathOf(file), message }]);
}

/** Under the locks of all contents, so that no deletion takes a file away between its keeping and its acceptance. */
function keepAndAccept(
  deps: UploadDeps,
  workspaceId: string,
  received: readonly ReceivedFile[],
): Promise<AcceptedDocument[]> {
  const hashes = received.map(({ blob }) => blob.hash);
  return deps.blobLocks.hold(workspaceId, hashes, async () => {
    try {
      for (const { blob } of received) await blob.keep();
      return await deps.documents.accept(
        workspaceId,
        received.map(({ draft }) => draft),
      );
    } catch (error) {
      // When the records cannot say who has them, the files stay: a lost file is worse than one too many.
      await Promise.allSettled(hashes.map((hash) => removeUnheld(deps, workspaceId, hash)));
      throw error;
    }
  });
}

function invalid(file: UploadedFile, message: string): Refusal {
  return refuse("validation_error", message, [{ path: pathOf(file), message }]);
}

function pathOf({ index }: UploadedFile): string {
  return `files.${index}`;
}

/** As people say it: whole megabytes where it is at least one. */
function sizeText(bytes: number): string {
  return bytes >= 1024 ** 2 ? `${Math.floor(bytes / 1024 ** 2)} MB` : `${bytes} bytes`;
}
