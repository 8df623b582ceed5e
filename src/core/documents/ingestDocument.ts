import type { DocumentFailure } from "../../contract/documents.ts";
import type { ClockDep } from "../clock.ts";
import { AppError } from "../errors.ts";
import type { ChunkIndexDep } from "../retrieval/chunkIndex.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { BlobsDep } from "./blobs.ts";
import type { DocumentEventsDep } from "./documentEvents.ts";
import type { Claim, DocumentRecordsDep } from "./documentRecords.ts";
import { holdLease } from "./lease.ts";
import type { Lease } from "./lease.ts";
import type { DocumentReaderDep, ReadDocument } from "./reader.ts";

export type IngestDeps = DocumentRecordsDep &
  BlobsDep &
  DocumentReaderDep &
  ChunkIndexDep &
  ClockDep &
  TelemetryDep &
  DocumentEventsDep;

export interface IngestSettings {
  readonly leaseMs: number;
  /** Attempts of a document whose failures may pass. */
  readonly attempts: number;
  /** Wait before the second attempt, the third and so on; the last one counts for all further ones. */
  readonly backoffMs: readonly number[];
}

type Outcome =
  | { readonly kind: "published"; readonly chunks: number }
  | { readonly kind: "lost" }
  | { readonly kind: "failed"; readonly failure: DocumentFailure; readonly retryable: boolean };

/**
 * Failures that may pass on a less busy machine. The others say something about the file that the next attempt would
 * find again; so does `out_of_memory`, since every reader has its own fixed share of memory.
 */
const passingFailures: ReadonlySet<DocumentFailure["code"]> = new Set([
  "timeout",
  "embedding_failed",
  "internal",
]);

/** Claims without an end, each a process that died: the file itself is then taken for the cause. */
const crashLimit = 10;

/**
 * Takes a claimed document to `ready`, `failed`, or back into the queue. When `closing` aborts, the claim is given back
 * unused. Never rejects: what cannot be written down is left to the lease to run out.
 */
export async function ingestDocument(
  deps: IngestDeps,
  settings: IngestSettings,
  claim: Claim,
  closing: AbortSignal,
): Promise<void> {
  const { clock, documents, telemetry } = deps;
  const started = clock.elapsed();
  const stop = new AbortController();
  const close = () => stop.abort(closing.reason);
  closing.addEventListener("abort", close);
  if (closing.aborted) close();
  const lease = holdLease(deps, claim, settings.leaseMs, () => stop.abort());
  try {
    const outcome = await work(deps, claim, lease, stop.signal).catch(
      async (error: unknown): Promise<Outcome | null> => {
        if (closing.aborted) return null;
        return stop.signal.aborted ? { kind: "lost" } : brokenBy(deps, claim, error);
      },
    );
    if (outcome === null) await documents.release(claim);
    else await settle(deps, settings, claim, outcome);
    const kind = outcome?.kind ?? "released";
    telemetry.step("ingestion", kind === "failed" ? "failed" : "ok", clock.elapsed() - started);
    telemetry.info("document_ingestion", {
      ...idsOf(claim),
      outcome: kind,
      ms: Math.round(clock.elapsed() - started),
    });
  } catch (error) {
    telemetry.error("ingestion_not_recorded", idsOf(claim), error);
  } finally {
    lease.end();
    closing.removeEventListener("abort", close);
  }
}

