import { sql } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { Forgotten } from "../../core/measuring/turnLedger.ts";
import type { Database } from "./database.ts";

const forgottenAtOnce = 500;

const keyByTable = {
  turn_days: ["workspace_id", "day"],
  step_days: ["day", "step", "bucket"],
  model_days: ["workspace_id", "day", "model_id", "provider"],
  path_days: ["workspace_id", "day", "strategy", "path", "answered"],
} as const;

/**
 * Deletes the daily figures of the days before `firstKept`, a step at a time so that other writers get between.
 * Resolves with how many rows there were, or when the signal aborts. Throws AppError `database_unavailable`.
 */
export async function forgetDays(
  { database, clock }: { readonly database: Database } & ClockDep,
  firstKept: string,
  signal: AbortSignal,
): Promise<Forgotten> {
  const { query } = database;

  const step = async (name: keyof typeof keyByTable): Promise<number> => {
    const table = sql.table(name);
    const key = sql.join(keyByTable[name].map((column) => sql.ref(column)));
    const { numAffectedRows = 0n } = await sql`
      delete from ${table} where (${key}) in (
        select ${key} from ${table} where day < ${firstKept} order by day limit ${forgottenAtOnce})`.execute(
      query,
    );
    return Number(numAffectedRows);
  };

  const forget = async (name: keyof typeof keyByTable): Promise<number> => {
    let forgotten = 0;
    while (!signal.aborted) {
      const deleted = await step(name);
      forgotten += deleted;
      if (deleted < forgottenAtOnce) break;
      await clock.breathe();
    }
    return forgotten;
  };

  return {
    turnDays: await forget("turn_days"),
    stepDays: await forget("step_days"),
    modelDays: await forget("model_days"),
    pathDays: await forget("path_days"),
  };
}
