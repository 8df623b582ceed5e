import type { CompiledQuery, Kysely, RawBuilder } from "kysely";
import type { Schema } from "./schema.ts";

/** A select that is written as SQL. It is marked as one, so that it goes to the readers and holds up no write. */
export async function rawSelect<Row>(
  query: Kysely<Schema>,
  select: RawBuilder<Row>,
): Promise<readonly Row[]> {
  const mark = query.selectFrom("workspaces").toOperationNode();
  const marked: CompiledQuery<Row> = { ...select.compile(query), query: mark };
  return (await query.executeQuery(marked)).rows;
}
