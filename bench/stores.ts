import { setTimeout as pause } from "node:timers/promises";
import { join } from "node:path";
import { createLocalDocumentEvents } from "../src/adapters/bus/localDocumentEvents.ts";
import { openLanceIndex } from "../src/adapters/index/lanceIndex.ts";
import { createChunkRecords } from "../src/adapters/records/chunkRecords.ts";
import { createConversationRecords } from "../src/adapters/records/conversationRecords.ts";
import { createDocumentRecords } from "../src/adapters/records/documentRecords.ts";
import { openSqlite } from "../src/adapters/records/sqlite.ts";
import { createWorkspaceRecords } from "../src/adapters/records/workspaceRecords.ts";
import { secureRandom, sha256 } from "../src/adapters/system/secureRandom.ts";
import { systemClock } from "../src/adapters/system/systemClock.ts";
import { workspaceSettingsSchema } from "../src/contract/workspaces.ts";
import type { Workspace } from "../src/core/access/workspace.ts";
import type { Claim } from "../src/core/documents/documentRecords.ts";
import { analyse, analyserVersion } from "../src/core/retrieval/textAnalysis.ts";
import type { Corpus } from "./corpus.ts";

export type Stores = Awaited<ReturnType<typeof openStores>>;

/** Records and index of a data folder, as the server would open them, with nothing else running. */
export async function openStores(folder: string) {
  const database = await openSqlite({ path: join(folder, "records.sqlite"), now: systemClock.now });
  const index = await openLanceIndex({ folder: join(folder, "index"), analyserVersion });
  const records = {
    database,
    clock: systemClock,
    random: secureRandom,
    documentEvents: createLocalDocumentEvents(),
  };
  return {
    clock: systemClock,
    random: secureRandom,
    index,
    documents: createDocumentRecords(records),
    chunkRecords: createChunkRecords(records),
    conversations: createConversationRecords(records),
    workspaces: createWorkspaceRecords(records),
    async close() {
      await index.close();
      await database.close();
    },
  };
}

const chunksPerDocument = 20;
/** Some 850 characters, as the chunker makes them. */
const wordsPerChunk = 130;
const documentsAtOnce = 200;

/** A workspace of ready documents; returns when everything is folded into the index. */
export async function fillWorkspace(stores: Stores, corpus: Corpus, chunks: number): Promise<Workspace> {
  const workspace = await stores.workspaces.create(secureRandom.id(), "bench", {
    name: `${chunks} chunks`,
    description: "",
    visibility: "org_read",
    settings: workspaceSettingsSchema.parse({}),
  });
  for (let left = Math.ceil(chunks / chunksPerDocument); left > 0; left -= documentsAtOnce) {
    await addDocuments(stores, corpus, workspace.id, Math.min(documentsAtOnce, left));
  }
  await folded(stores, workspace.id);
  return workspace;
}

/** Folding starts a second after the last write; the next write waits for it. */
export async function folded(stores: Stores, workspaceId: string): Promise<void> {
  await pause(1_500);
  await stores.index.remove(workspaceId, "none");
  await pause(2_500);
}

async function addDocuments(
  stores: Stores,
  corpus: Corpus,
  workspaceId: string,
  count: number,
): Promise<void> {
  const { documents, index } = stores;
  await documents.accept(
    workspaceId,
    Array.from({ length: count }, () => {
      const id = secureRandom.id();
      return { id, name: `${id}.txt`, hash: sha256(id), mime: "text/plain", bytes: 1, uploadedBy: "bench" };
    }),
  );
  const rows: { documentId: string; version: number; position: number; terms: string[] }[] = [];
  const published: Promise<boolean>[] = [];
  for (let claim = await documents.claim(600_000); claim; claim = await documents.claim(600_000)) {
    const content = makeContent(corpus);
    published.push(documents.publish(claim, content));
    rows.push(...content.chunks.map(({ position, text }) => rowOf(claim, position, text)));
  }
  await Promise.all(published);
  await index.add(workspaceId, rows);
}

function rowOf({ document, version }: Claim, position: number, text: string) {
  return { documentId: document.id, version, position, terms: analyse(text, ["es"]) };
}

function makeContent(corpus: Corpus) {
  let start = 0;
  const chunks = Array.from({ length: chunksPerDocument }, (_, position) => {
    const text = corpus.passage(wordsPerChunk);
    const chunk = { position, page: null, headings: [], start, end: start + text.length, text };
    start = chunk.end + 1;
    return chunk;
  });
  const text = chunks.map((chunk) => chunk.text).join("\n");
  return { text, pages: [{ page: null, start: 0, end: text.length }], chunks, language: "es" as const };
}
