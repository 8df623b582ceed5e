import { makeData, makeVector, Field, Int32, Schema, Table, Utf8 } from "apache-arrow";
import type { ChunkRef, IndexedChunk } from "../../core/retrieval/chunkIndex.ts";

export const chunkSchema = new Schema([
  new Field("document_id", new Utf8(), false),
  new Field("version", new Int32(), false),
  new Field("position", new Int32(), false),
  new Field("analyser", new Int32(), false),
  new Field("terms", new Utf8(), false),
]);

/** The columns that name a row: adding a row again replaces it. */
export const chunkKey = ["document_id", "version", "position"];

/** Columns are laid out by hand: the library's builders are ten times slower and would hold the event loop. */
export function chunkRows(chunks: readonly IndexedChunk[], analyser: number): Table {
  return new Table(chunkSchema, {
    document_id: strings(chunks.map((chunk) => chunk.documentId)),
    version: integers(chunks.map((chunk) => chunk.version)),
    position: integers(chunks.map((chunk) => chunk.position)),
    analyser: integers(chunks.map(() => analyser)),
    terms: strings(chunks.map((chunk) => termText(chunk.terms))),
  });
}

/** The last of several rows with one name wins. */
export function distinctChunks(chunks: readonly IndexedChunk[]): IndexedChunk[] {
  return [...new Map(chunks.map((chunk) => [chunkName(chunk), chunk])).values()];
}

export function chunkName(chunk: ChunkRef): string {
  return JSON.stringify([chunk.documentId, chunk.version, chunk.position]);
}

/**
 * What the engine's whitespace tokenizer splits into exactly these terms again. White space inside a term would make
 * two of it, so it becomes a control character, here and in queries alike.
 */
export function termText(terms: readonly string[]): string {
  return terms
    .filter((term) => term !== "")
    .map((term) => term.replace(/[\s\u0085]/gu, "\u001F"))
    .join(" ");
}

/** Documents as an SQL condition; quotes are doubled, which is all the escaping this dialect has. */
export function documentsFilter(documentIds: readonly string[]): string {
  return `document_id IN (${documentIds.map(sqlString).join(",")})`;
}

function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A unique, readable folder name that is safe on every file system: case and odd characters are spelt out. */
export function tableName(workspaceId: string): string {
  const safe = workspaceId.replace(
    /[^a-z0-9-]/gu,
    (character) => `_${character.codePointAt(0)?.toString(16)}_`,
  );
  return `chunks_${safe}`;
}

function strings(texts: readonly string[]) {
  const valueOffsets = new Int32Array(texts.length + 1);
  const parts = texts.map((text) => Buffer.from(text, "utf8"));
  parts.forEach((part, at) => {
    valueOffsets[at + 1] = (valueOffsets[at] ?? 0) + part.length;
  });
  const data = Buffer.concat(parts);
  return makeVector(makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data }));
}

function integers(values: readonly number[]) {
  const data = Int32Array.from(values);
  return makeVector(makeData({ type: new Int32(), length: values.length, nullCount: 0, data }));
}
