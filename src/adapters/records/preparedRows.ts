import type { Compilable, CompiledQuery } from "kysely";
import type { SqlValue } from "./sqliteMessages.ts";

/** Rows a statement: a few lengths, so that few statements are ever prepared, and long ones for the bulk. */
const lengths = [32, 8, 1];

/**
 * An insert of any number of rows, as many a statement as fit: a row alone costs either thread most of its time for the
 * statement around it. `build` must not look at the rows it gets, and puts no value in but theirs, in their order.
 */
export function preparedRows<Blank, Row>(
  blank: Blank,
  valuesOf: (row: Row) => readonly SqlValue[],
  build: (rows: readonly Blank[]) => Compilable,
): (rows: readonly Row[]) => Compilable[] {
  const compiledByLength = new Map<number, CompiledQuery>();
  const compiled = (length: number) => {
    const known = compiledByLength.get(length);
    if (known) return known;
    const made = build(Array.from({ length }, () => blank)).compile();
    compiledByLength.set(length, made);
    return made;
  };
  const statement = (rows: readonly Row[]) => {
    const shared = compiled(rows.length);
    const parameters = rows.flatMap(valuesOf);
    return { compile: () => ({ ...shared, parameters }) };
  };

  return (rows) => {
    const statements = [];
    let start = 0;
    for (const length of lengths)
      for (; rows.length - start >= length; start += length)
        statements.push(statement(rows.slice(start, start + length)));
    return statements;
  };
}
