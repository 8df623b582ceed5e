import { sql } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { Forgotten } from "../../core/measuring/turnLedger.ts";
import type { Database } from "./database.ts";
import { deleteInSteps } from "./deleteInSteps.ts";

const keyByTable = {
  turn_days: ["workspace_id", "day"],
  step_days: ["day", "step", "bucket"],
  model_days: ["workspace_id", "day", "model_id", "provider"],
  path_days: ["workspace_id", "day", "strategy", "path", "answered"],
} as const;

/** Deletes the daily figures of the days before `firstKept`, in steps. Throws AppError `database_unavailable`. */
export async function forgetDays(
  deps: { readonly database: Database } & ClockDep,
  firstKept: string,
  signal: AbortSignal,
): Promise<Forgotten> {
  const where = sql`day < ${firstKept}`;
  const forget = (table: keyof typeof keyByTable) =>
    deleteInSteps(deps, { table, key: keyByTable[table], where }, signal);

  return {
    turnDays: await forget("turn_days"),
    stepDays: await forget("step_days"),
    modelDays: await forget("model_days"),
    pathDays: await forget("path_days"),
  };
}
