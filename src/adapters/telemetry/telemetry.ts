import type { Logger } from "pino";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import { AppError } from "../../core/errors.ts";
import type { Telemetry } from "../../core/telemetry.ts";

export interface TelemetrySink extends Telemetry {
  /** Prometheus text format. */
  readonly metrics: () => Promise<string>;
  /** Where others of this family put their metrics. */
  readonly registry: Registry;
}

/** Structured logs by pino and Prometheus metrics with bounded labels. */
export function createTelemetry(logger: Logger): TelemetrySink {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: "batuta_background_seconds",
    help: "Time taken by work behind the turns, such as reading a document",
    labelNames: ["step", "outcome"],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.5, 1, 5, 15, 60],
    registers: [registry],
  });
  const troubles = new Counter({
    name: "batuta_troubles_total",
    help: "Warnings and errors by event",
    labelNames: ["level", "event"],
    registers: [registry],
  });
  return {
    info: (event, fields) => logger.info(fields, event),
    warn(event, fields, cause) {
      troubles.inc({ level: "warn", event });
      logger.warn({ ...fields, ...described(cause) }, event);
    },
    error(event, fields, cause) {
      troubles.inc({ level: "error", event });
      logger.error({ ...fields, ...described(cause) }, event);
    },
    step: (step, outcome, ms) => seconds.observe({ step, outcome }, ms / 1000),
    metrics: () => registry.metrics(),
    registry,
  };
}

/** An AppError is described by its code; anything else is a bug and shows where it happened, but not its data. */
function described(cause: unknown): Record<string, unknown> {
  if (cause === undefined) return {};
  if (cause instanceof AppError) return { code: cause.code, reason: cause.message };
  return cause instanceof Error
    ? { reason: cause.name, stack: stackFrames(cause) }
    : { reason: typeof cause };
}

/** Messages of foreign errors may quote what they failed on, so only the places are kept. */
function stackFrames(error: Error): string[] {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
}
