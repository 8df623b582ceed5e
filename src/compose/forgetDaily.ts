import type { AuditStore } from "../adapters/records/auditRecords.ts";
import type { PhoneStore } from "../adapters/records/phoneRecords.ts";
import type { UsageRecords } from "../adapters/records/usageRecords.ts";
import { longestKeptDays } from "../contract/orchestration.ts";
import { pause, type ClockDep } from "../core/clock.ts";
import type { TurnFiguresDep } from "../core/measuring/turnLedger.ts";
import type { IdempotencyRecordsDep } from "../core/limits/idempotency.ts";
import type { TelemetryDep } from "../core/telemetry.ts";

const dayMs = 86_400_000;

/**
 * Forgets attempts and daily figures older than 90 days, answers of the books and what phones have said as old as the
 * configuration says, and `Idempotency-Key`s of yesterday: at the start and once a day, until the signal aborts.
 */
export async function forgetDaily(
  deps: ClockDep &
    TelemetryDep &
    TurnFiguresDep &
    IdempotencyRecordsDep & {
      readonly usage: Pick<UsageRecords, "prune">;
      readonly auditBook: Pick<AuditStore, "prune">;
      readonly phoneRecords: Pick<PhoneStore, "prune">;
      readonly auditKeepDays: number;
    },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const forgotten = await Promise.allSettled([
      deps.usage.prune(longestKeptDays * dayMs, signal),
      deps.turnFigures.forget(longestKeptDays, signal),
      deps.auditBook.prune(deps.auditKeepDays * dayMs, signal),
      deps.phoneRecords.prune(deps.auditKeepDays * dayMs, signal),
      deps.idempotency.prune(signal),
    ]);
    for (const each of forgotten)
      if (each.status === "rejected") deps.telemetry.warn("forgetting_failed", {}, each.reason);
    await pause(deps.clock, dayMs, signal);
  }
}
