import type { DocumentFailure, DocumentStage, DocumentStatus, SourceType } from "../../contract/documents.ts";
import type { Role } from "../../contract/keys.ts";
import type { Language } from "../language.ts";
import type { Chunk, PageSpan } from "./chunking.ts";
import type { RestrictedDocument, Viewer } from "./documentAccess.ts";

export interface StoredDocument {
  readonly workspaceId: string;
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly mime: string;
  readonly bytes: number;
  readonly status: DocumentStatus;
  readonly stage: DocumentStage | null;
  readonly progress: number;
  readonly pages: number | null;
  readonly chunks: number;
  readonly language: Language | null;
  /** The version whose chunks are published; 0 before the first. */
  readonly version: number;
  readonly attempts: number;
  readonly error: DocumentFailure | null;
  readonly uploadedBy: string;
  readonly sourceType: SourceType;
  /** Empty restricts nothing. */
  readonly allowedRoles: readonly Role[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface DocumentDraft {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly mime: string;
  readonly bytes: number;
  readonly uploadedBy: string;
  /** `upload` when left out. */
  readonly sourceType?: SourceType;
  /** Empty when left out. */
  readonly allowedRoles?: readonly Role[];
}

export interface AcceptedDocument {
  readonly document: StoredDocument;
  /** The same bytes under the same name were already there; nothing was queued. */
  readonly duplicate: boolean;
}

/**
 * A leased document. `version` fences: every later call with it is refused once somebody else has claimed.
 * `document.attempts` counts this attempt.
 */
export interface Claim {
  readonly document: StoredDocument;
  readonly version: number;
}

export interface PublishedText {
  readonly text: string;
  readonly pages: readonly PageSpan[];
}

export interface PublishedDocument {
  readonly id: string;
  readonly version: number;
  readonly chunks: number;
  readonly language: Language | null;
}

/** What a parsed document publishes. */
export interface PublishedContent extends PublishedText {
  readonly chunks: readonly Chunk[];
  readonly language: Language | null;
}

export interface StoredDocumentEvent {
  readonly id: string;
  readonly documentId: string;
  /** JSON of the `document` event. */
  readonly data: string;
}

export interface DocumentFilter {
  readonly status?: DocumentStatus;
  readonly limit: number;
  /** Id of the last document of the page before; newest first. */
  readonly before?: string;
  readonly viewer?: Viewer;
}

/** Documents and what they hold, those being read included. */
export interface OccupiedSpace {
  readonly documents: number;
  readonly bytes: number;
}

export interface DocumentCensus {
  /** Documents with published chunks, those being re-ingested included. */
  readonly searchable: number;
  /** Documents being processed that have nothing published yet. */
  readonly processing: number;
  /** Distinct languages of the searchable ones. */
  readonly languages: readonly Language[];
}

/**
 * Documents and their queue, which is the document row itself. Every change of state and its event are one
 * commit, durable when the promise resolves; after it the event is published to the workspace's listeners.
 * Throws AppError `database_unavailable`.
 */
export interface DocumentRecords {
  /** All or none, in the order given. Same bytes and name at once from many callers make one; so do two drafts. */
  accept(workspaceId: string, drafts: readonly DocumentDraft[]): Promise<AcceptedDocument[]>;
  /** An archived document is still known by its name and status. */
  get(workspaceId: string, id: string): Promise<StoredDocument | null>;
  getMany(workspaceId: string, ids: readonly string[]): Promise<StoredDocument[]>;
  /** Live documents with any of these bytes. */
  holding(workspaceId: string, hashes: readonly string[]): Promise<StoredDocument[]>;
  /** Archived documents only when `status` asks for them. */
  list(workspaceId: string, filter: DocumentFilter): Promise<StoredDocument[]>;
  text(workspaceId: string, id: string): Promise<PublishedText | null>;
  /** Oldest first. Events older than 24 h may be gone. */
  events(
    workspaceId: string,
    afterId: string,
    limit: number,
    viewer?: Viewer,
  ): Promise<StoredDocumentEvent[]>;
  /** Every document of the workspace that not everybody may read. */
  restricted(workspaceId: string): Promise<RestrictedDocument[]>;
  /** Null when unknown or archived. */
  restrict(workspaceId: string, id: string, allowedRoles: readonly Role[]): Promise<StoredDocument | null>;

  /** The longest due document of the workspace with fewest leases, then served least recently; null when none is due. */
  claim(leaseMs: number): Promise<Claim | null>;
  /** False when the lease is no longer this claim's: stop working. */
  renew(claim: Claim, leaseMs: number, stage: DocumentStage, progress: number): Promise<boolean>;
  /** Swaps text and chunks to the claim's version in one commit; false when the claim is stale or the document gone. */
  publish(claim: Claim, content: PublishedContent): Promise<boolean>;
  /** Back to the queue at `retryAt` (ms since epoch), or `failed` when it is null; published chunks of a failed document go. */
  fail(claim: Claim, failure: DocumentFailure, retryAt: number | null): Promise<boolean>;

  /** Gives the lease back as if the claim had not been made: due at once, the attempt not counted. */
  release(claim: Claim): Promise<boolean>;
  /**
   * Ends every lease, whoever holds it: only for a process that owns the store alone, at its start. The attempts stay
   * counted, so a file that kills the process does not do so for ever. Resolves to the number of leases ended.
   */
  releaseLeases(): Promise<number>;

  /** Queues again, keeping the published version serving until the new one is whole. Null when unknown, processing or archived. */
  requeue(workspaceId: string, id: string): Promise<StoredDocument | null>;
  /** Exactly the failed ones that the viewer may read. */
  requeueFailed(workspaceId: string, viewer?: Viewer): Promise<StoredDocument[]>;
  /** Archives and removes text and chunks; null when unknown or already archived. */
  archive(workspaceId: string, id: string): Promise<StoredDocument | null>;

  /** Whether any live document of the workspace has these bytes. */
  holdsBlob(workspaceId: string, hash: string): Promise<boolean>;
  /** Documents with a published version, also while a newer one is being made, for reconciling the index. */
  published(workspaceId: string): Promise<PublishedDocument[]>;
  /** `indexedText` of the published version's chunks, in position order. */
  indexedTexts(workspaceId: string, id: string, version: number): Promise<string[]>;
  /** What a question to the whole workspace would meet; of all documents when no viewer is given. */
  census(workspaceId: string, viewer?: Viewer): Promise<DocumentCensus>;
  /** By the documents that are not archived. */
  occupied(workspaceId: string): Promise<OccupiedSpace>;
}

export interface DocumentRecordsDep {
  readonly documents: DocumentRecords;
}
