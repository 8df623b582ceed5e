import { sql, type RawBuilder } from "kysely";
import { personKinds, type PersonKind } from "../../contract/feedback.ts";
import { instant } from "../../contract/instant.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Person, PersonRecords, PersonRow } from "../../core/feedback/person.ts";
import type { Database } from "./database.ts";
import { erasePersonRows } from "./personErasure.ts";
import { byKind, holdings, type Holding } from "./personHoldings.ts";
import { rawSelect } from "./rawSelect.ts";

const rowsAtOnce = 200;

export function createPersonRecords(deps: { readonly database: Database } & ClockDep): PersonRecords {
  const { query } = deps.database;

  return {
    async count(person) {
      const counts = await Promise.all(
        personKinds.map(async (kind) => [kind, await countOf(deps.database, person, kind)] as const),
      );
      const countByKind = new Map<PersonKind, number>(counts);
      return byKind((kind) => countByKind.get(kind) ?? 0);
    },

    async ownedWorkspaces({ actor }) {
      const rows = await query
        .selectFrom("workspaces")
        .select(["workspace_id", "name"])
        .where("owner", "=", actor)
        .orderBy("workspace_id")
        .execute();
      return rows.map(({ workspace_id, name }) => ({ id: workspace_id, name }));
    },

    async *rows(person, kind) {
      const holding = holdings[kind];
      let last: readonly unknown[] | null = null;
      for (;;) {
        const rows: readonly PersonRow[] = await rawSelect(query, pageOf(holding, person, last));
        yield rows.map((row) => exported(row, holding));
        const end = rows.at(-1);
        if (rows.length < rowsAtOnce || !end) return;
        last = holding.key.map((column) => end[column]);
      }
    },

    erase: (person, flushAudits) => erasePersonRows(deps, person, flushAudits),
  };
}

async function countOf({ query }: Database, person: Person, kind: PersonKind): Promise<number> {
  const { table, mine } = holdings[kind];
  const counting = sql<{
    count: number;
  }>`select count(*) as count from ${sql.table(table)} where ${mine(person)}`;
  const [row] = await rawSelect(query, counting);
  return row?.count ?? 0;
}

function pageOf(
  { table, key, mine, columns }: Holding,
  person: Person,
  last: readonly unknown[] | null,
): RawBuilder<PersonRow> {
  const keys = sql.join(key.map((column) => sql.ref(column)));
  const after = last ? sql`and (${keys}) > (${sql.join(last)})` : sql``;
  const wanted = columns ? sql.join(columns.map((column) => sql.ref(column))) : sql`*`;
  return sql<PersonRow>`select ${wanted} from ${sql.table(table)} where ${mine(person)} ${after}
    order by ${keys} limit ${rowsAtOnce}`;
}

const times = new Set([
  "at",
  "created_at",
  "updated_at",
  "started_at",
  "ended_at",
  "last_activity",
  "checked_at",
  "revoked_at",
  "expires_at",
  "last_used_at",
]);

function exported(row: PersonRow, { json = [] }: Holding): PersonRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (times.has(column) && typeof value === "number") return [column, instant(value)];
      return [column, json.includes(column) && typeof value === "string" ? JSON.parse(value) : value];
    }),
  );
}
