/**
 * One holder at a time for each stored content, so that "keep it and accept its document" and "see that no document
 * has it and remove it" cannot interleave. In one process a chain of promises is enough; a fleet needs the same
 * order from the database (an advisory lock on workspace and hash around both).
 */
export interface BlobLocks {
  /** Runs with all `hashes` held; waits for those held by others. Different contents do not wait for each other. */
  hold<Result>(workspaceId: string, hashes: readonly string[], run: () => Promise<Result>): Promise<Result>;
}

export interface BlobLocksDep {
  readonly blobLocks: BlobLocks;
}

export function createBlobLocks(): BlobLocks {
  const lastByKey = new Map<string, Promise<void>>();

  /** All places in the queues are taken in one tick, so two holders can never wait for each other. */
  async function hold<Result>(
    workspaceId: string,
    hashes: readonly string[],
    run: () => Promise<Result>,
  ): Promise<Result> {
    const keys = [...new Set(hashes)].map((hash) => `${workspaceId}/${hash}`);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const before = keys.map((key) => lastByKey.get(key) ?? Promise.resolve());
    for (const key of keys) lastByKey.set(key, released);
    await Promise.all(before);
    try {
      return await run();
    } finally {
      for (const key of keys) if (lastByKey.get(key) === released) lastByKey.delete(key);
      release();
    }
  }

  return { hold };
}
