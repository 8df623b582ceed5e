import { sql } from "kysely";
import type {
  ConversationQuery,
  ConversationRecords,
  ListPosition,
} from "../../core/sessions/conversation.ts";
import { conversationOf } from "./conversationRow.ts";
import type { Database } from "./database.ts";
import { conversationsWith } from "./conversationsWith.ts";
import type { ConversationTable } from "./schema.ts";

type Listed = ConversationTable & { readonly activity: number };

/**
 * Conversations read at a time while searching: few at first, since the newest mostly have what is looked for, then more,
 * since each reading orders all of them.
 */
const [firstWindow, largestWindow, growth] = [500, 8_000, 4];

export function conversationList(database: Pick<Database, "query" | "batch">): ConversationRecords["list"] {
  const { query } = database;

  const newest = (workspaceId: string, actor: string) =>
    query
      .selectFrom("conversations")
      .select(({ fn }) => fn.max("updated_at").as("at"))
      .where("workspace_id", "=", workspaceId)
      .where("actor", "=", actor);

  /** The order is that of `asOf`: what has moved since stands where its last question before that had put it. */
  const ordered = (
    workspaceId: string,
    actor: string,
    asOf: number,
    { pinned, limit, cursor: after }: ConversationQuery,
  ) => {
    let own = query
      .selectFrom("conversations as c")
      .selectAll("c")
      .select(activityAsOf(asOf).as("activity"))
      .where("c.workspace_id", "=", workspaceId)
      .where("c.actor", "=", actor)
      .where("c.created_at", "<=", asOf);
    if (pinned !== undefined) own = own.where("c.pinned", "=", pinned ? 1 : 0);
    let rows = query.selectFrom(own.as("listed")).selectAll();
    if (after) {
      const [pin, { activity, id }] = [after.pinned ? 1 : 0, after];
      rows = rows.where((row) =>
        row.or([
          row("pinned", "<", pin),
          row.and([row("pinned", "=", pin), row("activity", "<", activity)]),
          row.and([row("pinned", "=", pin), row("activity", "=", activity), row("id", "<", id)]),
        ]),
      );
    }
    return rows.orderBy("pinned", "desc").orderBy("activity", "desc").orderBy("id", "desc").limit(limit);
  };

  return async (workspaceId, actor, asked) => {
    const { limit, text, cursor } = asked;
    const asOf = cursor?.asOf ?? (await newest(workspaceId, actor).executeTakeFirst())?.at ?? null;
    if (asOf === null) return { items: [], next: null };
    const found: Listed[] = [];
    let at = { ...asked, limit: text === undefined ? limit : firstWindow };
    for (;;) {
      const rows: Listed[] = await ordered(workspaceId, actor, asOf, at).execute();
      for await (const row of text === undefined ? rows : conversationsWith(query, workspaceId, rows, text)) {
        found.push(row);
        if (found.length === limit) return { items: found.map(conversationOf), next: positionOf(row, asOf) };
      }
      const last = rows.at(-1);
      if (!last || rows.length < at.limit) return { items: found.map(conversationOf), next: null };
      at = { ...at, limit: Math.min(at.limit * growth, largestWindow), cursor: positionOf(last, asOf) };
    }
  };
}

function activityAsOf(asOf: number) {
  const asked = sql`select created_at as at from messages where workspace_id = c.workspace_id
    and conversation_id = c.id and role = 'user'`;
  const forked = sql`select created_at as at from branches where workspace_id = c.workspace_id and conversation_id = c.id`;
  return sql<number>`case when c.updated_at <= ${asOf} then c.updated_at
    else coalesce((select max(moved.at) from (${asked} union all ${forked}) as moved where moved.at <= ${asOf}), c.created_at) end`;
}

function positionOf({ pinned, activity, id }: Listed, asOf: number): ListPosition {
  return { asOf, pinned: pinned === 1, activity, id };
}
