import type { StepName, TurnEvent } from "../contract/events.ts";
import type { ClockDep } from "./clock.ts";
import { AppError } from "./errors.ts";
import type { TurnMeasure } from "./measuring/turnMeasure.ts";
import type { TelemetryDep } from "./telemetry.ts";

export interface Step<T> {
  readonly name: StepName;
  readonly limitMs: number;
  readonly run: (signal: AbortSignal) => Promise<T>;
  /** What the turn goes on with when the step fails. */
  readonly otherwise: T;
  /** The warning's text for people. */
  readonly warning: string;
}

/**
 * Runs one step of a turn so that its failure costs the turn nothing but that step: past its limit or on any
 * error it becomes a `warning` event and `otherwise` is returned. Only the turn's own end passes through.
 */
export async function* step<T>(
  deps: ClockDep & TelemetryDep,
  measure: Pick<TurnMeasure, "enter" | "leave">,
  { name, limitMs, run, otherwise, warning }: Step<T>,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent, T> {
  const limit = new AbortController();
  const late = Promise.withResolvers<never>();
  measure.enter(name);
  const stop = deps.clock.after(limitMs, () => {
    limit.abort(overran);
    late.reject(overran);
  });
  const ended = () => {
    late.reject(signal.reason);
    limit.abort(signal.reason);
  };
  signal.addEventListener("abort", ended, { once: true });
  try {
    signal.throwIfAborted();
    const result = await Promise.race([run(limit.signal), late.promise]);
    measure.leave("ok");
    return result;
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    measure.leave(cause === overran ? "timeout" : "failed");
    deps.telemetry.warn("step_failed", { step: name }, cause);
    yield { event: "warning", data: { message: warning, step: name, code: codeOf(cause) } };
    return otherwise;
  } finally {
    stop();
    signal.removeEventListener("abort", ended);
  }
}

const overran = new Error("the step took longer than its limit");

function codeOf(cause: unknown): string {
  if (cause === overran) return "timeout";
  return cause instanceof AppError ? cause.code : "internal";
}
