import type { DocumentStage } from "../../contract/documents.ts";
import type { ClockDep } from "../clock.ts";
import type { TelemetryDep } from "../telemetry.ts";
import { liveDocumentEvent } from "./documentEvents.ts";
import type { DocumentEventsDep } from "./documentEvents.ts";
import type { Claim, DocumentRecordsDep } from "./documentRecords.ts";

export interface Lease {
  /** Moves on to a stage, durably; false when the lease is lost. */
  enter(stage: DocumentStage, progress: number): Promise<boolean>;
  /** Progress within the stage, 0..1, told to listeners at most every 500 ms; it never goes back. */
  report(progress: number): void;
  end(): void;
}

const toldEveryMs = 500;
/** Three renewals may fail before the lease does. */
const renewalsPerLease = 4;

/** Renews in the background until ended; `lost` is called once when somebody else has the document or it is gone. */
export function holdLease(
  deps: DocumentRecordsDep & DocumentEventsDep & ClockDep & TelemetryDep,
  claim: Claim,
  leaseMs: number,
  lost: () => void,
): Lease {
  const { clock, documents, documentEvents, telemetry } = deps;
  const { workspaceId, id, name } = claim.document;
  let stage: DocumentStage = "parsing";
  let progress = 0;
  let toldAt = clock.elapsed();
  let ended = false;
  let cancelTimer = schedule();

  function schedule(): () => void {
    return clock.after(leaseMs / renewalsPerLease, () => {
      void renew()
        .catch((error: unknown) => telemetry.error("lease_not_renewed", { document: id }, error))
        .finally(() => {
          if (!ended) cancelTimer = schedule();
        });
    });
  }

  async function renew(): Promise<boolean> {
    const held = await documents.renew(claim, leaseMs, stage, progress);
    if (!held && !ended) {
      end();
      lost();
    }
    return held;
  }

  function end(): void {
    ended = true;
    cancelTimer();
  }

  return {
    enter(next, reached) {
      stage = next;
      progress = reached;
      toldAt = clock.elapsed();
      return renew();
    },
    report(reached) {
      progress = Math.max(progress, reached);
      const now = clock.elapsed();
      if (ended || now - toldAt < toldEveryMs) return;
      toldAt = now;
      const news = { id, name, status: "processing", stage, progress } as const;
      documentEvents.publish(workspaceId, liveDocumentEvent(null, news));
    },
    end,
  };
}
