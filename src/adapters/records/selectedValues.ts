import { sql } from "kysely";

/** Columns of a table with the types that their values are sent as. */
export type TypedColumns<Row> = readonly (readonly [keyof Row & string, SqlType])[];
type SqlType = "text" | "integer" | "bigint" | "double precision";

/**
 * A row's values as a select gives them, for an insert that depends on what is there. Postgres has to be told the type of
 * a parameter that is selected.
 */
export function selectedValues<Row>(
  columns: TypedColumns<Row>,
  valueOf: <Name extends keyof Row & string>(name: Name) => Row[Name],
) {
  return columns.map(([name, type]) => sql`cast(${valueOf(name)} as ${sql.raw(type)})`.as(name));
}
