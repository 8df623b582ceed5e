import type { Connection, Table } from "@lancedb/lancedb";
import { AppError } from "../../core/errors.ts";
import { tableName } from "./chunkRows.ts";
import { createChunkTable, openChunkTable, unfoldedRows } from "./chunkTable.ts";

export interface LanceTables {
  /** `absent` when the workspace has no table. */
  read<T>(workspaceId: string, absent: T, work: (table: Table) => Promise<T>): Promise<T>;
  /** Makes the table when there is none. */
  write(workspaceId: string, work: (table: Table) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface LanceTablesOptions {
  readonly connection: Connection;
  /** The workspace's table could not be read and was dropped: its rows are gone until they are added again. */
  readonly onLost: (error: AppError, workspaceId: string) => void;
  /** A table was opened that has rows not folded into its index. */
  readonly onUnfolded: (workspaceId: string, rows: number) => void;
}

/**
 * Open tables by workspace. Work that fails is tried once more on the table opened afresh, which heals both a handle
 * left behind by other processes' commits and, by dropping it, a table with lost or damaged files.
 */
export function createTables({ connection, onLost, onUnfolded }: LanceTablesOptions): LanceTables {
  const tableByWorkspace = new Map<string, Promise<Table | undefined>>();
  const seen = new Set<string>();
  let closed = false;

  type Open = (workspaceId: string) => Promise<Table | undefined>;

  async function run<T>(
    workspaceId: string,
    open: Open,
    absent: T,
    work: (table: Table) => Promise<T>,
  ): Promise<T> {
    try {
      if (closed) throw new Error("the index is closed");
      const table = await open(workspaceId);
      if (!table) return absent;
      return await work(table).catch(async (error: unknown) => {
        if (closed) throw error;
        await forget(workspaceId, table);
        const fresh = await open(workspaceId);
        return fresh ? await work(fresh) : absent;
      });
    } catch (cause) {
      throw new AppError("internal", `chunk index of workspace ${workspaceId} failed`, {
        retryable: !closed,
        cause,
      });
    }
  }

  function existing(workspaceId: string): Promise<Table | undefined> {
    return tableByWorkspace.get(workspaceId) ?? remember(workspaceId, openOrDrop(workspaceId));
  }

  /** Only ever called from the workspace's one write at a time, so no table is made twice. */
  async function made(workspaceId: string): Promise<Table | undefined> {
    const table = await existing(workspaceId);
    return table ?? (await remember(workspaceId, createChunkTable(connection, tableName(workspaceId))));
  }

  function remember(workspaceId: string, opening: Promise<Table | undefined>): Promise<Table | undefined> {
    tableByWorkspace.set(workspaceId, opening);
    const forgetOpening = () => {
      if (tableByWorkspace.get(workspaceId) === opening) tableByWorkspace.delete(workspaceId);
    };
    opening.then((table) => {
      if (table) seen.add(workspaceId);
      else forgetOpening();
    }, forgetOpening);
    return opening;
  }

  /** Of several readers that failed on one handle, the first forgets it and all share the next. */
  async function forget(workspaceId: string, table: Table): Promise<void> {
    const current = tableByWorkspace.get(workspaceId);
    const isCurrent = (await current?.catch(() => undefined)) === table;
    if (isCurrent && tableByWorkspace.get(workspaceId) === current) tableByWorkspace.delete(workspaceId);
  }

  async function openOrDrop(workspaceId: string): Promise<Table | undefined> {
    const name = tableName(workspaceId);
    try {
      const table = await openChunkTable(connection, name);
      if (!table && seen.delete(workspaceId)) reportLoss(workspaceId, `${name} has vanished`);
      const unfolded = table ? await unfoldedRows(table) : 0;
      if (unfolded > 0) onUnfolded(workspaceId, unfolded);
      return table;
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      await connection.dropTable(name);
      reportLoss(workspaceId, `dropped unreadable ${name}`, cause);
      return undefined;
    }
  }

  function reportLoss(workspaceId: string, message: string, cause?: unknown): void {
    onLost(new AppError("internal", `chunk index: ${message}`, { retryable: false, cause }), workspaceId);
  }

  return {
    read: (workspaceId, absent, work) => run(workspaceId, existing, absent, work),
    write: (workspaceId, work) => run(workspaceId, made, undefined, work),
    async close() {
      closed = true;
      const tables = await Promise.allSettled(tableByWorkspace.values());
      for (const table of tables) if (table.status === "fulfilled") table.value?.close();
      connection.close();
    },
  };
}

/** Trouble of the machine or the network, not of the table: dropping rows would not end it. */
function isPassing(error: unknown): boolean {
  const passing =
    /too many open files|permission denied|no space left|out of memory|timed? ?out|connection (refused|reset|closed)|error sending request|generic (s3|gcs|microsoftazure) error/iu;
  return error instanceof Error && passing.test(error.message);
}
