import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { isRefusal, refuse, type Refusal } from "../errors.ts";
import type { BlobsDep, StagedBlob } from "./blobs.ts";
import { safeFileName } from "./fileName.ts";
import { sizeText } from "./sizeText.ts";

export interface UploadedFile {
  /** Place among the files of the request, from 0. */
  readonly index: number;
  /** As the client sent it. */
  readonly name: string;
  /** Read once, before the next file is asked for. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** A file that is here whole and can be read, but is nowhere to be seen yet. */
export interface ReceivedFile {
  readonly name: string;
  readonly mime: string;
  readonly blob: StagedBlob;
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

export interface UploadLimits {
  readonly fileBytes: number;
  readonly files: number;
}

/**
 * Gives `use` the files of a request once all are received; what it does not keep is dropped after it. Ends with the
 * first file that is refused, without reading the rest. Errors of the request's own stream and of the stores pass
 * through.
 */
export async function receiveFiles<Result>(
  deps: BlobsDep & SnifferDep,
  workspace: Authorized<Workspace, "documents:create">,
  files: AsyncIterable<UploadedFile>,
  limits: UploadLimits,
  use: (received: readonly ReceivedFile[]) => Promise<Result>,
): Promise<Result | Refusal> {
  const received: ReceivedFile[] = [];
  try {
    for await (const file of files) {
      if (received.length >= limits.files)
        return invalid(file, `At most ${limits.files} files can be sent at once`);
      const outcome = await receive(deps, workspace.value.id, file, limits);
      if (isRefusal(outcome)) return outcome;
      received.push(outcome);
    }
    if (received.length === 0) {
      const message = "At least one file is needed";
      return refuse("validation_error", message, [{ path: "files", message }]);
    }
    return await use(received);
  } finally {
    await Promise.all(received.map(({ blob }) => blob.discard()));
  }
}

async function receive(
  deps: BlobsDep & SnifferDep,
  workspaceId: string,
  file: UploadedFile,
  { fileBytes }: UploadLimits,
): Promise<ReceivedFile | Refusal> {
  const name = safeFileName(file.name);
  const outcome = await deps.blobs.stage(workspaceId, file.content, fileBytes);
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
  return { name, mime, blob };
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

function invalid(file: UploadedFile, message: string): Refusal {
  return refuse("validation_error", message, [{ path: pathOf(file), message }]);
}

function pathOf({ index }: UploadedFile): string {
  return `files.${index}`;
}
