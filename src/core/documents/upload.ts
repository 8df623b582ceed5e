import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import type { Refusal } from "../errors.ts";
import { acceptFiles, type Acceptance, type AcceptDeps } from "./acceptFiles.ts";
import type { AcceptedDocument } from "./documentRecords.ts";
import { receiveFiles, type SnifferDep, type UploadedFile, type UploadLimits } from "./receiveFiles.ts";

export type UploadDeps = AcceptDeps & SnifferDep;

/**
 * Takes the whole request or nothing of it. It ends with the first file that is refused, without reading the rest.
 * Errors of the request's own stream and of the stores pass through, with nothing accepted.
 */
export function acceptUpload(
  deps: UploadDeps,
  workspace: Authorized<Workspace, "documents:create">,
  files: AsyncIterable<UploadedFile>,
  limits: UploadLimits,
  acceptance: Acceptance = {},
): Promise<AcceptedDocument[] | Refusal> {
  return receiveFiles(deps, workspace, files, limits, (received) =>
    acceptFiles(deps, workspace, received, acceptance),
  );
}
