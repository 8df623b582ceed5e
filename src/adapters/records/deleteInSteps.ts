import { sql, type RawBuilder } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

const atOnce = 500;

/**
 * Deletes the rows that `where` tells, a step at a time so that other writers get between. `key`: the columns of the
 * primary key. Resolves with how many rows there were, or when the signal aborts. Throws AppError `database_unavailable`.
 */
export async function deleteInSteps(
  { database, clock }: { readonly database: Database } & ClockDep,
  { table, key, where }: { table: keyof Schema; key: readonly string[]; where: RawBuilder<unknown> },
  signal: AbortSignal,
): Promise<number> {
  const from = sql.table(table);
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const step = sql`delete from ${from} where (${columns}) in (
    select ${columns} from ${from} where ${where} limit ${atOnce})`;
  let deleted = 0;
  while (!signal.aborted) {
    const { numAffectedRows = 0n } = await step.execute(database.query);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < atOnce) break;
    await clock.breathe();
  }
  return deleted;
}
