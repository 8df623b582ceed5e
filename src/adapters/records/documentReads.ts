import { sql } from "kysely";
import * as z from "zod";
import type { DocumentRecords } from "../../core/documents/documentRecords.ts";
import { indexedText } from "../../core/documents/chunking.ts";
import { isLanguage } from "../../core/language.ts";
import type { Database } from "./database.ts";
import { documentOf } from "./documentRow.ts";
import { prepared, type Slot } from "./prepared.ts";

type Reads =
  | "get"
  | "getMany"
  | "list"
  | "text"
  | "events"
  | "holdsBlob"
  | "published"
  | "indexedTexts"
  | "census";

export function documentReads(database: Database): Pick<DocumentRecords, Reads> {
  const { query } = database;
  const documentsOf = (workspaceId: string) =>
    query.selectFrom("documents").where("workspace_id", "=", workspaceId);
  const servingOf = (workspaceId: string) =>
    documentsOf(workspaceId).where("status", "in", ["ready", "processing"]);

  const censusOf = prepared((slot: Slot<{ workspace: string }>) =>
    servingOf(slot("workspace"))
      .select([
        "language",
        sql<number>`cast(sum(case when version > 0 then 1 else 0 end) as integer)`.as("searchable"),
        sql<number>`cast(sum(case when version = 0 and status = 'processing' then 1 else 0 end) as integer)`.as(
          "processing",
        ),
      ])
      .groupBy("language")
      .orderBy("language"),
  );

  return {
    async get(workspaceId, id) {
      const row = await documentsOf(workspaceId).selectAll().where("id", "=", id).executeTakeFirst();
      return row ? documentOf(row) : null;
    },

    async getMany(workspaceId, ids) {
      if (ids.length === 0) return [];
      const rows = await documentsOf(workspaceId).selectAll().where("id", "in", ids).orderBy("id").execute();
      return rows.map(documentOf);
    },

    async list(workspaceId, { status, limit, before }) {
      let rows = documentsOf(workspaceId).selectAll();
      rows =
        status === undefined ? rows.where("status", "<>", "archived") : rows.where("status", "=", status);
      if (before !== undefined) rows = rows.where("id", "<", before);
      return (await rows.orderBy("id", "desc").limit(limit).execute()).map(documentOf);
    },

    async text(workspaceId, id) {
      const row = await query
        .selectFrom("document_texts")
        .select(["text", "pages"])
        .where("workspace_id", "=", workspaceId)
        .where("document_id", "=", id)
        .executeTakeFirst();
      return row ? { text: row.text, pages: pagesSchema.parse(JSON.parse(row.pages)) } : null;
    },

    async events(workspaceId, afterId, limit) {
      return query
        .selectFrom("document_events")
        .select(["id", "document_id as documentId", "data"])
        .where("workspace_id", "=", workspaceId)
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(limit)
        .execute();
    },

    async holdsBlob(workspaceId, hash) {
      const row = await documentsOf(workspaceId)
        .select("id")
        .where("hash", "=", hash)
        .where("status", "<>", "archived")
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async published(workspaceId) {
      const rows = await servingOf(workspaceId)
        .select(["id", "version", "chunks", "language"])
        .where("version", ">", 0)
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ ...row, language: languageOf(row.language) }));
    },

    async indexedTexts(workspaceId, id, version) {
      const rows = await query
        .selectFrom("chunks")
        .select(["headings", "text"])
        .where("workspace_id", "=", workspaceId)
        .where("document_id", "=", id)
        .where("version", "=", version)
        .orderBy("position")
        .execute();
      return rows.map(({ headings, text }) =>
        indexedText({ headings: storedHeadings.parse(JSON.parse(headings)), text }),
      );
    },

    async census(workspaceId) {
      const [{ rows }] = await database.batch([censusOf({ workspace: workspaceId })]);
      return {
        searchable: rows.reduce((total, row) => total + row.searchable, 0),
        processing: rows.reduce((total, row) => total + row.processing, 0),
        languages: rows.filter((row) => row.searchable > 0).flatMap((row) => languageOf(row.language) ?? []),
      };
    },
  };
}

const storedHeadings = z.array(z.string());
const pagesSchema = z.array(z.object({ page: z.int().nullable(), start: z.int(), end: z.int() }));

function languageOf(value: string | null) {
  return value !== null && isLanguage(value) ? value : null;
}
