import { roles } from "../../contract/keys.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Viewer } from "../../core/documents/documentAccess.ts";
import type { DocumentRecords } from "../../core/documents/documentRecords.ts";
import { remembering } from "./remembering.ts";

/**
 * The same records; how many documents a workspace has, and which of them are restricted, is read anew after any change
 * that this process makes.
 */
export function rememberCensus(deps: ClockDep, records: DocumentRecords): DocumentRecords {
  const census = remembering(deps, (entry) => records.census(...askedOf(entry)));
  const restricted = remembering(deps, (workspaceId) => records.restricted(workspaceId));
  const changing = <R>(change: () => Promise<R>) => census.changing(() => restricted.changing(change));
  return {
    ...records,
    census: (workspaceId, viewer) => census.get(entryOf(workspaceId, viewer)),
    restricted: restricted.get,
    restrict: (...given) => changing(() => records.restrict(...given)),
    accept: (...given) => changing(() => records.accept(...given)),
    claim: (...given) => changing(() => records.claim(...given)),
    publish: (...given) => changing(() => records.publish(...given)),
    fail: (...given) => changing(() => records.fail(...given)),
    release: (...given) => changing(() => records.release(...given)),
    releaseLeases: () => changing(() => records.releaseLeases()),
    requeue: (...given) => changing(() => records.requeue(...given)),
    requeueFailed: (...given) => changing(() => records.requeueFailed(...given)),
    archive: (...given) => changing(() => records.archive(...given)),
  };
}

/** Admins see all, as nobody in particular does here. */
function entryOf(workspaceId: string, viewer: Viewer | undefined): string {
  return viewer && viewer.role !== "admin" ? `${workspaceId} ${viewer.role} ${viewer.id}` : workspaceId;
}

/** A workspace's id and a role hold no blank; an actor's id may. */
function askedOf(entry: string): [workspaceId: string, viewer?: Viewer] {
  const [, workspaceId = entry, name, id] = viewed.exec(entry) ?? [];
  const role = roles.find((each) => each === name);
  return role === undefined || id === undefined ? [workspaceId] : [workspaceId, { role, id }];
}

const viewed = /^([^ ]*) ([^ ]*) (.*)$/su;
