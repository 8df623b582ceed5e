import * as z from "zod";
import type { ChunkRef } from "../../core/retrieval/chunkIndex.ts";
import type { ChunkRecords, LoadedChunk } from "../../core/retrieval/search.ts";
import { isLanguage } from "../../core/language.ts";
import type { Database } from "./database.ts";

/** Terms of one condition; SQLite allows expressions 1,000 deep. */
const documentsPerQuery = 200;

export function createChunkRecords({ database }: { readonly database: Database }): ChunkRecords {
  const { query } = database;

  return {
    async load(workspaceId, refs) {
      const wanted = Map.groupBy(refs, ({ documentId, version }) => `${documentId} ${version}`)
        .values()
        .toArray();
      const loaded: LoadedChunk[] = [];
      for (let start = 0; start < wanted.length; start += documentsPerQuery) {
        loaded.push(...(await loadGroups(workspaceId, wanted.slice(start, start + documentsPerQuery))));
      }
      return loaded;
    },
  };

  /** Each group is of one document and version. */
  async function loadGroups(
    workspaceId: string,
    groups: readonly (readonly ChunkRef[])[],
  ): Promise<LoadedChunk[]> {
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
      ])
      .where("documents.status", "in", ["ready", "processing"])
      .where((chunk) =>
        chunk.or(
          groups.map((refs) =>
            chunk.and([
              chunk("chunks.workspace_id", "=", workspaceId),
              chunk("chunks.document_id", "=", refs[0]?.documentId ?? ""),
              chunk("chunks.version", "=", refs[0]?.version ?? 0),
              chunk(
                "chunks.position",
                "in",
                refs.map(({ position }) => position),
              ),
            ]),
          ),
        ),
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
    }));
  }
}

const headingsSchema = z.array(z.string());
