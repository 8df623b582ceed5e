import { admitted } from "../ports/admitted.ts";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openLanceIndex } from "../../src/adapters/index/lanceIndex.ts";
import { createReaderPool } from "../../src/adapters/parsers/readerPool.ts";
import { isSupported, sniffMime, supportedMimes } from "../../src/adapters/parsers/sniff.ts";
import { createChunkRecords } from "../../src/adapters/records/chunkRecords.ts";
import { createIngestor } from "../../src/core/documents/ingest.ts";
import { reconcileWorkspace } from "../../src/core/documents/reconcileIndex.ts";
import { acceptUpload } from "../../src/core/documents/upload.ts";
import { analyserVersion } from "../../src/core/retrieval/textAnalysis.ts";
import { searchChunks } from "../../src/core/retrieval/search.ts";
import { filesOf, openDocumentHouse } from "../ports/documentHouse.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const running = new AbortController().signal;
const markdown =
  "# Garantía\n\nLos paneles tienen diez años de garantía.\n\n# Envíos\n\nEnviamos a todo el país en una semana.\n";

test(
  "uploaded files are read, found, survive the loss of the index, and a broken one says why",
  { timeout: 30_000 },
  async () => {
    const house = await openDocumentHouse();
    const reader = createReaderPool({ threads: 1 });
    const lance = (name: string) =>
      openLanceIndex({ folder: join(house.folder, name), analyserVersion, onError: () => {} });
    const index = await lance("index");
    const sniffer = { sniff: sniffMime, isSupported, supported: supportedMimes };
    const deps = {
      ...house.deps,
      reader,
      index,
      sniffer,
      analyserVersion,
      chunkRecords: createChunkRecords(house),
    };
    const ingestor = createIngestor(deps, { concurrency: 2 });
    closers.push(
      ingestor.close,
      () => reader.close(),
      () => index.close(),
      () => house.remove(),
    );

    const accepted = await acceptUpload(
      { ...deps, wake: ingestor.wake },
      await admitted("w", "documents:create"),
      filesOf(["garantía.md", markdown], ["roto.pdf", "%PDF-1.7\nnothing of the sort"]),
      { fileBytes: 1e6, files: 5 },
    );
    if ("refused" in accepted) throw new Error(accepted.detail);
    const [good = "", broken = ""] = accepted.map(({ document }) => document.id);
    await Promise.all([house.settled(good), house.settled(broken)]);
    expect(await house.documents.get("w", good)).toMatchObject({
      status: "ready",
      language: "es",
      mime: "text/markdown",
    });
    expect(await house.documents.get("w", broken)).toMatchObject({
      status: "failed",
      chunks: 0,
      error: { code: "malformed" },
    });

    const ask = async (searched: typeof deps) => {
      const scope = { workspaceId: "w", documentIds: null, languages: ["es"] } as const;
      const { passages } = await searchChunks(
        searched,
        scope,
        "¿Cuántos años de garantía tienen los paneles?",
        {},
        running,
      );
      return passages.map(({ documentId, start, end, text }) => ({ documentId, start, end, text }));
    };
    const before = await ask(deps);
    const text = (await house.documents.text("w", good))?.text ?? "";
    expect(before[0]?.documentId).toBe(good);
    expect(before[0]?.text).toContain("diez años");
    for (const { start, end, text: snippet } of before) expect(text.slice(start, end)).toBe(snippet);

    const rebuilt = await lance("rebuilt");
    closers.unshift(() => rebuilt.close());
    const after = { ...deps, index: rebuilt };
    expect(await reconcileWorkspace(after, "w", running)).toEqual({
      checked: 1,
      rebuilt: 1,
      removed: 0,
      failed: 0,
    });
    expect(await ask(after)).toEqual(before);
  },
);
