import { openAsBlob } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FileFailure, LocalFailureCode } from "./failureSentence.ts";

/** A file of this machine, ready to be sent; its content is read only then. */
export interface LocalFile {
  /** As it was written on the command line, or found under a folder of it. */
  readonly path: string;
  readonly name: string;
  readonly body: Blob;
}

export type OpenedFile = LocalFile | { readonly path: string; readonly failure: FileFailure };

export async function openLocalFile(path: string): Promise<OpenedFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return failed(path, "folder");
    if (!found.isFile()) return failed(path, "unreadable");
    if (found.size === 0) return failed(path, "empty");
    const body = await openAsBlob(path);
    // Permissions show only at the first read.
    await body.slice(0, 1).arrayBuffer();
    return { path, name: basename(path), body };
  } catch (cause) {
    return failed(path, isMissing(cause) ? "missing" : "unreadable");
  }
}

/**
 * Paths of files: those named, and those under folders named, in order of name and each file once. What is named is
 * always taken, also when missing; under folders, dotfiles and links to folders are left out.
 */
export async function collectPaths(named: readonly string[]): Promise<string[]> {
  const pathByPlace = new Map<string, string>();
  for (const path of named) {
    for (const each of await filesUnder(path)) {
      const place = await realpath(each).catch(() => each);
      if (!pathByPlace.has(place)) pathByPlace.set(place, each);
    }
  }
  return [...pathByPlace.values()];
}

async function filesUnder(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (!entries) return [path];
  const visible = entries
    .filter(({ name }) => !name.startsWith("."))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const paths: string[] = [];
  for (const entry of visible) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) paths.push(...(await filesUnder(inner)));
    else if (entry.isFile() || (await isLinkToFile(inner))) paths.push(inner);
  }
  return paths;
}

async function isLinkToFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function failed(path: string, code: LocalFailureCode): OpenedFile {
  return { path, failure: { code, reason: "" } };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}
