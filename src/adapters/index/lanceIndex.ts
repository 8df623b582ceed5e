import { connect, MatchQuery, Session } from "@lancedb/lancedb";
import type { Table } from "@lancedb/lancedb";
import * as z from "zod";
import { AppError } from "../../core/errors.ts";
import type {
  ChunkHit,
  ChunkIndex,
  ChunkQuery,
  IndexedChunk,
  IndexedDocument,
} from "../../core/retrieval/chunkIndex.ts";
import { chunkKey, chunkRows, distinctChunks, documentsFilter, termText } from "./chunkRows.ts";
import { createFoldingQueue } from "./foldingQueue.ts";
import type { FoldingQueue } from "./foldingQueue.ts";
import { createTables } from "./lanceTables.ts";

export interface LanceIndexOptions {
  /** Created when missing. */
  readonly folder: string;
  readonly analyserVersion: number;
  /** A table was dropped and starts empty; the index goes on. */
  readonly onError?: (error: AppError, workspaceId: string) => void;
  /** Small writes stay unfolded until the next fold: nothing is lost, reading them costs more. */
  readonly onUnfolded?: (error: AppError, workspaceId: string) => void;
}

/** The engine's own defaults (6 GB and 1 GB) would also keep the parts of superseded versions. */
const indexCacheBytes = 192n * 1024n ** 2n;
const metadataCacheBytes = 64n * 1024n ** 2n;
/** Seconds after which a search looks for what other processes committed. */
const readConsistencyInterval = 1;
/** Rows written in one commit: keeps the encoding of a batch near 5 ms of the event loop. */
const rowsPerCommit = 1_000;
/** Readers, of this process or another, finish within this time; then the files of superseded versions go. */
const keepOldVersionsMs = 60_000;

/**
 * The chunk index on LanceDB, one table a workspace. BM25 with k1 = 1.2 and b = 0.75, exact once rows are folded
 * in, about a second after writing ends. Rows not folded in yet are searched too, but with a filter on documents their
 * statistics count only the filtered ones. Repeated query terms count repeatedly.
 */
export async function openLanceIndex({
  folder,
  analyserVersion,
  onError = () => {},
  onUnfolded = () => {},
}: LanceIndexOptions): Promise<ChunkIndex> {
  const connection = await connect(
    folder,
    { readConsistencyInterval },
    new Session(indexCacheBytes, metadataCacheBytes),
  ).catch((error: unknown) => {
    throw engineError("cannot open", error);
  });
  const tables = createTables({
    connection,
    onLost: onError,
    onUnfolded: (workspaceId, rows) => queueOf(workspaceId).leftOver(rows),
  });
  const queueByWorkspace = new Map<string, FoldingQueue>();

  function queueOf(workspaceId: string): FoldingQueue {
    const known = queueByWorkspace.get(workspaceId);
    if (known) return known;
    const queue = createFoldingQueue({
      fold: () => tables.read(workspaceId, undefined, foldIn),
      onError: (error) => onUnfolded(engineError("cannot fold in small writes", error), workspaceId),
    });
    queueByWorkspace.set(workspaceId, queue);
    return queue;
  }

  function remove(workspaceId: string, documentId: string, condition = "true"): Promise<void> {
    const doomed = `${documentsFilter([documentId])} AND (${condition})`;
    return queueOf(workspaceId).write(1, () =>
      tables.read(workspaceId, undefined, (table) => removeRows(table, doomed)),
    );
  }

  return {
    async add(workspaceId, chunks) {
      const distinct = distinctChunks(chunks);
      for (let from = 0; from < distinct.length; from += rowsPerCommit) {
        const batch = distinct.slice(from, from + rowsPerCommit);
        await queueOf(workspaceId).write(batch.length, () =>
          tables.write(workspaceId, (table) => putRows(table, batch, analyserVersion)),
        );
      }
    },
    search: (workspaceId, query) => tables.read(workspaceId, [], (table) => searchRows(table, query)),
    remove: (workspaceId, documentId) => remove(workspaceId, documentId),
    removeOlder: (workspaceId, documentId, version) =>
      remove(
        workspaceId,
        documentId,
        `version < ${version} OR (version = ${version} AND analyser <> ${analyserVersion})`,
      ),
    removeVersion: (workspaceId, documentId, version) =>
      remove(workspaceId, documentId, `version = ${version}`),
    inventory: (workspaceId) => tables.read(workspaceId, [], countDocuments),
    async close() {
      await Promise.all([...queueByWorkspace.values()].map((queue) => queue.close()));
      await tables.close();
    },
  };
}

