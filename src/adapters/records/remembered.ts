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
  const { members } = records;
  // Who is not on a list is not remembered, so that an addition shows at once on every node.
  const listed = remembering(deps, async (entry) => {
    const [workspaceId, actor] = partsOf(entry);
    return (await members.has(workspaceId, actor)) ? true : null;
  });
  return {
    ...records,
    get: byId.get,
    update: (id, patch) => byId.changing(() => records.update(id, patch)),
    archive: (id) => byId.changing(() => records.archive(id)),
    members: {
      ...members,
      has: async (workspaceId, actor) => (await listed.get(`${workspaceId} ${actor}`)) ?? false,
      put: (...given) => listed.changing(() => members.put(...given)),
      remove: (...given) => listed.changing(() => members.remove(...given)),
    },
  };
}

/** A workspace's id holds no blank; an actor's may. */
function partsOf(entry: string): readonly [workspaceId: string, actor: string] {
  const blank = entry.indexOf(" ");
  return [entry.slice(0, blank), entry.slice(blank + 1)];
}
