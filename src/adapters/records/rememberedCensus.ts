import type { ClockDep } from "../../core/clock.ts";
import type { DocumentRecords } from "../../core/documents/documentRecords.ts";
import { remembering } from "./remembering.ts";

/**
 * The same records; how many documents a workspace has, and which of them are restricted, is read anew after any change
 * that this process makes.
 */
export function rememberCensus(deps: ClockDep, records: DocumentRecords): DocumentRecords {
  const census = remembering(deps, (workspaceId) => records.census(workspaceId));
  const restricted = remembering(deps, (workspaceId) => records.restricted(workspaceId));
  const changing = <R>(change: () => Promise<R>) => census.changing(() => restricted.changing(change));
  return {
    ...records,
    census: (workspaceId, viewer) => (viewer ? records.census(workspaceId, viewer) : census.get(workspaceId)),
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
