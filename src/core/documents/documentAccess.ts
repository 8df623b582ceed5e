import type { Role, Scope } from "../../contract/keys.ts";
import type { Actor } from "../access/actor.ts";
import type { Authorized } from "../access/authorized.ts";
import type { Workspace } from "../access/workspace.ts";
import { refuse, type Refusal } from "../errors.ts";
import { erasedActor } from "../reservedActors.ts";
import type { DocumentRecordsDep, StoredDocument } from "./documentRecords.ts";

/** Who looks at documents. Left out where one is asked for, it is nobody in particular, who sees what is open to all. */
export type Viewer = Pick<Actor, "id" | "role">;

/** A document that not everybody may read, of any status. */
export type RestrictedDocument = Pick<StoredDocument, "id" | "allowedRoles" | "uploadedBy">;

/** An empty list of roles restricts nothing; admins and the uploader always pass. */
export function mayReadDocument(
  viewer: Viewer | undefined,
  { allowedRoles, uploadedBy }: Pick<StoredDocument, "allowedRoles" | "uploadedBy">,
): boolean {
  if (allowedRoles.length === 0) return true;
  if (!viewer) return false;
  return viewer.role === "admin" || isUploader(viewer, uploadedBy) || allowedRoles.includes(viewer.role);
}

/** What erased people uploaded is nobody's. */
function isUploader({ id }: Pick<Viewer, "id">, uploadedBy: string): boolean {
  return id === uploadedBy && id !== erasedActor;
}

/** Ids of those that this viewer must not know of. */
export function hiddenFrom(viewer: Viewer | undefined, restricted: readonly RestrictedDocument[]): string[] {
  return restricted.filter((document) => !mayReadDocument(viewer, document)).map(({ id }) => id);
}

/** A document that is there and that the actor may read: any other does not differ from one that never was. */
export async function findDocument(
  deps: DocumentRecordsDep,
  { actor, value }: Authorized<Workspace, Scope>,
  documentId: string,
): Promise<StoredDocument | Refusal> {
  const document = await deps.documents.get(value.id, documentId);
  return document && document.status !== "archived" && mayReadDocument(actor, document)
    ? document
    : unknownDocument;
}

export const unknownDocument: Refusal = refuse("not_found", "There is no such document.");

/** Says who may read it from now on: for the workspace's owner, an admin or the uploader. */
export async function restrictDocument(
  deps: DocumentRecordsDep,
  workspace: Authorized<Workspace, "documents:create">,
  documentId: string,
  allowedRoles: readonly Role[],
): Promise<StoredDocument | Refusal> {
  const { actor, value } = workspace;
  const document = await findDocument(deps, workspace, documentId);
  if ("refused" in document) return document;
  const mayRestrict =
    actor.role === "admin" || actor.id === value.owner || isUploader(actor, document.uploadedBy);
  if (!mayRestrict)
    return refuse(
      "forbidden",
      "Only the workspace's owner, an admin or the uploader may restrict a document.",
    );
  return (await deps.documents.restrict(value.id, documentId, allowedRoles)) ?? unknownDocument;
}

/**
 * The roles that may read what was made of these documents: those that may read each of them. Where no role may, admins
 * alone.
 */
export function commonRoles(sources: readonly Pick<StoredDocument, "allowedRoles">[]): readonly Role[] {
  const lists = sources.map(({ allowedRoles }) => allowedRoles).filter((list) => list.length > 0);
  const [first, ...others] = lists;
  if (!first) return [];
  const common = first.filter((role) => others.every((list) => list.includes(role)));
  return common.length > 0 ? common : ["admin"];
}
