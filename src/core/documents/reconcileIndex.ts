import type { WorkspaceRecordsDep } from "../access/workspace.ts";
import type { ChunkIndexDep, IndexedDocument } from "../retrieval/chunkIndex.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { DocumentRecordsDep, PublishedDocument } from "./documentRecords.ts";
import type { DocumentReaderDep } from "./reader.ts";

export interface AnalyserVersionDep {
  /** The version that stamps the rows which the index adds now. */
  readonly analyserVersion: number;
}

export type ReconcileDeps = DocumentRecordsDep &
  ChunkIndexDep &
  DocumentReaderDep &
  WorkspaceRecordsDep &
  TelemetryDep &
  AnalyserVersionDep;

export interface Reconciled {
  readonly checked: number;
  /** Documents whose rows were missing, short or of another version or analyser. */
  readonly rebuilt: number;
  /** Documents that lost rows which nothing published has. */
  readonly removed: number;
  readonly failed: number;
}

const workspacesAtOnce = 100;
const toldEvery = 100;

/**
 * Brings the index in line with the records, for every workspace, while both serve. Documents go one after the other;
 * one that fails is left for the next start. Never rejects; ends early when `signal` aborts.
 */
export async function reconcileIndex(deps: ReconcileDeps, signal: AbortSignal): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await deps.workspaces.all(workspacesAtOnce, after).catch((error: unknown) => {
      deps.telemetry.error("index_not_reconciled", {}, error);
      return [];
    });
    for (const { id } of page) {
      if (signal.aborted) return;
      await reconcileWorkspace(deps, id, signal).catch((error: unknown) =>
        deps.telemetry.error("index_not_reconciled", { workspace: id }, error),
      );
    }
    after = page.at(-1)?.id;
    if (page.length < workspacesAtOnce) return;
  }
}

/**
 * The records are listed before the index: what is published in between shows as a document that is unknown or of
 * another version, which is looked up again before anything is done to it.
 */
export async function reconcileWorkspace(
  deps: ReconcileDeps,
  workspaceId: string,
  signal: AbortSignal,
): Promise<Reconciled> {
  const published = await deps.documents.published(workspaceId);
  const rowsById = Map.groupBy(await deps.index.inventory(workspaceId), ({ documentId }) => documentId);
  const known = new Set(published.map(({ id }) => id));
  const counts = { checked: 0, rebuilt: 0, removed: 0, failed: 0 };

  const attempt = async (
    documentId: string,
    run: () => Promise<"rebuilt" | "removed" | null>,
  ): Promise<void> => {
    if (signal.aborted) return;
    try {
      const done = await run();
      counts.checked += 1;
      if (done) counts[done] += 1;
      if (done && (counts.rebuilt + counts.removed) % toldEvery === 0) {
        deps.telemetry.info("index_reconciling", { workspace: workspaceId, ...counts, of: published.length });
      }
    } catch (error) {
      counts.failed += 1;
      deps.telemetry.error(
        "document_not_reconciled",
        { workspace: workspaceId, document: documentId },
        error,
      );
    }
  };

  for (const document of published) {
    await attempt(document.id, () =>
      reconcileDocument(deps, workspaceId, document, rowsById.get(document.id) ?? []),
    );
  }
  for (const [documentId, rows] of rowsById) {
    if (!known.has(documentId))
      await attempt(documentId, () => removeUnknown(deps, workspaceId, documentId, rows));
  }
  if (counts.rebuilt + counts.removed + counts.failed > 0) {
    deps.telemetry.info("index_reconciled", { workspace: workspaceId, ...counts, complete: !signal.aborted });
  }
  return counts;
}

async function reconcileDocument(
  deps: ReconcileDeps,
  workspaceId: string,
  document: PublishedDocument,
  rows: readonly IndexedDocument[],
): Promise<"rebuilt" | "removed" | null> {
  const { documents, index, analyserVersion } = deps;
  const { id, version, chunks } = document;
  const current = rows.find((row) => row.version === version && row.analyser === analyserVersion);
  const whole = current?.chunks === chunks;
  if (whole && rows.length === 1) return null;
  const now = await documents.get(workspaceId, id);
  if (now?.version !== version) return null;

  // While a newer version is being made, its rows are there already. Nobody makes them of a document that is ready.
  const newer = now.status === "ready" ? rows.filter((row) => row.version > version) : [];
  await removeVersions(deps, workspaceId, newer);
  if (!whole) {
    const terms = await analysedRows(deps, workspaceId, document);
    // Rows of an older analyser serve until the new ones are in; a short set cannot be told from its missing part.
    if (current) await index.removeVersion(workspaceId, id, version);
    await index.add(workspaceId, terms);
  }
  await index.removeOlder(workspaceId, id, version);
  if (!whole && (await documents.get(workspaceId, id))?.version !== version) {
    // Deleted or replaced during the analysis: whoever did it may have cleaned up before the rows were added.
    await index.removeVersion(workspaceId, id, version);
  }
  if (!whole) return "rebuilt";
  return newer.length > 0 || rows.some((row) => row.version <= version && row !== current) ? "removed" : null;
}

async function analysedRows(
  { documents, reader }: ReconcileDeps,
  workspaceId: string,
  document: PublishedDocument,
) {
  const { id, version, language } = document;
  const terms = await reader.analyse(await documents.indexedTexts(workspaceId, id, version), language);
  return terms.map((chunkTerms, position) => ({ documentId: id, version, position, terms: chunkTerms }));
}

async function removeUnknown(
  deps: ReconcileDeps,
  workspaceId: string,
  id: string,
  rows: readonly IndexedDocument[],
): Promise<"removed" | null> {
  const document = await deps.documents.get(workspaceId, id);
  if (document?.status === "processing" || document?.status === "ready") return null;
  await removeVersions(deps, workspaceId, rows);
  return "removed";
}

/** Only versions seen before the document was looked up: one that is queued again meanwhile makes rows of a newer one. */
async function removeVersions(
  { index }: ReconcileDeps,
  workspaceId: string,
  rows: readonly IndexedDocument[],
): Promise<void> {
  for (const { documentId, version } of rows) await index.removeVersion(workspaceId, documentId, version);
}
