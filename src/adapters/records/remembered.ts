import type { KeyRecords } from "../../core/access/keys.ts";
import type { WorkspaceRecords } from "../../core/access/workspace.ts";
import type { ClockDep } from "../../core/clock.ts";
import { remembering } from "./remembering.ts";

/** The same records; a key that this process revokes opens nothing from that moment on. */
export function rememberKeys(deps: ClockDep, records: KeyRecords): KeyRecords {
  const byHash = remembering(deps, (hash) => records.findByHash(hash));
  return {
    ...records,
    findByHash: byHash.get,
    revoke: (id) => byHash.changing(() => records.revoke(id)),
  };
}

export function rememberWorkspaces(deps: ClockDep, records: WorkspaceRecords): WorkspaceRecords {
  const byId = remembering(deps, (id) => records.get(id));
  return {
    ...records,
    get: byId.get,
    update: (id, patch) => byId.changing(() => records.update(id, patch)),
    archive: (id) => byId.changing(() => records.archive(id)),
  };
}
