import type { Scope } from "../../contract/keys.ts";
import { isRefusal, refuse, type Refusal } from "../errors.ts";
import { holdsScope, type Actor } from "./actor.ts";
import type { Workspace, WorkspaceReader, WorkspaceRecordsDep } from "./workspace.ts";

/** Proof that the access policy admitted `actor` to `value` for `scope`. Only this file can make one. */
class Authorization<T, S extends Scope> {
  readonly actor: Actor;
  readonly value: T;
  readonly scope: S;
  readonly #admitted = true;

  constructor(actor: Actor, value: T, scope: S) {
    this.actor = actor;
    this.value = value;
    this.scope = scope;
  }

  /** Keeps the private brand in use, so that no look-alike object passes for this type. */
  get admitted(): boolean {
    return this.#admitted;
  }
}

/** A function that takes this cannot be called without the check having been made. */
export type Authorized<T, S extends Scope> = Authorization<T, S>;

/** The workspace for this actor and purpose; 404 when the actor may not know that it exists. */
export async function authorizeWorkspace<S extends Scope>(
  deps: WorkspaceRecordsDep,
  actor: Actor,
  workspaceId: string,
  scope: S,
): Promise<Authorized<Workspace, S> | Refusal> {
  if (!holdsScope(actor, scope)) return refuse("forbidden", `The key lacks the scope ${scope}.`);
  const workspace = await deps.workspaces.get(workspaceId);
  if (!workspace || !(await mayRead(deps, actor, workspace)))
    return refuse("not_found", "There is no such workspace.");
  if (writes.has(scope) && !mayWrite(actor, workspace)) return ownersOnly;
  return new Authorization(actor, workspace, scope);
}

/** The workspace itself and its list of members: for its owner or an admin, never for a service. */
export async function authorizeWorkspaceOwner<
  S extends "documents:create" | "documents:read" | "documents:delete",
>(
  deps: WorkspaceRecordsDep,
  actor: Actor,
  workspaceId: string,
  scope: S,
): Promise<Authorized<Workspace, S> | Refusal> {
  const grant = await authorizeWorkspace(deps, actor, workspaceId, scope);
  if (isRefusal(grant)) return grant;
  if (actor.role === "service") return refuse("forbidden", "A service key may not change a workspace.");
  return mayWrite(actor, grant.value) ? grant : ownersOnly;
}

/** The listing of workspaces that this actor may have. */
export function authorizeWorkspaceList(
  actor: Actor,
): Authorized<WorkspaceReader, "documents:read"> | Refusal {
  return holdsScope(actor, "documents:read")
    ? new Authorization(actor, readerOf(actor), "documents:read")
    : refuse("forbidden", "The key lacks the scope documents:read.");
}

/** What an actor owns, with the workspace that it lies in. */
export interface OwnedGrant<T, S extends Scope> {
  readonly owned: Authorized<T, S>;
  readonly workspace: Authorized<Workspace, S>;
}

/** What belongs to one actor alone, such as a conversation: nobody else is told that it exists. */
export async function authorizeOwned<
  T extends { readonly workspaceId: string; readonly actor: string },
  S extends Scope,
>(deps: WorkspaceRecordsDep, actor: Actor, owned: T | null, scope: S): Promise<OwnedGrant<T, S> | Refusal> {
  if (!holdsScope(actor, scope)) return refuse("forbidden", `The key lacks the scope ${scope}.`);
  const unknown = refuse("not_found", "There is no such resource.");
  if (!owned || owned.actor !== actor.id) return unknown;
  const workspace = await deps.workspaces.get(owned.workspaceId);
  if (!workspace || !(await mayRead(deps, actor, workspace))) return unknown;
  return {
    owned: new Authorization(actor, owned, scope),
    workspace: new Authorization(actor, workspace, scope),
  };
}

/** What is not tied to one workspace, such as the list of keys. A service, being bound, has only the server's state. */
export function authorizeGlobal<S extends Scope>(actor: Actor, scope: S): Authorized<null, S> | Refusal {
  if (!holdsScope(actor, scope)) return refuse("forbidden", `The key lacks the scope ${scope}.`);
  if (actor.role === "service" && !serverState.has(scope))
    return refuse("forbidden", "A service key may do this only inside the workspaces it is bound to.");
  return new Authorization(actor, null, scope);
}

/** The policy matrix, columns "read"; the records hold the same as a query. Only a shared workspace asks for its list. */
async function mayRead(deps: WorkspaceRecordsDep, actor: Actor, workspace: Workspace): Promise<boolean> {
  const reader = readerOf(actor);
  switch (reader.kind) {
    case "all":
      return true;
    case "bound":
      return reader.workspaces.includes(workspace.id);
    case "member":
      if (workspace.owner === reader.actor || workspace.visibility === "org_read") return true;
      return workspace.visibility === "shared" && deps.workspaces.members.has(workspace.id, reader.actor);
  }
}

function readerOf(actor: Actor): WorkspaceReader {
  switch (actor.role) {
    case "admin":
      return { kind: "all" };
    case "service":
      return { kind: "bound", workspaces: actor.workspaces };
    case "member":
      return { kind: "member", actor: actor.id };
  }
}

/** The policy matrix, column "write, members". */
function mayWrite(actor: Actor, workspace: Workspace): boolean {
  if (actor.role === "service") return actor.workspaces.includes(workspace.id);
  return actor.role === "admin" || workspace.owner === actor.id;
}

const ownersOnly = refuse("forbidden", "Only the workspace's owner may do this.");
const writes: ReadonlySet<Scope> = new Set<Scope>(["documents:create", "documents:delete", "admin:config"]);
const serverState: ReadonlySet<Scope> = new Set<Scope>(["admin:metrics", "admin:health"]);
