import type { WorkspaceRecordsDep } from "../access/workspace.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { BlobLocksDep } from "./blobLocks.ts";
import type { BlobsDep } from "./blobs.ts";
import type { DocumentRecordsDep } from "./documentRecords.ts";
import { removeUnheldBlob } from "./removeUnheldBlob.ts";

const workspacesAtOnce = 100;

/**
 * Removes the files that no live document holds: what a crash between keeping a file and accepting its document left
 * behind. Ends early when `signal` aborts; a workspace that fails is left for the next start.
 */
export async function sweepBlobs(
  deps: WorkspaceRecordsDep & DocumentRecordsDep & BlobsDep & BlobLocksDep & TelemetryDep,
  signal: AbortSignal,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await deps.workspaces.all(workspacesAtOnce, after);
    for (const { id } of page) {
      for (const hash of await deps.blobs.list(id)) {
        if (signal.aborted) return;
        await removeUnheldBlob(deps, id, hash).catch((cause: unknown) =>
          deps.telemetry.warn("blob_not_swept", { workspace: id }, cause),
        );
      }
    }
    after = page.length < workspacesAtOnce ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
}
