import type { Scope } from "../../src/contract/keys.ts";
import { authorizeWorkspace, type Authorized } from "../../src/core/access/authorized.ts";
import type { Workspace, WorkspaceRecords } from "../../src/core/access/workspace.ts";
import { isRefusal } from "../../src/core/errors.ts";

/** The access policy's word that the admin "ana" may do this in a workspace, for tests of what comes behind it. */
export async function admitted<S extends Scope>(
  workspaceId: string,
  scope: S,
): Promise<Authorized<Workspace, S>> {
  const actor = { id: "ana", role: "admin", scopes: [], workspaces: [] } as const;
  const grant = await authorizeWorkspace({ workspaces }, actor, workspaceId, scope);
  if (isRefusal(grant)) throw new Error("an admin is always admitted");
  return grant;
}

const unused = () => Promise.reject(new Error("not part of this test"));
const workspaces: WorkspaceRecords = {
  get: async (id) => ({
    id,
    name: id,
    description: "",
    visibility: "private",
    owner: "ana",
    settings: { grounding: "open" },
    createdAt: 0,
    updatedAt: 0,
  }),
  create: unused,
  list: unused,
  all: unused,
  update: unused,
  archive: unused,
  members: { has: unused, put: unused, remove: unused, list: unused },
};
