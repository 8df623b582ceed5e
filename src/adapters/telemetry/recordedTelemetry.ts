import type { Telemetry } from "../../core/telemetry.ts";

export interface RecordedTelemetry extends Telemetry {
  /** `level event`, in order. */
  readonly said: readonly string[];
  /** `step outcome`, in order. */
  readonly steps: readonly string[];
}

/** Keeps what it is told instead of logging it. */
export function createRecordedTelemetry(): RecordedTelemetry {
  const said: string[] = [];
  const steps: string[] = [];
  return {
    said,
    steps,
    info: (event) => void said.push(`info ${event}`),
    warn: (event) => void said.push(`warn ${event}`),
    error: (event) => void said.push(`error ${event}`),
    step: (step, outcome) => void steps.push(`${step} ${outcome}`),
  };
}
