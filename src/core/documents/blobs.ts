/** Content that has been received whole and hashed, but is not in the store yet. */
export interface StagedBlob {
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  readonly bytes: number;
  /** The first bytes, up to 64 KiB, for telling the type. */
  readonly head: Uint8Array;
  /** Puts it into the store; durable when it resolves. Keeping content that is already there is no error. */
  keep(): Promise<void>;
  /** Drops it. Does nothing once it is kept. */
  discard(): Promise<void>;
}

export type StageOutcome =
  | { readonly kind: "staged"; readonly blob: StagedBlob }
  | { readonly kind: "too_large" };

/**
 * Content-addressed files, per workspace. Staging is apart from keeping, so that a refused request never shows in the
 * store and nothing has to be taken back. Throws AppError `internal` when the store fails, `database_unavailable` when it is full; an error of `content` itself
 * passes through untouched. In both cases nothing is left behind.
 */
export interface Blobs {
  /** Streams without holding the content in memory; past `limitBytes` it stops reading and keeps nothing. */
  stage(workspaceId: string, content: AsyncIterable<Uint8Array>, limitBytes: number): Promise<StageOutcome>;
  /** A local path to the content, or null when it is missing. */
  path(workspaceId: string, hash: string): Promise<string | null>;
  /** The content from its beginning, or null when it is missing. */
  read(workspaceId: string, hash: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Removing what is not there is no error. */
  remove(workspaceId: string, hash: string): Promise<void>;
  list(workspaceId: string): Promise<string[]>;
}

export interface BlobsDep {
  readonly blobs: Blobs;
}
