import type { SourceType } from "../../contract/documents.ts";
import type { Role } from "../../contract/keys.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { refuse, type Refusal } from "../errors.ts";
import type { RandomDep } from "../random.ts";
import type { BlobLocksDep } from "./blobLocks.ts";
import type { BlobsDep } from "./blobs.ts";
import { mayReadDocument, type Viewer } from "./documentAccess.ts";
import type { AcceptedDocument, DocumentDraft, DocumentRecordsDep } from "./documentRecords.ts";
import { safeFileName } from "./fileName.ts";
import type { ReceivedFile } from "./receiveFiles.ts";
import { removeUnheld } from "./removeUnheldBlob.ts";
import { overQuota, type QuotaDep } from "./workspaceQuota.ts";

/** Tells the ingestor that there is work. */
export interface WakeDep {
  readonly wake: () => void;
}

export type AcceptDeps = DocumentRecordsDep & BlobsDep & BlobLocksDep & RandomDep & WakeDep & QuotaDep;

export interface Acceptance {
  readonly sourceType?: SourceType;
  /** Who may read them. */
  readonly allowedRoles?: readonly Role[];
  /** One for each file. */
  readonly ids?: readonly string[];
  /** It may have been made before under these ids: what is there under them is what it comes to. */
  readonly again?: boolean;
}

/**
 * Keeps all received files and queues their documents, or none. Uploads under way at the same time do not count for each
 * other's quota: together they may go over it by what they bring.
 */
export async function acceptFiles(
  deps: AcceptDeps,
  { actor, value: { id: workspaceId } }: Authorized<Workspace, "documents:create">,
  received: readonly ReceivedFile[],
  { sourceType = "upload", allowedRoles = [], ids = [], again = false }: Acceptance = {},
): Promise<AcceptedDocument[] | Refusal> {
  const known = again ? await deps.documents.getMany(workspaceId, ids) : [];
  const used = new Set(known.filter(isArchived).map(({ id }) => id));
  const drafts = received.map(({ name, mime, blob }, n): DocumentDraft => {
    const chosen = ids[n];
    const id = chosen !== undefined && !used.has(chosen) ? chosen : deps.random.id();
    return {
      id,
      name,
      hash: blob.hash,
      mime,
      bytes: blob.bytes,
      uploadedBy: actor.id,
      sourceType,
      allowedRoles,
    };
  });
  const refusal = await overQuota(deps, workspaceId, actor, drafts);
  if (refusal) return refusal;
  const accepted = await keepAndAccept(deps, workspaceId, received, () =>
    acceptAs(deps, actor, workspaceId, drafts),
  );
  if (Array.isArray(accepted) && accepted.some(({ duplicate }) => !duplicate)) deps.wake();
  return accepted;
}

/** Under the locks of all contents, so that no deletion takes a file away between its keeping and its acceptance. */
function keepAndAccept<Result>(
  deps: AcceptDeps,
  workspaceId: string,
  received: readonly ReceivedFile[],
  accept: () => Promise<Result>,
): Promise<Result> {
  const hashes = received.map(({ blob }) => blob.hash);
  return deps.blobLocks.hold(workspaceId, hashes, async () => {
    try {
      for (const { blob } of received) await blob.keep();
      return await accept();
    } catch (error) {
      // When the records cannot say who has them, the files stay: a lost file is worse than one too many.
      await Promise.allSettled(hashes.map((hash) => removeUnheld(deps, workspaceId, hash)));
      throw error;
    }
  });
}

/** Copies of one file under one name that one person may have to pass by. */
const mostCopies = 20;

/**
 * The same bytes and name may be those of a document that the actor must not know of: then theirs is another one, whose
 * name has a number.
 */
async function acceptAs(
  deps: DocumentRecordsDep,
  actor: Viewer,
  workspaceId: string,
  drafts: readonly DocumentDraft[],
): Promise<AcceptedDocument[] | Refusal> {
  let accepted = await deps.documents.accept(workspaceId, drafts);
  for (let copy = 2; copy <= mostCopies; copy += 1) {
    const hidden = drafts.filter((_, n) => isHidden(accepted[n]));
    if (hidden.length === 0) return openedWider(accepted, drafts) ?? accepted;
    const others = await deps.documents.accept(
      workspaceId,
      hidden.map((draft) => ({ ...draft, name: numbered(draft.name, copy) })),
    );
    accepted = accepted.map((each) => (isHidden(each) ? (others.shift() ?? each) : each));
  }
  return accepted.some(isHidden)
    ? refuse("conflict", "A file of this name cannot be taken: send it under another name.")
    : accepted;

  function isHidden(each: AcceptedDocument | undefined): boolean {
    return each !== undefined && !mayReadDocument(actor, each.document);
  }
}

/** A file that is there already, and open to more than it is sent for now, would look restricted and not be. */
function openedWider(
  accepted: readonly AcceptedDocument[],
  drafts: readonly DocumentDraft[],
): Refusal | null {
  for (const [n, { duplicate, document }] of accepted.entries()) {
    const { allowedRoles = [] } = drafts[n] ?? {};
    const isWider =
      allowedRoles.length > 0 &&
      (document.allowedRoles.length === 0 ||
        document.allowedRoles.some((role) => !allowedRoles.includes(role)));
    if (!duplicate || !isWider) continue;
    const message = `"${document.name}" is there already, open to ${document.allowedRoles.join(", ") || "everybody"}: PATCH its allowed_roles instead (document ${document.id}).`;
    return refuse("conflict", message, [{ path: "allowed_roles", message }]);
  }
  return null;
}

function numbered(name: string, copy: number): string {
  const [, stem = name, extension = ""] = /^(.+?)(\.[^.]{1,16})?$/su.exec(name) ?? [];
  return safeFileName(`${stem} (${copy})${extension}`);
}

function isArchived({ status }: { readonly status: string }): boolean {
  return status === "archived";
}
