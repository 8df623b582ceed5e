import { sql } from "kysely";
import type { UpdateObject } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { DocumentEventsDep, DocumentNews } from "../../core/documents/documentEvents.ts";
import type { Claim, DocumentRecords, PublishedContent } from "../../core/documents/documentRecords.ts";
import type { RandomDep } from "../../core/random.ts";
import type { Database } from "./database.ts";
import { documentEventRows, text } from "./documentEventRows.ts";
import type { DocumentGuard } from "./documentEventRows.ts";
import { documentOf } from "./documentRow.ts";
import type { DocumentTable, Schema } from "./schema.ts";

type Change = UpdateObject<Schema, "documents">;

const reasonLength = 500;
/** Rows of one insert: 9 parameters each, far below what SQLite (32,766) and Postgres (65,535) take. */
const chunksPerInsert = 500;

/** The queue is the document row: due at `run_at`, taken while `lease_until` is ahead, fenced by `claims`. */
export function documentQueue(
  deps: { readonly database: Database } & ClockDep & RandomDep & DocumentEventsDep,
): Pick<DocumentRecords, "claim" | "renew" | "publish" | "fail" | "release" | "releaseLeases"> {
  const { database, clock, random, documentEvents } = deps;
  const { query } = database;
  const events = documentEventRows({ query, random, documentEvents });

  const update = (claim: Claim, change: Change) =>
    query
      .updateTable("documents")
      .set({ updated_at: clock.now(), ...change })
      .where("workspace_id", "=", claim.document.workspaceId)
      .where("id", "=", claim.document.id)
      .where(heldBy(claim))
      .returning("id");

  const eventOf = (
    claim: Claim,
    news: Omit<DocumentNews, "id" | "name">,
    guard: DocumentGuard = heldBy(claim),
  ) =>
    events.pending(
      claim.document.workspaceId,
      { id: claim.document.id, name: claim.document.name, ...news },
      guard,
    );

  /** Text and chunks of any version but the published one, which after a failure is none. */
  const dropUnpublished = ({ document: { workspaceId, id } }: Claim) => {
    const published = query
      .selectFrom("documents")
      .select("version")
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", id);
    return [
      query
        .deleteFrom("chunks")
        .where("workspace_id", "=", workspaceId)
        .where("document_id", "=", id)
        .where("version", "<>", published),
      query
        .deleteFrom("document_texts")
        .where("workspace_id", "=", workspaceId)
        .where("document_id", "=", id)
        .where("version", "<>", published),
    ];
  };

  const insertText = ({ document, version }: Claim, content: PublishedContent) =>
    query
      .insertInto("document_texts")
      .columns(["workspace_id", "document_id", "version", "text", "pages"])
      .expression(
        query
          .selectFrom("documents")
          .select([
            "workspace_id",
            "id",
            "version",
            text(content.text).as("text"),
            text(JSON.stringify(content.pages)).as("pages"),
          ])
          .where("workspace_id", "=", document.workspaceId)
          .where("id", "=", document.id)
          .where("version", "=", version),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["workspace_id", "document_id"])
          .doUpdateSet((row) => ({
            version: row.ref("excluded.version"),
            text: row.ref("excluded.text"),
            pages: row.ref("excluded.pages"),
          }))
          .whereRef("document_texts.version", "<>", "excluded.version"),
      );

  const insertChunks = ({ document, version }: Claim, { chunks }: PublishedContent) =>
    batches(chunks, chunksPerInsert).map((part) =>
      query
        .insertInto("chunks")
        .values(
          part.map((chunk) => ({
            workspace_id: document.workspaceId,
            document_id: document.id,
            version,
            position: chunk.position,
            page: chunk.page,
            headings: JSON.stringify(chunk.headings),
            start_offset: chunk.start,
            end_offset: chunk.end,
            text: chunk.text,
          })),
        )
        .onConflict((conflict) => conflict.doNothing()),
    );

  return {
    async claim(leaseMs) {
      const now = clock.now();
      const due = sql`status = 'processing' and run_at <= ${now} and (lease_until is null or lease_until <= ${now})`;
      // On Postgres the inner select takes its row `for update skip locked`, so that claims do not wait for each other.
      const { rows } = await sql<DocumentTable>`
        update documents set claims = claims + 1, attempts = attempts + 1, claimed_at = ${now},
          lease_until = ${now + leaseMs}, stage = null, progress = 0, updated_at = ${now}
        where (workspace_id, id) in (
          select workspace_id, id from documents
          where workspace_id = (
            select workspace_id from documents as waiting where ${due} group by workspace_id
            order by
              (select count(*) from documents as leased where leased.workspace_id = waiting.workspace_id
                and leased.status = 'processing' and leased.lease_until > ${now}),
              (select max(claimed_at) from documents as served where served.workspace_id = waiting.workspace_id),
              min(run_at), workspace_id
            limit 1)
          and ${due} order by run_at, id limit 1)
        and ${due} returning *`.execute(query);
      const row = rows[0];
      return row ? { document: documentOf(row), version: row.claims } : null;
    },

    async renew(claim, leaseMs, stage, progress) {
      const news = { status: "processing", stage, progress } as const;
      const event = eventOf(claim, news, (row) =>
        row.and([heldBy(claim)(row), row.or([row("stage", "is", null), row("stage", "<>", stage)])]),
      );
      const [stored, renewed] = await database.batch([
        event.statement,
        update(claim, { lease_until: clock.now() + leaseMs, stage, progress }),
      ]);
      if (stored.rows.length > 0) event.announce();
      return renewed.rows.length > 0;
    },

    async publish(claim, content) {
      const event = eventOf(claim, { status: "ready", progress: 1 });
      const [stored] = await database.batch([
        event.statement,
        update(claim, { ...settled, ...publishedRow(claim, content) }),
        insertText(claim, content),
        ...insertChunks(claim, content),
        ...dropUnpublished(claim),
      ]);
      if (stored.rows.length > 0) event.announce();
      return stored.rows.length > 0 || isPublished(claim);
    },

    async fail(claim, { code, reason }, retryAt) {
      const error = { code, reason: reason.slice(0, reasonLength).toWellFormed() };
      const retried = retryAt !== null;
      const event = eventOf(
        claim,
        retried ? { status: "processing", progress: 0 } : { status: "failed", progress: 0, error },
      );
      const change: Change = retried
        ? { run_at: retryAt }
        : { status: "failed", version: 0, chunks: 0, error_code: error.code, error_reason: error.reason };
      const [stored] = await database.batch([
        event.statement,
        update(claim, { ...settled, ...change }),
        ...dropUnpublished(claim),
      ]);
      if (stored.rows.length > 0) event.announce();
      return stored.rows.length > 0;
    },

    async release(claim) {
      const row = await update(claim, { ...settled, attempts: sql`attempts - 1` }).executeTakeFirst();
      return row !== undefined;
    },

    async releaseLeases() {
      const rows = await query
        .updateTable("documents")
        .set({ ...settled, updated_at: clock.now() })
        .where("status", "=", "processing")
        .where("lease_until", "is not", null)
        .returning("id")
        .execute();
      return rows.length;
    },
  };

  /** The commit may have happened although its answer was lost. */
  async function isPublished({ document, version }: Claim): Promise<boolean> {
    const row = await query
      .selectFrom("documents")
      .select("id")
      .where("workspace_id", "=", document.workspaceId)
      .where("id", "=", document.id)
      .where("version", "=", version)
      .executeTakeFirst();
    return row !== undefined;
  }
}

const settled = { lease_until: null, stage: null, progress: 0 } as const;

function publishedRow({ version }: Claim, { pages, chunks, language }: PublishedContent) {
  const numbers = pages.flatMap(({ page }) => page ?? []);
  return {
    status: "ready",
    progress: 1,
    version,
    pages: numbers.at(-1) ?? null,
    chunks: chunks.length,
    language,
    error_code: null,
    error_reason: null,
  };
}

function heldBy({ version }: Claim): DocumentGuard {
  return (row) =>
    row.and([
      row("status", "=", "processing"),
      row("claims", "=", version),
      row("lease_until", "is not", null),
    ]);
}

function batches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}
