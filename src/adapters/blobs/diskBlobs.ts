import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Blobs, StagedBlob, StageOutcome } from "../../core/documents/blobs.ts";
import { AppError } from "../../core/errors.ts";

const headBytes = 64 * 1024;
const temporary = "tmp";

/**
 * Files under `<folder>/<workspace>/<first two of the hash>/<hash>`. What a crash left half-written is swept here, so
 * only one process may own the folder.
 */
export async function createDiskBlobs(folder: string): Promise<Blobs> {
  const staging = join(folder, temporary);
  await disk("swept", async () => {
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
  });

  const fileOf = (workspaceId: string, hash: string) =>
    join(workspaceFolder(folder, workspaceId), checked(hash, hashPattern).slice(0, 2), hash);

  async function keep(path: string, target: string): Promise<void> {
    await disk("kept", async () => {
      const made = await mkdir(dirname(target), { recursive: true });
      await rename(path, target);
      await syncFolder(dirname(target));
      if (made !== undefined) await syncParents(dirname(target), folder);
    });
  }

  return {
    async stage(workspaceId, content, limitBytes): Promise<StageOutcome> {
      workspaceFolder(folder, workspaceId);
      const path = join(staging, randomUUID());
      const drop = () => disk("dropped", () => rm(path, { force: true }));
      try {
        const received = await receive(path, content, limitBytes);
        if (received === null) {
          await drop();
          return { kind: "too_large" };
        }
        let kept = false;
        const blob: StagedBlob = {
          ...received,
          async keep() {
            if (kept) return;
            await keep(path, fileOf(workspaceId, received.hash));
            kept = true;
          },
          discard: async () => (kept ? undefined : drop()),
        };
        return { kind: "staged", blob };
      } catch (error) {
        await drop();
        throw error;
      }
    },

    async path(workspaceId, hash) {
      const path = fileOf(workspaceId, hash);
      const found = await disk("found", () => stat(path).catch(nothingThere));
      return found?.isFile() ? path : null;
    },

    async read(workspaceId, hash) {
      const file = await disk("opened", () => open(fileOf(workspaceId, hash)).catch(nothingThere));
      return file?.createReadStream() ?? null;
    },

    async remove(workspaceId, hash) {
      const path = fileOf(workspaceId, hash);
      await disk("removed", () => rm(path, { force: true }));
    },

    async list(workspaceId) {
      const path = workspaceFolder(folder, workspaceId);
      const names = await disk("listed", () =>
        readdir(path, { recursive: true, withFileTypes: true }).catch(nothingThere),
      );
      return (names ?? [])
        .filter((entry) => entry.isFile() && hashPattern.test(entry.name))
        .map(({ name }) => name)
        .toSorted();
    },
  };
}

/** Null when there is more than `limitBytes`. Errors of `content` itself pass through. */
async function receive(
  path: string,
  content: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<Pick<StagedBlob, "hash" | "bytes" | "head"> | null> {
  const hash = createHash("sha256");
  const head: Uint8Array[] = [];
  let bytes = 0;
  let headed = 0;
  const file = await disk("created", () => open(path, "wx", 0o600));
  try {
    for await (const part of content) {
      bytes += part.byteLength;
      if (bytes > limitBytes) return null;
      if (headed < headBytes) {
        const first = part.subarray(0, headBytes - headed);
        head.push(Uint8Array.from(first));
        headed += first.byteLength;
      }
      hash.update(part);
      await disk("written", () => writeWhole(file, part));
    }
    await disk("synced", () => file.datasync());
  } finally {
    await file.close();
  }
  return { hash: hash.digest("hex"), bytes, head: Buffer.concat(head) };
}

async function writeWhole(file: FileHandle, part: Uint8Array): Promise<void> {
  let written = 0;
  while (written < part.byteLength) written += (await file.write(part, written)).bytesWritten;
}

const hashPattern = /^[0-9a-f]{64}$/;
const workspacePattern = /^[0-9A-Za-z][0-9A-Za-z_-]{0,127}$/;

/** A name from outside becomes part of a path only when it cannot leave its folder. */
function checked(name: string, pattern: RegExp): string {
  if (!pattern.test(name))
    throw new AppError("internal", "A blob was named outside the store", { retryable: false });
  return name;
}

function workspaceFolder(folder: string, workspaceId: string): string {
  if (workspaceId === temporary)
    throw new AppError("internal", "A workspace has the staging folder's name", { retryable: false });
  return join(folder, checked(workspaceId, workspacePattern));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A new folder is durable only when the one that holds its name is. */
async function syncParents(path: string, top: string): Promise<void> {
  for (let folder = path; folder !== top; folder = dirname(folder)) await syncFolder(dirname(folder));
}

function nothingThere(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}

async function disk<Result>(done: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (cause) {
    const isFull = cause instanceof Error && "code" in cause && cause.code === "ENOSPC";
    const message = `A stored file could not be ${done}${isFull ? ": the disk is full" : ""}`;
    throw new AppError(isFull ? "database_unavailable" : "internal", message, { retryable: true, cause });
  }
}