/** Replacing is one commit too, so that a reader never misses a row; it costs a join, hence the look beforehand. */
async function putRows(table: Table, chunks: readonly IndexedChunk[], analyser: number): Promise<void> {
  const rows = chunkRows(chunks, analyser);
  const documents = [...new Set(chunks.map((chunk) => chunk.documentId))];
  const versions = [...new Set(chunks.map((chunk) => chunk.version))];
  const known = await table.countRows(`${documentsFilter(documents)} AND version IN (${versions.join(",")})`);
  if (known === 0) await table.add(rows);
  else await table.mergeInsert(chunkKey).whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
}

async function searchRows(
  table: Table,
  { terms, documentIds, exceptIds = [], limit }: ChunkQuery,
): Promise<ChunkHit[]> {
  const text = termText(terms);
  if (text === "" || limit < 1 || documentIds?.length === 0) return [];
  const query = table
    .query()
    .fullTextSearch(new MatchQuery(text, "terms"))
    .select(["document_id", "version", "position", "_score"])
    .limit(limit);
  const conditions = [
    ...(documentIds ? [documentsFilter(documentIds)] : []),
    ...(exceptIds.length > 0 ? [`NOT (${documentsFilter(exceptIds)})`] : []),
  ];
  if (conditions.length > 0) query.where(conditions.join(" AND "));
  const found = await query.toArrow();
  const documents = column(found, "document_id", z.string());
  const versions = column(found, "version", z.int());
  const positions = column(found, "position", z.int());
  return column(found, "_score", z.number())
    .map((score, at) => ({
      documentId: documents[at] ?? "",
      version: versions[at] ?? 0,
      position: positions[at] ?? 0,
      score,
    }))
    .toSorted(bestFirst);
}

async function removeRows(table: Table, doomed: string): Promise<void> {
  if ((await table.countRows(doomed)) > 0) await table.delete(doomed);
}

/** Batch by batch: decoding a large table at once would hold the event loop. */
async function countDocuments(table: Table): Promise<IndexedDocument[]> {
  const countByName = new Map<string, IndexedDocument>();
  for await (const batch of table.query().select(["document_id", "version", "analyser"])) {
    const versions = column(batch, "version", z.int());
    const analysers = column(batch, "analyser", z.int());
    column(batch, "document_id", z.string()).forEach((documentId, at) => {
      const version = versions[at] ?? 0;
      const analyser = analysers[at] ?? 0;
      const name = `${version} ${analyser} ${documentId}`;
      const chunks = (countByName.get(name)?.chunks ?? 0) + 1;
      countByName.set(name, { documentId, version, analyser, chunks });
    });
  }
  return [...countByName.values()];
}

async function foldIn(table: Table): Promise<void> {
  await table.optimize({ cleanupOlderThan: new Date(Date.now() - keepOldVersionsMs) });
}

function column<T>(
  rows: { getChild(name: string): Iterable<unknown> | null },
  name: string,
  schema: z.ZodType<T>,
): T[] {
  return z.array(schema).parse([...(rows.getChild(name) ?? [])]);
}

function bestFirst(a: ChunkHit, b: ChunkHit): number {
  if (a.score !== b.score) return b.score - a.score;
  if (a.documentId !== b.documentId) return a.documentId < b.documentId ? -1 : 1;
  return b.version - a.version || a.position - b.position;
}

function engineError(what: string, cause: unknown): AppError {
  return new AppError("internal", `chunk index: ${what}`, { retryable: true, cause });
}
