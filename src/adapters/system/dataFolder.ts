import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { AppError } from "../../core/errors.ts";

/** The folder that holds everything of an embedded Batuta; one process at a time owns it. */
export interface DataFolder {
  readonly path: (name: string) => string;
  /** Tells other commands on this machine where the owner listens. */
  announce(url: string): void;
  /** The admin key kept here, if any. */
  adminKey(): string | null;
  /** Keeps it for its owner's eyes only (mode 0600). */
  keepAdminKey(secret: string): string;
  release(): void;
}

/**
 * Takes the folder, making it when absent. The lock is the operating system's, so it falls with the process.
 * Throws AppError `conflict` when another process has it.
 */
export function claimDataFolder(folder: string): DataFolder {
  const path = (name: string) => join(folder, name);
  const lock = openLock(folder, path("lock"));
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw unusable(folder, cause);
    const owner = ownerOf(folder);
    const where = owner === null ? "" : `, at ${owner}`;
    throw new AppError("conflict", `Another Batuta is using the data folder ${folder}${where}.`, {
      retryable: false,
      cause,
    });
  }
  return {
    path,
    announce: (url) => writeFileSync(path(ownerFile), JSON.stringify({ url })),
    adminKey: () => readIfPresent(path(adminKeyFile))?.trim() ?? null,
    keepAdminKey(secret) {
      writeFileSync(path(adminKeyFile), `${secret}\n`, { mode: 0o600 });
      chmodSync(path(adminKeyFile), 0o600);
      return path(adminKeyFile);
    },
    release() {
      rmSync(path(ownerFile), { force: true });
      lock.close();
    },
  };
}

function openLock(folder: string, path: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return new DatabaseSync(path);
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

function unusable(folder: string, cause: unknown): AppError {
  const code = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  const message = `BATUTA_DATA: the folder ${folder} cannot be used${code}: it must be a folder that this user may write.`;
  return new AppError("database_unavailable", message, { retryable: false, cause });
}

const sqliteBusy = 5;

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && "errcode" in cause && cause.errcode === sqliteBusy;
}

/** The address of the process that owns the folder, as it announced it; null when there is none. */
export function ownerOf(folder: string): string | null {
  const text = readIfPresent(join(folder, ownerFile));
  return announcement.safeParse(text).data?.url ?? null;
}

/** The admin key kept in a folder, without owning it. */
export function adminKeyIn(folder: string): string | null {
  return readIfPresent(join(folder, adminKeyFile))?.trim() ?? null;
}

const ownerFile = "server.json";
const adminKeyFile = "admin.key";
/** A crash may leave it empty. */
const announcement = z
  .string()
  .refine((text) => text.endsWith("}"))
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ url: z.url() }));

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
    throw cause;
  }
}
