import type {
  ChunkHit,
  ChunkIndex,
  ChunkQuery,
  ChunkRef,
  IndexedChunk,
  IndexedDocument,
} from "../../core/retrieval/chunkIndex.ts";
import { AppError } from "../../core/errors.ts";

interface Row extends ChunkRef {
  readonly frequencyByTerm: ReadonlyMap<string, number>;
  readonly length: number;
}

const k1 = 1.2;
const b = 0.75;

/**
 * Exact BM25 by looking at every row (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, with
 * Lucene's never negative idf). For tests and as the reference: its time grows with the rows, and nothing is stored.
 */
export function createMemoryIndex(analyserVersion: number): ChunkIndex {
  const rowsByWorkspace = new Map<string, Map<string, Row>>();
  let closed = false;

  function rowsOf(workspaceId: string): Map<string, Row> {
    if (closed) throw new AppError("internal", "the index is closed", { retryable: false });
    return rowsByWorkspace.get(workspaceId) ?? new Map<string, Row>();
  }

  function removeRows(workspaceId: string, isDoomed: (row: Row) => boolean): void {
    const rows = rowsOf(workspaceId);
    for (const [name, row] of rows) if (isDoomed(row)) rows.delete(name);
  }

  return {
    async add(workspaceId, chunks) {
      const rows = rowsOf(workspaceId);
      for (const chunk of chunks) rows.set(rowName(chunk), rowOf(chunk));
      rowsByWorkspace.set(workspaceId, rows);
    },
    async search(workspaceId, query) {
      return rank([...rowsOf(workspaceId).values()], query);
    },
    async remove(workspaceId, documentId) {
      removeRows(workspaceId, (row) => row.documentId === documentId);
    },
    async removeOlder(workspaceId, documentId, version) {
      removeRows(workspaceId, (row) => row.documentId === documentId && row.version < version);
    },
    async removeVersion(workspaceId, documentId, version) {
      removeRows(workspaceId, (row) => row.documentId === documentId && row.version === version);
    },
    async inventory(workspaceId) {
      const documents = Map.groupBy(rowsOf(workspaceId).values(), (row) =>
        JSON.stringify([row.documentId, row.version]),
      );
      return [...documents.values()].flatMap((rows) => describe(rows, analyserVersion));
    },
    async close() {
      closed = true;
    },
  };
}

function rank(rows: readonly Row[], { terms, documentIds, exceptIds, limit }: ChunkQuery): ChunkHit[] {
  const allowed = documentIds && new Set(documentIds);
  const excepted = new Set(exceptIds);
  const averageLength = rows.reduce((sum, row) => sum + row.length, 0) / rows.length;
  const weights = terms.map((term) => ({ term, idf: inverseDocumentFrequency(rows, term) }));
  return rows
    .filter(({ documentId }) => (allowed?.has(documentId) ?? true) && !excepted.has(documentId))
    .map(({ documentId, version, position, frequencyByTerm, length }) => {
      const norm = k1 * (1 - b + (b * length) / averageLength);
      const score = weights.reduce((sum, { term, idf }) => {
        const frequency = frequencyByTerm.get(term) ?? 0;
        return sum + (idf * frequency * (k1 + 1)) / (frequency + norm);
      }, 0);
      return { documentId, version, position, score };
    })
    .filter((hit) => hit.score > 0)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, limit);
}

function inverseDocumentFrequency(rows: readonly Row[], term: string): number {
  const holding = rows.filter((row) => row.frequencyByTerm.has(term)).length;
  return Math.log(1 + (rows.length - holding + 0.5) / (holding + 0.5));
}

function rowOf({ documentId, version, position, terms }: IndexedChunk): Row {
  const frequencyByTerm = new Map<string, number>();
  for (const term of terms) if (term !== "") frequencyByTerm.set(term, (frequencyByTerm.get(term) ?? 0) + 1);
  const length = terms.filter((term) => term !== "").length;
  return { documentId, version, position, frequencyByTerm, length };
}

function rowName({ documentId, version, position }: ChunkRef): string {
  return JSON.stringify([documentId, version, position]);
}

function describe(rows: readonly Row[], analyser: number): IndexedDocument[] {
  return rows
    .slice(0, 1)
    .map(({ documentId, version }) => ({ documentId, version, analyser, chunks: rows.length }));
}
