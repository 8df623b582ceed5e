import { sql } from "kysely";
import * as z from "zod";
import type { Viewer } from "../../core/documents/documentAccess.ts";
import type { DocumentRecords } from "../../core/documents/documentRecords.ts";
import { indexedText } from "../../core/documents/chunking.ts";
import { isLanguage } from "../../core/language.ts";
import type { Database } from "./database.ts";
import { readableBy } from "./documentGuards.ts";
import { allowedRolesOf, documentOf } from "./documentRow.ts";
import { prepared, type Slot } from "./prepared.ts";

type Reads =
  | "get"
  | "getMany"
  | "holding"
  | "list"
  | "text"
  | "events"
  | "restricted"
  | "occupied"
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

  const census = (workspaceId: string) =>
    servingOf(workspaceId)
      .select([
        "language",
        sql<number>`cast(sum(case when version > 0 then 1 else 0 end) as integer)`.as("searchable"),
        sql<number>`cast(sum(case when version = 0 and status = 'processing' then 1 else 0 end) as integer)`.as(
          "processing",
        ),
      ])
      .groupBy("language")
      .orderBy("language");
  const wholeCensus = prepared((slot: Slot<{ workspace: string }>) => census(slot("workspace")));
  /** Of the few that this viewer must not know of: an index leads to them. */
  const hiddenCensus = (workspaceId: string, viewer: Viewer) =>
    census(workspaceId)
      .where("allowed_roles", "<>", sql.lit("[]"))
      .where((row) => row.not(readableBy(viewer)(row)));

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

    async holding(workspaceId, hashes) {
      if (hashes.length === 0) return [];
      const rows = await documentsOf(workspaceId)
        .selectAll()
        .where("hash", "in", [...new Set(hashes)])
        .where("status", "<>", "archived")
        .orderBy("id")
        .execute();
      return rows.map(documentOf);
    },

    async list(workspaceId, { status, limit, before, viewer }) {
      let rows = documentsOf(workspaceId).selectAll().where(readableBy(viewer));
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

    async events(workspaceId, afterId, limit, viewer) {
      return query
        .selectFrom("document_events")
        .innerJoin("documents", (join) =>
          join
            .onRef("documents.workspace_id", "=", "document_events.workspace_id")
            .onRef("documents.id", "=", "document_events.document_id"),
        )
        .select(["document_events.id", "document_events.document_id as documentId", "document_events.data"])
        .where("document_events.workspace_id", "=", workspaceId)
        .where("document_events.id", ">", afterId)
        .where(readableBy(viewer))
        .orderBy("document_events.id")
        .limit(limit)
        .execute();
    },

    async restricted(workspaceId) {
      const rows = await documentsOf(workspaceId)
        .select(["id", "allowed_roles", "uploaded_by"])
        // As the index of the few says it. Asked for in order, all documents would be read instead.
        .where("allowed_roles", "<>", sql.lit("[]"))
        .execute();
      return rows
        .map(({ id, allowed_roles, uploaded_by }) => ({
          id,
          allowedRoles: allowedRolesOf(allowed_roles),
          uploadedBy: uploaded_by,
        }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },

    async occupied(workspaceId) {
      const row = await documentsOf(workspaceId)
        .select([
          sql<number>`cast(count(*) as integer)`.as("documents"),
          // Postgres sums a bigint to a numeric, which arrives as text.
          sql<number>`cast(coalesce(sum(bytes), 0) as double precision)`.as("bytes"),
        ])
        .where("status", "<>", "archived")
        .executeTakeFirstOrThrow();
      return { documents: row.documents, bytes: row.bytes };
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

    async census(workspaceId, viewer) {
      const whole = wholeCensus({ workspace: workspaceId });
      const [{ rows: all }, hidden] = await database.batch(
        viewer ? [whole, hiddenCensus(workspaceId, viewer)] : [whole],
      );
      const hiddenByLanguage = new Map(hidden?.rows.map((row) => [row.language, row]));
      const rows = all.map(({ language, searchable, processing }) => ({
        language,
        searchable: searchable - (hiddenByLanguage.get(language)?.searchable ?? 0),
        processing: processing - (hiddenByLanguage.get(language)?.processing ?? 0),
      }));
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
