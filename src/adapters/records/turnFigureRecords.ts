import type { ClockDep } from "../../core/clock.ts";
import type { TurnFigures, TurnLedger } from "../../core/measuring/turnLedger.ts";
import type { RandomDep } from "../../core/random.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";
import type { Database } from "./database.ts";
import { forgetDays } from "./forgetDays.ts";
import { createTurnFigureReads } from "./turnFigureReads.ts";
import { createTurnFigureWriter } from "./turnFigureWriter.ts";
import { firstDayOf } from "./usageRollup.ts";

export interface TurnFigureRecords extends TurnLedger, TurnFigures {
  /** Writes what is waiting. Turns that come later are lost. */
  close(): Promise<void>;
}

/** Turns are added up in memory and written once a second; a read sees all that came before it. */
export function createTurnFigures(
  deps: { readonly database: Database } & ClockDep & RandomDep & TelemetryDep,
): TurnFigureRecords {
  const { database, clock } = deps;
  const writer = createTurnFigureWriter(deps);
  const reads = createTurnFigureReads(deps);

  return {
    turn: (measured) => writer.turn(measured),
    turnDays: (period) => writer.flush().then(() => reads.turnDays(period)),
    stepDays: (period) => writer.flush().then(() => reads.stepDays(period)),
    async forget(daysToKeep, signal) {
      await writer.flush();
      const firstKept = firstDayOf(clock.now(), daysToKeep);
      const forgotten = await forgetDays(deps, firstKept, signal);
      // What processes that are gone have left behind.
      if (!signal.aborted)
        await database.query.deleteFrom("figure_writes").where("at", "<", Date.parse(firstKept)).execute();
      return forgotten;
    },
    close: () => writer.close(),
  };
}
