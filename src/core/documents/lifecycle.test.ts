import { admitted } from "../../../test/ports/admitted.ts";
import { afterEach, describe, expect, test } from "vitest";
import { openDocumentHouse } from "../../../test/ports/documentHouse.ts";
import type { DocumentHouse } from "../../../test/ports/documentHouse.ts";
import { createIngestor } from "./ingest.ts";
import { deleteDocument, reprocessDocument, retryFailed } from "./lifecycle.ts";

const nobody = "00000000-0000-7000-8000-000000000000";

describe("the life of a document", () => {
  const houses: DocumentHouse[] = [];
  afterEach(() => Promise.all(houses.splice(0).map((house) => house.remove())));
  async function opening() {
    const house = await openDocumentHouse();
    houses.push(house);
    return house;
  }
  async function ingest(house: DocumentHouse, reader = house.reader) {
    const ingestor = createIngestor({ ...house.deps, reader }, { concurrency: 2 });
    ingestor.wake();
    await house.until(
      async () => (await house.documents.list("w", { status: "processing", limit: 1 })).length === 0,
    );
    await ingestor.close();
  }

  test("deleting takes the file, the text and the index rows away", async () => {
    const house = await opening();
    const { id } = await house.upload("uno");
    await ingest(house);
    expect(await house.index.inventory("w")).toHaveLength(1);
    expect(await deleteDocument(house.deps, await admitted("w", "documents:delete"), id)).toMatchObject({
      id,
      status: "archived",
    });
    expect([
      await house.index.inventory("w"),
      await house.blobs.list("w"),
      await house.documents.text("w", id),
    ]).toEqual([[], [], null]);
    expect(await deleteDocument(house.deps, await admitted("w", "documents:delete"), id)).toMatchObject({
      refused: "not_found",
    });
    expect(await deleteDocument(house.deps, await admitted("other", "documents:delete"), id)).toMatchObject({
      refused: "not_found",
    });
  });

  test("the file stays while another document has the same bytes", async () => {
    const house = await opening();
    const a = await house.upload("uno", "a.txt");
    const b = await house.upload("uno", "b.txt");
    await deleteDocument(house.deps, await admitted("w", "documents:delete"), a.id);
    expect(await house.blobs.list("w")).toEqual([b.hash]);
    await deleteDocument(house.deps, await admitted("w", "documents:delete"), b.id);
    expect(await house.blobs.list("w")).toEqual([]);
  });

  test("an index or a disk that fails does not bring the document back", async () => {
    const house = await opening();
    const { id } = await house.upload("uno");
    const broken = () => Promise.reject(new Error("broken"));
    const deps = {
      ...house.deps,
      index: { ...house.index, remove: broken },
      blobs: { ...house.blobs, remove: broken },
    };
    expect(await deleteDocument(deps, await admitted("w", "documents:delete"), id)).toMatchObject({
      status: "archived",
    });
    expect(house.telemetry.said.filter((line) => line === "error document_not_removed")).toHaveLength(2);
  });

  test("reprocessing queues a ready document and wakes the ingestor", async () => {
    const house = await opening();
    const { id } = await house.upload("uno");
    expect(await reprocessDocument(house.deps, await admitted("w", "documents:create"), id)).toMatchObject({
      refused: "conflict",
    });
    await ingest(house);
    const before = house.wakes.count;
    expect(await reprocessDocument(house.deps, await admitted("w", "documents:create"), id)).toMatchObject({
      id,
      status: "processing",
      version: 1,
    });
    expect(house.wakes.count).toBe(before + 1);
    await ingest(house);
    expect(await house.documents.get("w", id)).toMatchObject({ status: "ready", version: 2 });
    expect(await house.index.inventory("w")).toEqual([
      { documentId: id, version: 2, analyser: 1, chunks: 2 },
    ]);
  });

  test("reprocessing what is unknown, deleted or without its file is refused and changes nothing", async () => {
    const house = await opening();
    const { id, hash } = await house.upload("uno");
    await ingest(house);
    expect(
      await reprocessDocument(house.deps, await admitted("w", "documents:create"), nobody),
    ).toMatchObject({ refused: "not_found" });
    await house.blobs.remove("w", hash);
    expect(await reprocessDocument(house.deps, await admitted("w", "documents:create"), id)).toMatchObject({
      refused: "conflict",
    });
    expect(await house.documents.get("w", id)).toMatchObject({ status: "ready", version: 1 });
    await deleteDocument(house.deps, await admitted("w", "documents:delete"), id);
    expect(await reprocessDocument(house.deps, await admitted("w", "documents:create"), id)).toMatchObject({
      refused: "not_found",
    });
  });

  test("retrying queues the failed ones alone", async () => {
    const house = await opening();
    const good = await house.upload("good");
    await ingest(house);
    const bad = await house.upload("bad");
    const failure = { code: "malformed", reason: "broken" } as const;
    await ingest(house, { ...house.reader, read: async () => ({ kind: "failed", failure }) });
    expect(await house.documents.get("w", bad.id)).toMatchObject({ status: "failed" });
    const before = house.wakes.count;
    expect(
      (await retryFailed(house.deps, await admitted("w", "documents:create"))).map(({ id }) => id),
    ).toEqual([bad.id]);
    expect(await house.documents.get("w", good.id)).toMatchObject({ status: "ready" });
    expect(await retryFailed(house.deps, await admitted("w", "documents:create"))).toEqual([]);
    expect(house.wakes.count).toBe(before + 1);
  });
});
