import { SqliteQueryCompiler, SqliteIntrospector } from "kysely";
import type { CompiledQuery, DatabaseConnection, Dialect, DialectAdapter, Driver, QueryResult } from "kysely";
import type { BatchResult } from "./database.ts";

/** Runs one compiled statement as a unit of its own. */
export type RunCompiled = <Row>(query: CompiledQuery) => Promise<BatchResult<Row>>;

/** Kysely over a function that runs single statements. There is one connection that anyone may use at any time. */
export function sqliteDialect(run: RunCompiled): Dialect {
  return {
    createAdapter: () => adapter,
    createDriver: () => sqliteDriver(run),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (database) => new SqliteIntrospector(database),
  };
}

const adapter: DialectAdapter = {
  supportsCreateIfNotExists: true,
  supportsMultipleConnections: true,
  supportsReturning: true,
  acquireMigrationLock: () => refuseTransaction(),
  releaseMigrationLock: () => refuseTransaction(),
};

function sqliteDriver(run: RunCompiled): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      const { rows, changes } = await run<Row>(query);
      return query.query.kind === "SelectQueryNode"
        ? { rows: [...rows] }
        : { rows: [...rows], numAffectedRows: BigInt(changes) };
    },
    streamQuery: () => {
      throw new Error("Rows are not streamed: read them page by page");
    },
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    destroy: async () => {},
  };
}

/** An open transaction would hold up every other writer while its owner thinks. */
async function refuseTransaction(): Promise<never> {
  throw new Error("Interactive transactions are not offered: give all statements to `batch`");
}
