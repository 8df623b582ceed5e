import { sql } from "kysely";

/** Sums of whole numbers by column: Postgres makes a numeric of them, which would arrive as text. */
export function summed<Name extends string>(columns: readonly Name[]) {
  return columns.map((column) => sql<number>`cast(sum(${sql.ref(column)}) as double precision)`.as(column));
}
