import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { blobsSuite } from "../../../test/ports/blobs.ts";
import { AppError } from "../../core/errors.ts";
import { createDiskBlobs } from "./diskBlobs.ts";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-blobs-"));
  folders.push(folder);
  return folder;
}

blobsSuite("a disk folder", async () => createDiskBlobs(await newFolder()));

async function* content(text: string) {
  yield Buffer.from(text);
}

test("content lies under its workspace and the first two of its hash", async () => {
  const folder = await newFolder();
  const blobs = await createDiskBlobs(folder);
  const outcome = await blobs.stage("w", content("hola"), 10);
  if (outcome.kind === "staged") await outcome.blob.keep();
  const hash = "b221d9dbb083a7f33428d7c2a3c3198ae925614d70210e28716ccaa7cd4ddb79";
  expect(await blobs.path("w", hash)).toBe(join(folder, "w", "b2", hash));
});

test("what a crash left half-written is swept at the next start, and kept content stays", async () => {
  const folder = await newFolder();
  const before = await createDiskBlobs(folder);
  const kept = await before.stage("w", content("kept"), 10);
  if (kept.kind === "staged") await kept.blob.keep();
  await before.stage("w", content("staged"), 10);
  expect(await readdir(join(folder, "tmp"))).toHaveLength(1);
  const after = await createDiskBlobs(folder);
  expect(await readdir(join(folder, "tmp"))).toEqual([]);
  expect(await after.list("w")).toHaveLength(1);
});

test("a refused or cut upload leaves no file behind", async () => {
  const folder = await newFolder();
  const blobs = await createDiskBlobs(folder);
  await blobs.stage("w", content("too long"), 3);
  async function* cut() {
    yield Buffer.from("x");
    throw new Error("cut");
  }
  await blobs.stage("w", cut(), 10).catch(() => {});
  expect(await readdir(folder, { recursive: true })).toEqual(["tmp"]);
});

test("a store that fails is an operational error, not the client's", async () => {
  const folder = await newFolder();
  const blobs = await createDiskBlobs(folder);
  const outcome = await blobs.stage("w", content("hola"), 10);
  await writeFile(join(folder, "w"), "a file where the workspace's folder should be");
  if (outcome.kind !== "staged") throw new Error("not staged");
  await expect(outcome.blob.keep()).rejects.toMatchObject({ code: "internal", retryable: true });
  await expect(outcome.blob.keep()).rejects.toBeInstanceOf(AppError);
  await outcome.blob.discard();
  expect(await readdir(join(folder, "tmp"))).toEqual([]);
  await rm(join(folder, "tmp"), { recursive: true });
  await mkdir(join(folder, "elsewhere"));
  await expect(blobs.stage("w", content("x"), 10)).rejects.toMatchObject({ code: "internal" });
});
