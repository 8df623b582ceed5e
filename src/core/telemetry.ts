/** What the core reports about itself. Fields are ids, counts and times: never prompts, documents or keys. */
export interface Telemetry {
  info(event: string, fields?: TelemetryFields): void;
  warn(event: string, fields?: TelemetryFields, cause?: unknown): void;
  error(event: string, fields?: TelemetryFields, cause?: unknown): void;
  /** One run of a named step; `outcome` is a bounded label. */
  step(step: string, outcome: "ok" | "failed" | "timeout", ms: number): void;
}

export type TelemetryFields = Readonly<Record<string, string | number | boolean | null>>;

export interface TelemetryDep {
  readonly telemetry: Telemetry;
}
