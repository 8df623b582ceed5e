import { Index, MatchQuery } from "@lancedb/lancedb";
import type { Connection, Table } from "@lancedb/lancedb";
import { chunkSchema } from "./chunkRows.ts";

/** `undefined` when there is no such table. Throws what the engine throws when there is one that cannot be read. */
export async function openChunkTable(connection: Connection, name: string): Promise<Table | undefined> {
  const table = await connection.openTable(name).catch((error: unknown) => {
    if (isMissing(error, name)) return undefined;
    throw error;
  });
  if (table) await prove(table);
  return table;
}

export async function createChunkTable(connection: Connection, name: string): Promise<Table> {
  const table = await connection.createEmptyTable(name, chunkSchema, { existOk: true });
  await prove(table);
  return table;
}

export async function unfoldedRows(table: Table): Promise<number> {
  const indexes = await table.listIndices();
  const statistics = await Promise.all(indexes.map((index) => table.indexStats(index.name)));
  return Math.max(0, ...statistics.map((each) => each?.numUnindexedRows ?? 0));
}

/** The engine's own words for a table without any committed version. */
function isMissing(error: unknown, name: string): boolean {
  return error instanceof Error && error.message.startsWith(`Table '${name}' was not found`);
}

/**
 * Opening reads the manifest only. Touching one small column of every fragment, and the index once, finds lost and
 * damaged files now, when the table can still be replaced, and warms the index for the first search.
 */
async function prove(table: Table): Promise<void> {
  const names = (await table.schema()).fields.map((field) => field.name);
  const wanted = chunkSchema.fields.map((field) => field.name);
  if (names.join() !== wanted.join()) throw new Error(`unknown columns ${names.join()}`);
  await addMissingIndexes(table);
  await table.countRows("analyser >= 0");
  await table
    .query()
    .fullTextSearch(new MatchQuery("a", "terms"))
    .select(["version", "_score"])
    .limit(1)
    .toArrow();
}

async function addMissingIndexes(table: Table): Promise<void> {
  const indexed = new Set((await table.listIndices()).flatMap((index) => index.columns));
  if (!indexed.has("terms")) await table.createIndex("terms", { config: termsIndex() });
  if (!indexed.has("document_id")) await table.createIndex("document_id", { config: Index.btree() });
}

/** Terms arrive analysed: the engine must only split them, and never drop a long one. */
function termsIndex(): Index {
  return Index.fts({
    baseTokenizer: "whitespace",
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    withPosition: false,
    maxTokenLength: 1_000_000,
  });
}
