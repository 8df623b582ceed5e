import type { UsageRecords } from "../adapters/records/usageRecords.ts";
import type { ClockDep } from "../core/clock.ts";
import type { TurnFiguresDep } from "../core/measuring/turnLedger.ts";
import type { TelemetryDep } from "../core/telemetry.ts";

const daysKept = 90;
const dayMs = 86_400_000;

/** Forgets attempts and daily figures older than 90 days, at the start and once a day, until the signal aborts. */
export async function forgetDaily(
  deps: ClockDep & TelemetryDep & TurnFiguresDep & { readonly usage: Pick<UsageRecords, "prune"> },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await deps.usage.prune(daysKept * dayMs, signal);
      await deps.turnFigures.forget(daysKept, signal);
    } catch (cause) {
      deps.telemetry.warn("forgetting_failed", {}, cause);
    }
    await aDay(deps, signal);
  }
}

function aDay({ clock }: ClockDep, signal: AbortSignal): Promise<void> {
  return new Promise((resume) => {
    const cancel = clock.after(dayMs, resume);
    const stop = () => {
      cancel();
      resume();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
