import { admitted } from "../../../test/ports/admitted.ts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { filesOf, openDocumentHouse } from "../../../test/ports/documentHouse.ts";
import type { DocumentHouse } from "../../../test/ports/documentHouse.ts";
import { isRefusal } from "../errors.ts";
import { deleteDocument } from "./lifecycle.ts";
import { acceptUpload } from "./upload.ts";

const ana = await admitted("w", "documents:create");
const limits = { fileBytes: 5000, files: 3 };

describe("acceptUpload", () => {
  const houses: DocumentHouse[] = [];
  afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
  async function opening() {
    const house = await openDocumentHouse();
    houses.push(house);
    const nothingStored = async () => {
      expect(await house.documents.list("w", { limit: 9 })).toEqual([]);
      expect(await house.blobs.list("w")).toEqual([]);
      expect(await readdir(join(house.folder, "blobs", "tmp"))).toEqual([]);
      expect(house.wakes.count).toBe(0);
    };
    return { ...house, nothingStored };
  }

  test("takes every file in order, stores it, queues it and wakes the ingestor once", async () => {
    const { deps, documents, blobs, wakes } = await opening();
    const accepted = await acceptUpload(deps, ana, filesOf(["../a.txt", "uno"], ["b.txt", "dos"]), limits);
    if (isRefusal(accepted)) throw new Error(accepted.detail);
    expect(
      accepted.map(({ document, duplicate }) => [document.name, document.bytes, document.mime, duplicate]),
    ).toEqual([
      ["a.txt", 3, "text/plain", false],
      ["b.txt", 3, "text/plain", false],
    ]);
    expect(await blobs.list("w")).toEqual(accepted.map(({ document }) => document.hash).toSorted());
    expect(await documents.get("w", accepted[0]?.document.id ?? "")).toMatchObject({
      status: "processing",
      uploadedBy: "ana",
    });
    expect(wakes.count).toBe(1);
  });

  test("the same file again is the same document and wakes nobody", async () => {
    const { upload, deps, wakes } = await opening();
    const { id } = await upload("uno", "a.txt");
    const again = await acceptUpload(deps, ana, filesOf(["a.txt", "uno"]), limits);
    expect(again).toMatchObject([{ document: { id }, duplicate: true }]);
    expect(wakes.count).toBe(1);
  });

  test("fifty identical uploads at once make one document and one file", async () => {
    const { deps, blobs } = await opening();
    const accepted = await Promise.all(
      Array.from({ length: 50 }, () => acceptUpload(deps, ana, filesOf(["a.txt", "same"]), limits)),
    );
    const all = accepted.flatMap((result) => (isRefusal(result) ? [] : result));
    expect([all.length, new Set(all.map(({ document }) => document.id)).size]).toEqual([50, 1]);
    expect(all.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await blobs.list("w")).toHaveLength(1);
  });

  test("a file over the limit refuses the whole request and names itself and the limit", async () => {
    const { deps, nothingStored } = await opening();
    const refusal = await acceptUpload(
      deps,
      ana,
      filesOf(["a.txt", "small"], ["big.txt", "x".repeat(5001)]),
      limits,
    );
    expect(refusal).toMatchObject({ refused: "payload_too_large", errors: [{ path: "files.1" }] });
    expect(JSON.stringify(refusal)).toMatch(/big\.txt.*5000/);
    await nothingStored();
  });

  test("what follows a refused file is not read", async () => {
    const { deps } = await opening();
    const asked: number[] = [];
    async function* files() {
      for (const file of await Array.fromAsync(filesOf(["a", "x".repeat(6000)], ["b", "x"]))) {
        asked.push(file.index);
        yield file;
      }
    }
    await acceptUpload(deps, ana, files(), limits);
    expect(asked).toEqual([0]);
  });

  test.each([
    ["an empty file", [["vacío.txt", ""]], "validation_error", "files.0", /vacío\.txt/],
    ["no file", [], "validation_error", "files", /file/],
    [
      "too many files",
      [
        ["a", "a"],
        ["b", "b"],
        ["c", "c"],
        ["d", "d"],
      ],
      "validation_error",
      "files.3",
      /3/,
    ],
    [
      "an unreadable type",
      [
        ["a", "a"],
        ["b.txt", "\0bin"],
      ],
      "unsupported_media",
      "files.1",
      /b\.txt.*octet-stream.*text\/plain/,
    ],
  ] as const)("%s refuses the request", async (_, files, refused, path, message) => {
    const { deps, nothingStored } = await opening();
    const refusal = await acceptUpload(deps, ana, filesOf(...files), limits);
    expect(refusal).toMatchObject({ refused, errors: [{ path }] });
    expect(isRefusal(refusal) && refusal.errors?.[0]?.message).toMatch(message);
    await nothingStored();
  });

  test("a refused request leaves the same bytes of a live document alone", async () => {
    const { deps, upload, blobs } = await opening();
    const { hash } = await upload("uno", "a.txt");
    await acceptUpload(deps, ana, filesOf(["copy.txt", "uno"], ["empty", ""]), limits);
    expect(await blobs.list("w")).toEqual([hash]);
  });

  test("a request that is cut off accepts nothing and passes its error on", async () => {
    const { deps, nothingStored } = await opening();
    const cut = new Error("the client went away");
    async function* files() {
      yield* filesOf(["a.txt", "uno"]);
      throw cut;
    }
    await expect(acceptUpload(deps, ana, files(), limits)).rejects.toBe(cut);
    await nothingStored();
  });

  test("records that refuse take the files back", async () => {
    const { deps, documents, nothingStored } = await opening();
    const full = new Error("disk full");
    const refusing = { ...deps, documents: { ...documents, accept: () => Promise.reject(full) } };
    await expect(acceptUpload(refusing, ana, filesOf(["a.txt", "uno"]), limits)).rejects.toBe(full);
    await nothingStored();
  });

  test("uploads and deletions of the same bytes at once never leave a document without its file", async () => {
    const { deps, documents, blobs } = await opening();
    await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        for (let round = 0; round < 5; round += 1) {
          const accepted = await acceptUpload(deps, ana, filesOf([`${n % 3}.txt`, "same bytes"]), limits);
          if (isRefusal(accepted)) throw new Error(accepted.detail);
          if ((n + round) % 2 === 0)
            await deleteDocument(
              deps,
              await admitted("w", "documents:delete"),
              accepted[0]?.document.id ?? "",
            );
        }
      }),
    );
    const live = await documents.list("w", { limit: 100 });
    for (const { hash } of live) expect(await blobs.path("w", hash)).not.toBeNull();
    expect(await blobs.list("w")).toHaveLength(live.length > 0 ? 1 : 0);
  });
});
