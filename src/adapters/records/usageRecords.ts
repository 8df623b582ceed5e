import { sql } from "kysely";
import type { ClockDep } from "../../core/clock.ts";
import type { AttemptRow, UsageLedger, UsageReads } from "../../core/answering/usage.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";
import type { Database } from "./database.ts";
import { deleteInSteps } from "./deleteInSteps.ts";
import { createUsageQueue } from "./usageQueue.ts";
import { createUsageReads } from "./usageReads.ts";
import { dayNumber, dayText, modelDaysOf, pathDaysOf } from "./usageRollup.ts";
import { usageStatements } from "./usageStatements.ts";

export interface UsageRecords extends UsageLedger, UsageReads {
  /**
   * Forgets attempts that began more than so many milliseconds ago, a step at a time so that other writers get
   * between; the days keep their sums. Resolves with how many there were, or when the signal aborts.
   */
  prune(olderThanMs: number, signal: AbortSignal): Promise<number>;
  /** Writes what is waiting. Rows that come later are lost. */
  close(): Promise<void>;
}

/** Rows are gathered for a tenth of a second and written together; a read sees all that came before it. */
export function createUsageRecords(
  deps: { readonly database: Database } & ClockDep & TelemetryDep,
): UsageRecords {
  const { database, clock } = deps;
  const statements = usageStatements(database.query);
  const reads = createUsageReads(deps);
  const queue = createUsageQueue(deps, ({ attempts, answered }) =>
    database.batch([
      ...statements.insertAttempts(attempts),
      ...modelDaysOf(attempts).map(statements.addModelDay),
      ...pathDaysOf(answered).map(statements.addPathDay),
    ]),
  );

  /** Of `today`, by workspace; only of those that somebody has asked for. */
  const spent = new Map<string, number>();
  let today = dayNumber(clock.now());
  const turnDay = () => {
    const day = dayNumber(clock.now());
    if (day !== today) spent.clear();
    today = day;
  };
  const costOf = (row: AttemptRow, workspaceId: string, day: number) =>
    row.workspaceId === workspaceId && dayNumber(row.at) === day ? (row.costNanoUsd ?? 0) : 0;

  const readSpent = (workspaceId: string, day: number) =>
    queue.between(async () => {
      const [{ rows }] = await database.batch([
        statements.spentOn({ workspace_id: workspaceId, day: dayText(day) }),
      ]);
      let sum = rows.reduce((nano, { cost_nano }) => nano + cost_nano, 0);
      for (const row of queue.unsaved()) sum += costOf(row, workspaceId, day);
      if (day === today) spent.set(workspaceId, sum);
      return sum;
    });

  return {
    attempt(row) {
      queue.attempt(row);
      const known = spent.get(row.workspaceId);
      if (known !== undefined) spent.set(row.workspaceId, known + costOf(row, row.workspaceId, today));
    },
    answered: (row) => queue.answered(row),
    async spentToday(workspaceId) {
      turnDay();
      return spent.get(workspaceId) ?? readSpent(workspaceId, today);
    },
    modelDays: (period) => queue.flush().then(() => reads.modelDays(period)),
    paths: (period) => queue.flush().then(() => reads.paths(period)),
    attemptsOf: (turnId) => queue.flush().then(() => reads.attemptsOf(turnId)),
    prune(olderThanMs, signal) {
      const where = sql`at < ${clock.now() - olderThanMs}`;
      return deleteInSteps(deps, { table: "attempts", key: ["workspace_id", "id"], where }, signal);
    },
    close: () => queue.close(),
  };
}
