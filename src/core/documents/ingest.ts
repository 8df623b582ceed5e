import { ingestDocument } from "./ingestDocument.ts";
import type { IngestDeps, IngestSettings } from "./ingestDocument.ts";
import type { Claim } from "./documentRecords.ts";

export interface Ingestor {
  /** There may be something due. Cheap; may be called at any time. */
  readonly wake: () => void;
  /** Stops the running documents and gives them back to the queue; resolves when none is left. */
  readonly close: () => Promise<void>;
}

export interface IngestOptions extends Partial<IngestSettings> {
  /** Documents under way at once. */
  readonly concurrency: number;
  /** Longest time until a due retry or an expired lease is noticed. */
  readonly pollMs?: number;
}

/** Works the queue until closed: whenever woken, whenever a document ends, and otherwise at every poll. */
export function createIngestor(
  deps: IngestDeps,
  {
    concurrency,
    pollMs = 1000,
    leaseMs = 60_000,
    attempts = 3,
    backoffMs = [5_000, 30_000, 120_000],
  }: IngestOptions,
): Ingestor {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  let filling: Promise<void> | null = null;
  let wokenMeanwhile = false;
  let cancelPoll = () => {};

  function wake(): void {
    if (closing.signal.aborted) return;
    if (filling) {
      wokenMeanwhile = true;
      return;
    }
    cancelPoll();
    filling = fill().finally(() => {
      filling = null;
      if (wokenMeanwhile) wake();
      else if (!closing.signal.aborted && running.size < concurrency)
        cancelPoll = deps.clock.after(pollMs, wake);
    });
  }

  /** One claim at a time, so that what was woken for is not asked for twice. */
  async function fill(): Promise<void> {
    wokenMeanwhile = false;
    while (running.size < concurrency && !closing.signal.aborted) {
      const claim = await nextClaim();
      if (claim === null) return;
      const work = ingestDocument(deps, { leaseMs, attempts, backoffMs }, claim, closing.signal).finally(
        () => {
          running.delete(work);
          wake();
        },
      );
      running.add(work);
    }
  }

  async function nextClaim(): Promise<Claim | null> {
    try {
      return await deps.documents.claim(leaseMs);
    } catch (error) {
      deps.telemetry.error("queue_not_read", {}, error);
      return null;
    }
  }

  return {
    wake,
    async close() {
      closing.abort();
      cancelPoll();
      await filling;
      await Promise.all(running);
    },
  };
}
