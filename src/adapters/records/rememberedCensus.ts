import type { ClockDep } from "../../core/clock.ts";
import type { DocumentRecords } from "../../core/documents/documentRecords.ts";
import { remembering } from "./remembering.ts";

/** The same records; how many documents a workspace has is counted anew after any change that this process makes. */
export function rememberCensus(deps: ClockDep, records: DocumentRecords): DocumentRecords {
  const census = remembering(deps, (workspaceId) => records.census(workspaceId));
  const { changing } = census;
  return {
    ...records,
    census: census.get,
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
