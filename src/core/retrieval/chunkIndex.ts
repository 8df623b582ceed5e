/** A chunk's name everywhere: `version` is the ingestion that made it, `position` counts from 0 in its document. */
export interface ChunkRef {
  readonly documentId: string;
  readonly version: number;
  readonly position: number;
}

export interface IndexedChunk extends ChunkRef {
  /** Analysed terms in reading order, repeats kept. */
  readonly terms: readonly string[];
}

export interface ChunkHit extends ChunkRef {
  /** BM25, higher is better, comparable within one search only. */
  readonly score: number;
}

export interface ChunkQuery {
  readonly terms: readonly string[];
  /** Only these documents; an empty list finds nothing. */
  readonly documentIds?: readonly string[];
  /** Not these documents, whether named or not. */
  readonly exceptIds?: readonly string[];
  readonly limit: number;
}

/** What the index holds of one document's version, for reconciling it with the records. */
export interface IndexedDocument {
  readonly documentId: string;
  readonly version: number;
  readonly analyser: number;
  readonly chunks: number;
}

/**
 * The derived search index: never the truth, always rebuildable from records.
 * Throws AppError `internal` (retryable) when the engine fails.
 */
export interface ChunkIndex {
  /** Searchable when it resolves. Rows are stamped with the analyser version. */
  add(workspaceId: string, chunks: readonly IndexedChunk[]): Promise<void>;
  /** Best first. A workspace never indexed has no hits. */
  search(workspaceId: string, query: ChunkQuery): Promise<ChunkHit[]>;
  /** Removes all the document's rows, also those that are being served: only for a document that is gone. */
  remove(workspaceId: string, documentId: string): Promise<void>;
  /** Removes the document's rows of versions before `version`, and those of `version` that another analyser made. */
  removeOlder(workspaceId: string, documentId: string, version: number): Promise<void>;
  /** Removes the document's rows of exactly this version. */
  removeVersion(workspaceId: string, documentId: string, version: number): Promise<void>;
  inventory(workspaceId: string): Promise<IndexedDocument[]>;
  /** Waits for the folding-in of small writes that is under way, then lets go of every file. */
  close(): Promise<void>;
}

export interface ChunkIndexDep {
  readonly index: ChunkIndex;
}
