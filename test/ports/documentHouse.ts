import { admitted } from "./admitted.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDiskBlobs } from "../../src/adapters/blobs/diskBlobs.ts";
import { createLocalDocumentEvents } from "../../src/adapters/bus/localDocumentEvents.ts";
import { createMemoryIndex } from "../../src/adapters/index/memoryIndex.ts";
import { createDocumentRecords } from "../../src/adapters/records/documentRecords.ts";
import { createWorkspaceRecords } from "../../src/adapters/records/workspaceRecords.ts";
import { openSqlite } from "../../src/adapters/records/sqlite.ts";
import { secureRandom } from "../../src/adapters/system/secureRandom.ts";
import { systemClock } from "../../src/adapters/system/systemClock.ts";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import { createBlobLocks } from "../../src/core/documents/blobLocks.ts";
import type { LiveDocumentEvent } from "../../src/core/documents/documentEvents.ts";
import type { DocumentReader, ReadOutcome, SourceFile } from "../../src/core/documents/reader.ts";
import { acceptUpload } from "../../src/core/documents/upload.ts";
import { isRefusal } from "../../src/core/errors.ts";

export type DocumentHouse = Awaited<ReturnType<typeof openDocumentHouse>>;

type Read = (
  file: SourceFile,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<ReadOutcome>;

/** Real records, blobs and events in a temporary folder, the index in memory, and a reader that does as it is told. */
export async function openDocumentHouse() {
  const folder = await mkdtemp(join(tmpdir(), "batuta-documents-"));
  const database = await openSqlite({ path: join(folder, "records.sqlite"), now: () => systemClock.now() });
  const blobs = await createDiskBlobs(join(folder, "blobs"));
  const documentEvents = createLocalDocumentEvents();
  const records = { database, clock: systemClock, random: secureRandom, documentEvents };
  const heard: LiveDocumentEvent[] = [];
  documentEvents.subscribe("w", (event) => heard.push(event));
  const wakes = { count: 0 };
  const deps = {
    ...records,
    blobs,
    blobLocks: createBlobLocks(),
    documents: createDocumentRecords(records),
    workspaces: createWorkspaceRecords(records),
    index: createMemoryIndex(1),
    telemetry: createRecordedTelemetry(),
    reader: scriptedReader(async () => readText("hola mundo")),
    sniffer: {
      sniff: (head: Uint8Array) => (head[0] === 0 ? "application/octet-stream" : "text/plain"),
      isSupported: (mime: string) => mime === "text/plain",
      supported: ["text/plain"],
    },
    wake: () => void (wakes.count += 1),
    analyserVersion: 1,
  };

  /** Uploads one text file and gives its document. */
  async function upload(text: string, name = `${text}.txt`, workspaceId = "w") {
    const accepted = await acceptUpload(
      deps,
      await admitted(workspaceId, "documents:create"),
      filesOf([name, text]),
      {
        fileBytes: 1e6,
        files: 10,
      },
    );
    if (isRefusal(accepted) || !accepted[0]) throw new Error("The upload was refused");
    return accepted[0].document;
  }

  async function until(reached: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await reached())) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  return {
    ...deps,
    deps,
    heard,
    wakes,
    folder,
    upload,
    until,
    /** Resolves when the document is neither waiting nor being read. */
    settled: (id: string) => until(async () => (await deps.documents.get("w", id))?.status !== "processing"),
    async remove() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function* filesOf(...files: readonly (readonly [name: string, text: string])[]) {
  for (const [index, [name, text]] of files.entries()) yield { index, name, content: partsOf(text) };
}

async function* partsOf(text: string) {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
}

export function scriptedReader(read: Read): DocumentReader {
  return {
    read,
    analyse: async (texts) => texts.map((text) => text.split(" ")),
    close: async () => {},
  };
}

/** A document of one page whose words are its chunks and terms. */
export function readText(text: string): ReadOutcome {
  const chunks = [...text.matchAll(/\S+/g)].map((match, position) => {
    const end = match.index + match[0].length;
    return { position, page: null, headings: [], start: match.index, end, text: match[0] };
  });
  const pages = [{ page: null, start: 0, end: text.length }];
  return {
    kind: "read",
    document: { text, pages, chunks, terms: chunks.map((chunk) => [chunk.text]), language: "es" },
  };
}
