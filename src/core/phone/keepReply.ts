import { pause, type ClockDep } from "../clock.ts";
import { AppError } from "../errors.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { Exchange, KeptReply, PhoneRecordsDep } from "./phoneSession.ts";

export interface ClosingDep {
  /** Aborts at a stop. */
  readonly closing: AbortSignal;
}

/** Pauses before each further try; then the reply is given up and logged. */
const retryMs = [500, 2_000, 10_000, 30_000];
/** The longest that a person waits for the records. */
const waitingMs = 2_000;

/**
 * Completes the exchange, so that the next message finds what was said. Never throws: a reply that cannot be saved now is
 * given all the same, and saving it is tried again behind it. False when the exchange is gone: nothing else may be kept of it.
 */
export async function keepReply(
  deps: ClockDep & TelemetryDep & PhoneRecordsDep & ClosingDep,
  exchange: Exchange,
  reply: KeptReply,
): Promise<boolean> {
  const first = attempt(deps, exchange, reply);
  const waited = new AbortController();
  const latest = await Promise.race([first, pause(deps.clock, waitingMs, waited.signal)]);
  waited.abort();
  void retry(deps, first, exchange, reply);
  return latest !== "gone";
}

type Attempt = "saved" | "gone" | "busy" | "refused";

async function attempt(
  deps: PhoneRecordsDep & TelemetryDep,
  exchange: Exchange,
  reply: KeptReply,
): Promise<Attempt> {
  try {
    return (await deps.phoneRecords.complete(exchange, reply)) ? "saved" : "gone";
  } catch (cause) {
    deps.telemetry.warn("exchange_unsaved", { exchange_id: exchange.id }, cause);
    // A bug would only fail again.
    return cause instanceof AppError && cause.retryable ? "busy" : "refused";
  }
}

async function retry(
  deps: Parameters<typeof keepReply>[0],
  first: Promise<Attempt>,
  exchange: Exchange,
  reply: KeptReply,
): Promise<void> {
  let latest = await first;
  for (const ms of retryMs) {
    if (latest !== "busy" || deps.closing.aborted) break;
    await pause(deps.clock, ms, deps.closing);
    latest = await attempt(deps, exchange, reply);
  }
  if (latest === "busy" || latest === "refused")
    deps.telemetry.error("exchange_lost", { exchange_id: exchange.id });
}
