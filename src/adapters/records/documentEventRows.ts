import { sql } from "kysely";
import type { Compilable, Expression, ExpressionBuilder, Kysely, SqlBool } from "kysely";
import { liveDocumentEvent } from "../../core/documents/documentEvents.ts";
import type { DocumentEventsDep, DocumentNews } from "../../core/documents/documentEvents.ts";
import type { RandomDep } from "../../core/random.ts";
import type { Schema } from "./schema.ts";

export type DocumentGuard = (document: ExpressionBuilder<Schema, "documents">) => Expression<SqlBool>;

/** An event that the next batch stores if it still holds, and that listeners are told of after the commit. */
export interface PendingEvent {
  /** To stand before the change in its batch; one row when the event was stored. */
  readonly statement: Compilable<{ id: string }>;
  announce(): void;
}

const keptMs = 24 * 60 * 60 * 1000;

/** Ids are made when the event is; start the batch in the same tick, so that commits follow the order of the ids. */
export function documentEventRows(deps: { readonly query: Kysely<Schema> } & RandomDep & DocumentEventsDep) {
  const { query, random, documentEvents } = deps;

  /** Stored only while the document is there and `guard` says so. */
  function pending(workspaceId: string, news: DocumentNews, guard: DocumentGuard): PendingEvent {
    const event = liveDocumentEvent(random.id(), news);
    const source = query
      .selectFrom("documents")
      .select([
        "documents.workspace_id",
        text(event.id).as("event_id"),
        "documents.id",
        text(event.data).as("data"),
      ])
      .where("documents.workspace_id", "=", workspaceId)
      .where("documents.id", "=", news.id)
      .where(guard);
    return {
      statement: query
        .insertInto("document_events")
        .columns(["workspace_id", "id", "document_id", "data"])
        .expression(source)
        .returning("id"),
      announce: () => documentEvents.publish(workspaceId, event),
    };
  }

  /** Listeners resume within a day; past it they read the list again. */
  function prune(workspaceId: string, now: number): Compilable {
    return query
      .deleteFrom("document_events")
      .where("workspace_id", "=", workspaceId)
      .where("id", "<", firstIdAt(now - keptMs));
  }

  return { pending, prune };
}

/** Postgres needs to be told the type of a parameter that is selected. */
export function text(value: string) {
  return sql<string>`cast(${value} as text)`;
}

/** The smallest UUIDv7 of a millisecond. */
function firstIdAt(ms: number): string {
  const time = Math.max(0, ms).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
