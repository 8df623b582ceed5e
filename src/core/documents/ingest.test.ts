import { admitted } from "../../../test/ports/admitted.ts";
import { afterEach, describe, expect, test } from "vitest";
import { openDocumentHouse, readText, scriptedReader } from "../../../test/ports/documentHouse.ts";
import type { DocumentHouse } from "../../../test/ports/documentHouse.ts";
import { stateIn } from "../../../test/ports/openDocumentRecords.ts";
import { AppError } from "../errors.ts";
import { documentEventSchema } from "../../contract/documents.ts";
import { createIngestor } from "./ingest.ts";
import type { IngestOptions, Ingestor } from "./ingest.ts";
import type { IngestDeps } from "./ingestDocument.ts";
import { deleteDocument } from "./lifecycle.ts";

const quick = { concurrency: 2, pollMs: 10, backoffMs: [10, 10] };

describe("createIngestor", () => {
  const houses: DocumentHouse[] = [];
  const ingestors: Ingestor[] = [];
  afterEach(async () => {
    await Promise.all(ingestors.splice(0).map((ingestor) => ingestor.close()));
    await Promise.all(houses.splice(0).map((house) => house.remove()));
  });

  async function opening() {
    const house = await openDocumentHouse();
    houses.push(house);
    const start = (changes: Partial<IngestDeps> = {}, options: Partial<IngestOptions> = {}) => {
      const ingestor = createIngestor({ ...house.deps, ...changes }, { ...quick, ...options });
      ingestors.push(ingestor);
      ingestor.wake();
      return ingestor;
    };
    const states = () => house.heard.map(({ data }) => stateIn(data));
    return { ...house, start, states };
  }

  test("an uploaded file becomes ready and searchable, stage by stage", async () => {
    const { upload, start, settled, documents, index, states } = await opening();
    const { id } = await upload("x");
    start();
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({
      status: "ready",
      chunks: 2,
      version: 1,
      attempts: 1,
      error: null,
    });
    expect(states()).toEqual(["processing", "parsing", "chunking", "indexing", "ready"]);
    expect(await index.search("w", { terms: ["mundo"], limit: 5 })).toMatchObject([
      { documentId: id, version: 1, position: 1 },
    ]);
  });

  test("the reader is given the stored file as it was sniffed", async () => {
    const { upload, start, settled, blobs } = await opening();
    const { id, hash } = await upload("hola", "a.txt");
    const given: unknown[] = [];
    const reader = scriptedReader(async (file) => {
      given.push(file);
      return readText("x");
    });
    start({ reader });
    await settled(id);
    expect(given).toEqual([
      { path: await blobs.path("w", hash), name: "a.txt", mime: "text/plain", bytes: 4 },
    ]);
  });

  test("a wake starts what was uploaded meanwhile without waiting for a poll", async () => {
    const { upload, start, settled, documents } = await opening();
    const ingestor = start({}, { pollMs: 1e8 });
    for (let n = 0; n < 5; n += 1) {
      const { id } = await upload(`${n}`);
      ingestor.wake();
      await settled(id);
    }
    expect(await documents.list("w", { limit: 9, status: "ready" })).toHaveLength(5);
  });

  test("a failure of the file is final, with its code and reason", async () => {
    const { upload, start, settled, documents, index, states } = await opening();
    const { id } = await upload("x");
    const failure = { code: "encrypted", reason: "The file needs a password" } as const;
    start({ reader: scriptedReader(async () => ({ kind: "failed", failure })) });
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({
      status: "failed",
      error: failure,
      attempts: 1,
      chunks: 0,
    });
    expect(await index.inventory("w")).toEqual([]);
    expect(states()).toEqual(["processing", "parsing", "failed"]);
  });

  test("a file without chunks has no text", async () => {
    const { upload, start, settled, documents } = await opening();
    const { id } = await upload("x");
    start({ reader: scriptedReader(async () => readText("")) });
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({ status: "failed", error: { code: "no_text" } });
  });

  test.each(["timeout", "internal", "embedding_failed"] as const)("%s is tried three times", async (code) => {
    const { upload, start, settled, documents } = await opening();
    const { id } = await upload("x");
    let reads = 0;
    const failing = scriptedReader(async () => {
      reads += 1;
      return { kind: "failed", failure: { code, reason: "again" } };
    });
    start({ reader: failing });
    await settled(id);
    expect([
      reads,
      (await documents.get("w", id))?.error?.code,
      (await documents.get("w", id))?.attempts,
    ]).toEqual([3, code, 3]);
  });

  test("a failure that passes leaves no trace", async () => {
    const { upload, start, settled, documents, index } = await opening();
    const { id } = await upload("x");
    let adds = 0;
    const flaky: typeof index = {
      ...index,
      async add(workspaceId, rows) {
        await index.add(workspaceId, rows);
        adds += 1;
        if (adds < 3) throw new AppError("internal", "the engine lost its breath", { retryable: true });
      },
    };
    start({ index: flaky });
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({
      status: "ready",
      version: 3,
      attempts: 3,
      error: null,
    });
    expect(await index.inventory("w")).toEqual([{ documentId: id, version: 3, analyser: 1, chunks: 2 }]);
  });

  test("a bug is not tried again and tells the world nothing of itself", async () => {
    const { upload, start, settled, documents, telemetry } = await opening();
    const { id } = await upload("x");
    start({ reader: scriptedReader(() => Promise.reject(new TypeError("secret /path"))) });
    await settled(id);
    const document = await documents.get("w", id);
    expect(document).toMatchObject({ status: "failed", attempts: 1, error: { code: "internal" } });
    expect(document?.error?.reason).not.toContain("secret");
    expect(telemetry.said).toContain("error ingestion_broke");
  });

  test("a stored file that is missing fails with what to do", async () => {
    const { upload, start, settled, documents, blobs } = await opening();
    const { id, hash } = await upload("x");
    await blobs.remove("w", hash);
    start();
    await settled(id);
    const error = (await documents.get("w", id))?.error;
    expect(error?.code).toBe("internal");
    expect(error?.reason).toMatch(/missing.*upload/);
  });

  test("a file that hangs delays no other", async () => {
    const { upload, start, settled, documents } = await opening();
    const poison = await upload("poison");
    const others = [await upload("a"), await upload("b"), await upload("c")];
    const reader = scriptedReader((file, _, signal) =>
      file.name === "poison.txt" ? aborted(signal) : Promise.resolve(readText("x")),
    );
    start({ reader });
    for (const { id } of others) await settled(id);
    expect(await documents.get("w", poison.id)).toMatchObject({ status: "processing", stage: "parsing" });
  });

  test("no more documents are under way than allowed", async () => {
    const { upload, start, settled } = await opening();
    let under = 0;
    let most = 0;
    const full = Promise.withResolvers<void>();
    const reader = scriptedReader(async () => {
      under += 1;
      most = Math.max(most, under);
      if (under === 3) full.resolve();
      await full.promise;
      under -= 1;
      return readText("x");
    });
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push((await upload(`${n}`)).id);
    start({ reader }, { concurrency: 3 });
    await Promise.all(ids.map((id) => settled(id)));
    expect(most).toBe(3);
  });

  test("progress within a stage is told to listeners, but not stored, and not with every step", async () => {
    const { upload, start, settled, heard, documents } = await opening();
    const { id } = await upload("x");
    let elapsed = 0;
    const clock = { ...(await opening()).clock, elapsed: () => elapsed };
    const reader = scriptedReader(async (_, onProgress) => {
      for (let step = 1; step <= 100; step += 1) {
        elapsed += 20;
        onProgress(step / 100);
      }
      return readText("x");
    });
    start({ reader, clock });
    await settled(id);
    const live = heard
      .filter((event) => event.id === null)
      .map(({ data }) => documentEventSchema.parse(JSON.parse(data)));
    expect(live.map(({ progress }) => Number(progress.toFixed(2)))).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(live[0]).toMatchObject({ id, status: "processing", stage: "parsing" });
    expect(await documents.events("w", "0", 100)).toHaveLength(5);
  });

  test("a document that is read for longer than its lease stays the reader's", async () => {
    const { upload, start, settled, documents } = await opening();
    const { id } = await upload("x");
    let reads = 0;
    const reader = scriptedReader(async () => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 400));
      return readText("x");
    });
    start({ reader }, { leaseMs: 100 });
    await settled(id);
    expect([reads, (await documents.get("w", id))?.version]).toEqual([1, 1]);
  });

  test("deleting a document stops the work on it and leaves no index rows", async () => {
    const { upload, start, until, deps, index, documents } = await opening();
    const { id } = await upload("x");
    let stopped = false;
    const reader = scriptedReader(async (_file, _progress, signal) => {
      await aborted(signal).finally(() => (stopped = true));
      return readText("never");
    });
    start({ reader }, { leaseMs: 100 });
    await until(async () => (await documents.get("w", id))?.stage === "parsing");
    await deleteDocument(deps, await admitted("w", "documents:delete"), id);
    await until(() => stopped);
    expect([await documents.get("w", id), await index.inventory("w")]).toMatchObject([
      { status: "archived" },
      [],
    ]);
  });

  test("a document deleted while its rows are added loses them again", async () => {
    const { upload, start, until, deps, index, telemetry } = await opening();
    const { id } = await upload("x");
    const slow: typeof index = {
      ...index,
      async add(workspaceId, rows) {
        await deleteDocument(deps, await admitted("w", "documents:delete"), id);
        await index.add(workspaceId, rows);
      },
    };
    start({ index: slow });
    await until(() => telemetry.said.includes("info document_ingestion"));
    expect(await index.inventory("w")).toEqual([]);
  });

  test("whoever took the document over is not disturbed by the one before", async () => {
    const { upload, start, until, index, documents } = await opening();
    const { id } = await upload("x");
    const gate = Promise.withResolvers<void>();
    const slow: typeof index = {
      ...index,
      async add(workspaceId, rows) {
        await index.add(workspaceId, rows);
        await gate.promise;
      },
    };
    const first = start({ index: slow }, { concurrency: 1 });
    await until(async () => (await index.inventory("w")).length === 1);
    await documents.releaseLeases();
    const second = await documents.claim(60_000);
    if (!second) throw new Error("nothing is due");
    await index.add("w", [{ documentId: id, version: second.version, position: 0, terms: ["second"] }]);
    gate.resolve();
    await first.close();
    expect((await index.inventory("w")).map(({ version }) => version)).toContain(second.version);
    expect(await documents.get("w", id)).toMatchObject({ status: "processing", version: 0 });
  });

  test("closing stops the readers, gives the documents back, and the next start goes on at once", async () => {
    const { upload, start, settled, until, documents } = await opening();
    const { id } = await upload("x");
    const reader = scriptedReader((_file, _progress, signal) => aborted(signal));
    const first = start({ reader });
    await until(async () => (await documents.get("w", id))?.stage === "parsing");
    await first.close();
    expect(await documents.get("w", id)).toMatchObject({ status: "processing", stage: null, attempts: 0 });
    start();
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({ status: "ready", version: 2, attempts: 1 });
  });

  test("closing while a claim is being made gives it back", async () => {
    const { upload, start, documents } = await opening();
    const { id } = await upload("x");
    await start().close();
    expect(await documents.claim(1000)).toMatchObject({ document: { id, attempts: 1 } });
  });

  test("a file that ended the process too often is given up", async () => {
    const { upload, start, settled, documents } = await opening();
    const { id } = await upload("x");
    for (let crash = 0; crash < 10; crash += 1) {
      await documents.claim(60_000);
      await documents.releaseLeases();
    }
    start();
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({
      status: "failed",
      attempts: 11,
      error: { code: "internal" },
    });
  });

  test("records that fail for a while stop nothing for good", async () => {
    const { upload, start, settled, documents } = await opening();
    const { id } = await upload("x");
    let calls = 0;
    const flaky: typeof documents = {
      ...documents,
      claim: async (leaseMs) => {
        calls += 1;
        if (calls < 3) throw new AppError("database_unavailable", "locked", { retryable: true });
        return documents.claim(leaseMs);
      },
    };
    start({ documents: flaky });
    await settled(id);
    expect(await documents.get("w", id)).toMatchObject({ status: "ready" });
  });
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error("stopped"));
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
}
