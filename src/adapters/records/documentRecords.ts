import type { UpdateObject } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { DocumentEventsDep } from "../../core/documents/documentEvents.ts";
import type { DocumentDraft, DocumentRecords, StoredDocument } from "../../core/documents/documentRecords.ts";
import type { RandomDep } from "../../core/random.ts";
import type { Database } from "./database.ts";
import { documentEventRows } from "./documentEventRows.ts";
import type { DocumentGuard } from "./documentEventRows.ts";
import { documentQueue } from "./documentQueue.ts";
import { documentReads } from "./documentReads.ts";
import { documentOf } from "./documentRow.ts";
import type { DocumentTable, Schema } from "./schema.ts";

const requeuedAtOnce = 100;

/** Every change is one batch: the event if the change may be made, then the change under the same condition. */
export function createDocumentRecords(
  deps: { readonly database: Database } & ClockDep & RandomDep & DocumentEventsDep,
): DocumentRecords {
  const { database, clock, random, documentEvents } = deps;
  const { query } = database;
  const reads = documentReads(database);
  const events = documentEventRows({ query, random, documentEvents });

  const update = (
    { workspaceId, id }: StoredDocument,
    guard: DocumentGuard,
    change: UpdateObject<Schema, "documents">,
  ) =>
    query
      .updateTable("documents")
      .set({ ...change, updated_at: clock.now() })
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", id)
      .where(guard)
      .returningAll();

  async function requeueAll(
    documents: readonly StoredDocument[],
    guard: DocumentGuard,
  ): Promise<StoredDocument[]> {
    const now = clock.now();
    const changes = documents.map((document) => ({
      event: events.pending(
        document.workspaceId,
        { id: document.id, name: document.name, status: "processing", progress: 0 },
        guard,
      ),
      update: update(document, guard, { ...queued(now), error_code: null, error_reason: null }),
    }));
    const updates = await database.batch([
      ...changes.map(({ event }) => event.statement),
      ...changes.map((change) => change.update),
    ]);
    return changes.flatMap(({ event }, n) => {
      const row = updates[changes.length + n]?.rows[0];
      if (!row || !isDocumentRow(row)) return [];
      event.announce();
      return documentOf(row);
    });
  }

  return {
    ...reads,
    ...documentQueue(deps),

    async accept(workspaceId, drafts) {
      if (drafts.length === 0) return [];
      const now = clock.now();
      const pending = drafts.map((draft) => ({
        id: draft.id,
        insert: query
          .insertInto("documents")
          .values(newRow(workspaceId, draft, now))
          .onConflict((conflict) => conflict.doNothing()),
        event: events.pending(
          workspaceId,
          { id: draft.id, name: draft.name, status: "processing", progress: 0 },
          (row) => row("claims", "=", 0),
        ),
      }));
      const held = query
        .selectFrom("documents")
        .selectAll()
        .where("workspace_id", "=", workspaceId)
        .where("status", "<>", "archived")
        .where("hash", "in", [...new Set(drafts.map(({ hash }) => hash))]);
      const results = await database.batch([
        ...pending.flatMap(({ insert, event }) => [insert, event.statement]),
        events.prune(workspaceId, now),
        held,
      ]);
      const rows: unknown[] = results.flatMap((result) => result.rows);
      const live = rows.filter(isDocumentRow).map(documentOf);
      for (const { id, event } of pending) if (live.some((document) => document.id === id)) event.announce();
      return drafts.map((draft) => {
        const document = live.find(({ hash, name }) => hash === draft.hash && name === draft.name);
        if (!document) throw new TypeError("An accepted document is not among those of its content");
        return { document, duplicate: document.id !== draft.id };
      });
    },

    async requeue(workspaceId, id) {
      const document = await reads.get(workspaceId, id);
      if (document === null) return null;
      const [requeued] = await requeueAll([document], (row) => row("status", "in", ["ready", "failed"]));
      return requeued ?? null;
    },

    async restrict(workspaceId, id, allowedRoles) {
      const row = await query
        .updateTable("documents")
        .set({ allowed_roles: JSON.stringify([...new Set(allowedRoles)]), updated_at: clock.now() })
        .where("workspace_id", "=", workspaceId)
        .where("id", "=", id)
        .where("status", "<>", "archived")
        .returningAll()
        .executeTakeFirst();
      return row ? documentOf(row) : null;
    },

    async requeueFailed(workspaceId, viewer) {
      const requeued: StoredDocument[] = [];
      let before: string | undefined;
      for (;;) {
        const page = await reads.list(workspaceId, {
          status: "failed",
          limit: requeuedAtOnce,
          ...(viewer && { viewer }),
          ...(before !== undefined && { before }),
        });
        requeued.push(...(await requeueAll(page, (row) => row("status", "=", "failed"))));
        before = page.at(-1)?.id;
        if (page.length < requeuedAtOnce) return requeued;
      }
    },

    async archive(workspaceId, id) {
      const document = await reads.get(workspaceId, id);
      if (document === null) return null;
      const live: DocumentGuard = (row) => row("status", "<>", "archived");
      const event = events.pending(
        workspaceId,
        { id, name: document.name, status: "archived", progress: 1 },
        live,
      );
      const [, archived] = await database.batch([
        event.statement,
        update(document, live, {
          status: "archived",
          stage: null,
          progress: 1,
          version: 0,
          chunks: 0,
          lease_until: null,
        }),
        query.deleteFrom("chunks").where("workspace_id", "=", workspaceId).where("document_id", "=", id),
        query
          .deleteFrom("document_texts")
          .where("workspace_id", "=", workspaceId)
          .where("document_id", "=", id),
      ]);
      const row = archived.rows[0];
      if (!row) return null;
      event.announce();
      return documentOf(row);
    },
  };
}

/** The batches mix statements; only those of whole documents have a hash. */
function isDocumentRow(row: unknown): row is DocumentTable {
  return typeof row === "object" && row !== null && "hash" in row;
}

function queued(now: number) {
  return {
    status: "processing",
    stage: null,
    progress: 0,
    attempts: 0,
    run_at: now,
    lease_until: null,
  } as const;
}

function newRow(workspaceId: string, draft: DocumentDraft, now: number): DocumentTable {
  return {
    workspace_id: workspaceId,
    id: draft.id,
    name: draft.name,
    hash: draft.hash,
    mime: draft.mime,
    bytes: draft.bytes,
    ...queued(now),
    pages: null,
    chunks: 0,
    language: null,
    version: 0,
    claims: 0,
    claimed_at: 0,
    error_code: null,
    error_reason: null,
    uploaded_by: draft.uploadedBy,
    source_type: draft.sourceType ?? "upload",
    allowed_roles: JSON.stringify([...new Set(draft.allowedRoles)]),
    created_at: now,
    updated_at: now,
  };
}
