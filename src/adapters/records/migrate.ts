import { sql } from "kysely";
import { AppError } from "../../core/errors.ts";
import type { Database } from "./database.ts";
import { foundation } from "./migrations/0001-foundation.ts";
import { usage } from "./migrations/0002-usage.ts";
import { orchestration } from "./migrations/0003-orchestration.ts";
import { people } from "./migrations/0004-people.ts";

/** A step of the schema. Never changed once released: a mistake is mended by the next one. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  { name: "0001-foundation", statements: foundation },
  { name: "0002-usage", statements: usage },
  { name: "0003-orchestration", statements: orchestration },
  { name: "0004-people", statements: people },
];

/**
 * Brings the schema forward, each migration in one atomic unit. Several processes may do it at the same time.
 * `now` is in milliseconds since the epoch. Throws AppError `database_unavailable`, not retryable, for a database that
 * a newer version has migrated.
 */
export async function migrate(
  database: Database,
  now: () => number,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  const applied = await appliedNames(database);
  const known = new Set(steps.map(({ name }) => name));
  const unknown = [...applied].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new AppError(
      "database_unavailable",
      `The database has migration "${unknown}", which this version does not know: start a newer version`,
      { retryable: false },
    );
  }
  for (const step of steps) {
    if (!applied.has(step.name)) await apply(database, now, step);
  }
}

async function appliedNames(database: Database): Promise<ReadonlySet<string>> {
  const [, { rows }] = await database.batch([
    statement(
      database,
      "create table if not exists schema_migrations (name text not null primary key, applied_at bigint not null)",
    ),
    { compile: () => sql<{ name: string }>`select name from schema_migrations`.compile(database.query) },
  ]);
  return new Set(rows.map(({ name }) => name));
}

async function apply(database: Database, now: () => number, { name, statements }: Migration): Promise<void> {
  try {
    await database.batch([
      // First, so that of two processes the later one waits, then stops here before it touches the schema.
      {
        compile: () =>
          sql`insert into schema_migrations (name, applied_at) values (${name}, ${now()})`.compile(
            database.query,
          ),
      },
      ...statements.map((text) => statement(database, text)),
    ]);
  } catch (error) {
    if ((await appliedNames(database)).has(name)) return;
    throw error;
  }
}

function statement(database: Database, text: string) {
  return { compile: () => sql.raw(text).compile(database.query) };
}
