import { sql } from "kysely";
import * as z from "zod";
import type { Viewer } from "../../core/documents/documentAccess.ts";
import type { ChunkRef } from "../../core/retrieval/chunkIndex.ts";
import type { ChunkRecords, LoadedChunk } from "../../core/retrieval/search.ts";
import { isLanguage } from "../../core/language.ts";
import type { Database } from "./database.ts";
import { readableBy } from "./documentGuards.ts";

/** Each takes 4 parameters of a statement. */
const refsPerQuery = 1000;

export function createChunkRecords({ database }: { readonly database: Database }): ChunkRecords {
  const { query } = database;

  return {
    async load(workspaceId, refs, viewer) {
      const loaded: LoadedChunk[] = [];
      for (let start = 0; start < refs.length; start += refsPerQuery) {
        loaded.push(...(await loadSome(workspaceId, refs.slice(start, start + refsPerQuery), viewer)));
      }
      return loaded;
    },
  };

  async function loadSome(
    workspaceId: string,
    refs: readonly ChunkRef[],
    viewer: Viewer | undefined,
  ): Promise<LoadedChunk[]> {
    // Rows are looked up one by one in the primary key; a chain of `or` would read the whole workspace on SQLite.
    const wanted = refs.map(
      ({ documentId, version, position }) =>
        sql`(cast(${workspaceId} as text), cast(${documentId} as text), cast(${version} as integer), cast(${position} as integer))`,
    );
    const rows = await query
      .selectFrom("chunks")
      .innerJoin("documents", (join) =>
        join
          .onRef("documents.workspace_id", "=", "chunks.workspace_id")
          .onRef("documents.id", "=", "chunks.document_id")
          .onRef("documents.version", "=", "chunks.version"),
      )
      .select(["chunks.document_id", "chunks.version", "chunks.position", "chunks.page", "chunks.headings"])
      .select([
        "chunks.start_offset",
        "chunks.end_offset",
        "chunks.text",
        "documents.name",
        "documents.language",
        "documents.source_type",
      ])
      .where("documents.status", "in", ["ready", "processing"])
      .where(readableBy(viewer))
      .where(
        sql<boolean>`(chunks.workspace_id, chunks.document_id, chunks.version, chunks.position) in (values ${sql.join(wanted)})`,
      )
      .execute();
    return rows.map((row) => ({
      documentId: row.document_id,
      documentName: row.name,
      version: row.version,
      position: row.position,
      page: row.page,
      headings: headingsSchema.parse(JSON.parse(row.headings)),
      start: row.start_offset,
      end: row.end_offset,
      text: row.text,
      language: row.language !== null && isLanguage(row.language) ? row.language : null,
      ...(row.source_type === "ai_synthesis" && { sourceType: "ai_synthesis" }),
    }));
  }
}

const headingsSchema = z.array(z.string());
