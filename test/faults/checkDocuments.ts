import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DocumentView } from "../../src/contract/documents.ts";
import { openLanceIndex } from "../../src/adapters/index/lanceIndex.ts";
import { analyserVersion } from "../../src/core/retrieval/textAnalysis.ts";
import { StatusError, type ServerCalls } from "./serverCalls.ts";
import type { KnownDocument, Witness } from "./witness.ts";

/** A process that died holds its leases no longer, so the lease time is far more than is needed. */
const settledWithinMs = 60_000;

/** Before anything has settled: what had been ready, and not deleted, must be found at once. */
export async function checkStillServed(calls: ServerCalls, witness: Witness): Promise<void> {
  for (const known of witness.documents) {
    if (known.wasReady && known.deletion === "none") await checkFound(calls, witness, known);
  }
}

/** Waits until every document has come to an end and the index is in line, then holds all of it against the witness. */
export async function checkDocuments(
  calls: ServerCalls,
  witness: Witness,
  folder: string,
): Promise<DocumentView[]> {
  const documents = await settled(calls, witness);
  recogniseUnacknowledged(witness, documents);
  const stored = new Map(documents.map((document) => [document.id, document]));
  for (const known of witness.documents) {
    if (known.id === null) continue;
    const document = stored.get(known.id);
    if (known.deletion === "asked") known.deletion = document ? "none" : "done";
    if (known.deletion === "done") await checkGone(calls, witness, known, document);
    else if (document) await checkKept(calls, witness, known, document);
    else witness.violations.push(`${known.file.name} was acknowledged and is lost`);
  }
  const expected = [...new Set(documents.map(({ hash }) => hash))].toSorted();
  const files = await sweptFiles(folder, expected.length);
  if (files.join() !== expected.join()) {
    const orphans = files.filter((file) => !expected.includes(file));
    const missing = expected.filter((hash) => !files.includes(hash));
    witness.violations.push(
      `stored files without a document: ${orphans.join()}; documents without a file: ${missing.join()}`,
    );
  }
  return documents;
}

/** The index of a stopped server: exactly the rows of what is ready, each once. */
export async function checkIndexRows(
  folder: string,
  documents: readonly DocumentView[],
  witness: Witness,
): Promise<void> {
  const index = await openLanceIndex({ folder: join(folder, "index"), analyserVersion });
  try {
    const workspaces = [...new Set(documents.map((document) => document.workspace_id))];
    const rows = (await Promise.all(workspaces.map((id) => index.inventory(id)))).flat();
    const found = rows.map(({ documentId, chunks }) => `${documentId} ${chunks}`).toSorted();
    const ready = documents.filter(({ status }) => status === "ready");
    const expected = ready.map(({ id, chunks }) => `${id} ${chunks}`).toSorted();
    if (found.join() !== expected.join()) {
      const extra = found.filter((row) => !expected.includes(row));
      const missing = expected.filter((row) => !found.includes(row));
      witness.violations.push(
        `index rows of nothing: ${extra.join()}; documents without rows: ${missing.join()}; ${found.length} of ${expected.length}`,
      );
    }
  } finally {
    await index.close();
  }
}

async function settled(calls: ServerCalls, witness: Witness): Promise<DocumentView[]> {
  const started = performance.now();
  for (;;) {
    const documents = await calls.documents();
    const { dependencies } = await calls.ready();
    const busy = documents.filter(({ status }) => status !== "ready" && status !== "failed");
    const waitedMs = performance.now() - started;
    if (busy.length === 0 && dependencies["index"]?.status === "ok") {
      witness.counts.longestRecoveryMs = Math.max(witness.counts.longestRecoveryMs, waitedMs);
      return documents;
    }
    if (waitedMs > settledWithinMs) {
      const names = busy.map(({ name, status, stage, attempts }) => `${name} ${status} ${stage} ${attempts}`);
      witness.violations.push(
        `not settled within the lease time: ${names.join("; ")}; index ${dependencies["index"]?.status}`,
      );
      return documents;
    }
    await pause(100);
  }
}

/** An upload whose answer the kill cut off may have been accepted; nothing else may be there. */
function recogniseUnacknowledged(witness: Witness, documents: readonly DocumentView[]): void {
  const known = new Set(witness.documents.map(({ id }) => id));
  for (const document of documents.filter(({ id }) => !known.has(id))) {
    const sent = witness.documents.find(
      (one) => one.id === null && one.file.hash === document.hash && one.file.name === document.name,
    );
    if (sent) sent.id = document.id;
    else witness.violations.push(`nobody uploaded ${document.name} whole, and it is there as ${document.id}`);
  }
}

async function checkKept(
  calls: ServerCalls,
  witness: Witness,
  known: KnownDocument,
  document: DocumentView,
): Promise<void> {
  const wrong = (what: string) => witness.violations.push(`${known.file.name} (${document.id}): ${what}`);
  const { file } = known;
  if (document.name !== file.name || document.bytes !== file.bytes.byteLength || document.hash !== file.hash)
    wrong(`is kept as ${JSON.stringify(document)}`);
  const content = await calls.content(document.id);
  if (Buffer.compare(content, file.bytes) !== 0) wrong(`its ${content.byteLength} bytes are not those sent`);
  if (document.status !== file.outcome)
    wrong(`ended ${document.status}: ${document.error?.code} ${document.error?.reason}`);
  if (document.status !== "ready") return;
  const { text } = await calls.text(document.id);
  if (!text.includes(file.marker)) wrong("its text has no marker");
  await checkFound(calls, witness, known);
  known.wasReady = true;
}

async function checkFound(calls: ServerCalls, witness: Witness, { file, id }: KnownDocument): Promise<void> {
  witness.counts.searches += 1;
  const found = [...new Set((await calls.search(file.marker)).map(({ doc_id }) => doc_id))];
  if (found.length !== 1 || found[0] !== id)
    witness.violations.push(`${file.marker} of ${id} is found in [${found.join()}]`);
}

async function checkGone(
  calls: ServerCalls,
  witness: Witness,
  { file, id }: KnownDocument,
  document: DocumentView | undefined,
): Promise<void> {
  const wrong = (what: string) => witness.violations.push(`${file.name} (${id}) was deleted: ${what}`);
  if (document) wrong("it is listed");
  const status = await calls.document(id ?? "").then(
    () => 200,
    (cause: unknown) => (cause instanceof StatusError ? cause.status : 0),
  );
  if (status !== 404) wrong(`it answers ${status}`);
  const found = await calls.search(file.marker);
  if (found.length > 0) wrong("it is found");
}

/** What a crash left is swept in the background after a start. */
async function sweptFiles(folder: string, expected: number): Promise<string[]> {
  let files = await blobFiles(folder);
  for (let n = 0; n < 100 && files.length !== expected; n++) {
    await pause(50);
    files = await blobFiles(folder);
  }
  return files;
}

/** Names of all files under the store, whatever they are, so that nothing half-written hides. */
async function blobFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, "blobs"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
}