async function work(deps: IngestDeps, claim: Claim, lease: Lease, signal: AbortSignal): Promise<Outcome> {
  const { blobs, documents, index, reader } = deps;
  const { workspaceId, name, hash, mime, bytes, attempts } = claim.document;
  if (attempts > crashLimit)
    return failed("internal", "Reading this file was cut short too often: it may be what stops the server");
  signal.throwIfAborted();
  if (!(await lease.enter("parsing", 0))) return { kind: "lost" };

  const path = await blobs.path(workspaceId, hash);
  if (path === null)
    return failed("internal", "The stored file is missing: delete the document and upload it again");
  const read = await reader.read(
    { path, name, mime, bytes },
    (fraction) => lease.report(fraction * 0.8),
    signal,
  );
  if (read.kind === "failed") {
    const { failure, trace } = read;
    if (trace) deps.telemetry.warn("document_not_parsed", { ...idsOf(claim), code: failure.code, trace });
    return { kind: "failed", failure, retryable: passingFailures.has(failure.code) };
  }
  if (read.document.chunks.length === 0) return failed("no_text", "No text was found in the file");

  signal.throwIfAborted();
  if (!(await lease.enter("chunking", 0.8)) || !(await lease.enter("indexing", 0.85)))
    return { kind: "lost" };
  await index.add(workspaceId, indexRows(claim, read.document));
  signal.throwIfAborted();
  if (!(await documents.publish(claim, read.document))) return { kind: "lost" };
  return { kind: "published", chunks: read.document.chunks.length };
}

function indexRows({ document, version }: Claim, { chunks, terms }: ReadDocument) {
  return chunks.map(({ position }, n) => ({
    documentId: document.id,
    version,
    position,
    terms: terms[n] ?? [],
  }));
}

async function settle(
  deps: IngestDeps,
  settings: IngestSettings,
  claim: Claim,
  outcome: Outcome,
): Promise<void> {
  const { clock, documents } = deps;
  switch (outcome.kind) {
    case "published":
      // The first version of a document has none before it.
      return claim.version === 1 ? undefined : removeRows(deps, claim, "older");
    case "lost":
      return removeLostRows(deps, claim);
    case "failed": {
      const { attempts } = claim.document;
      const again = outcome.retryable && attempts < settings.attempts;
      const waitMs = settings.backoffMs[attempts - 1] ?? settings.backoffMs.at(-1) ?? 0;
      const kept = await documents.fail(claim, outcome.failure, again ? clock.now() + waitMs : null);
      if (!kept) return removeLostRows(deps, claim);
      await removeRows(deps, claim, "own");
      // What was published is served until the attempts are used up, and no longer.
      if (!again) await removeRows(deps, claim, "older");
    }
  }
}

/** The claim may have been published all the same, when the answer to it was lost. */
async function removeLostRows(deps: IngestDeps, claim: Claim): Promise<void> {
  const document = await deps.documents.get(claim.document.workspaceId, claim.document.id);
  await removeRows(deps, claim, document?.version === claim.version ? "older" : "own");
}

/**
 * Never rows of a later claim, which may be adding them now. Rows that stay are never served, since the records do not
 * know their version, and the next start removes them.
 */
async function removeRows(
  { index, telemetry }: IngestDeps,
  claim: Claim,
  which: "own" | "older",
): Promise<void> {
  const { version, document } = claim;
  const { workspaceId, id } = document;
  const removal =
    which === "own"
      ? index.removeVersion(workspaceId, id, version)
      : index.removeOlder(workspaceId, id, version);
  await removal.catch((error: unknown) => telemetry.error("index_rows_not_removed", idsOf(claim), error));
}

/** Something of ours broke, not the file. A bug is not tried again: it would only repeat. */
async function brokenBy(
  { documents, telemetry }: IngestDeps,
  claim: Claim,
  error: unknown,
): Promise<Outcome> {
  // A deletion takes the file from under its reader.
  const gone = await documents.get(claim.document.workspaceId, claim.document.id).then(
    (now) => now?.status !== "processing",
    () => false,
  );
  if (gone) return { kind: "lost" };
  telemetry.error("ingestion_broke", idsOf(claim), error);
  const failure = {
    code: "internal",
    reason: "Something failed on our side while the file was read: try again later",
  } as const;
  return { kind: "failed", failure, retryable: error instanceof AppError && error.retryable };
}

function failed(code: DocumentFailure["code"], reason: string): Outcome {
  return { kind: "failed", failure: { code, reason }, retryable: false };
}

function idsOf({ document, version }: Claim) {
  return { workspace: document.workspaceId, document: document.id, version, attempt: document.attempts };
}
