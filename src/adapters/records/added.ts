import { sql } from "kysely";
import type { Schema } from "./schema.ts";

/** For an upsert: each column becomes what is there and what comes in, summed. */
export function added(table: keyof Schema, columns: readonly string[]) {
  return Object.fromEntries(
    columns.map((column) => [
      column,
      sql<number>`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`,
    ]),
  );
}
