/** Why an attempt on a model failed. The table in `failureTable.ts` says what each class leads to. */
export type FailureClass =
  | "network"
  | "connect_timeout"
  | "first_token_timeout"
  | "idle_timeout"
  | "total_timeout"
  | "rate_limited"
  | "overloaded"
  | "server_error"
  | "malformed"
  | "empty"
  | "truncated"
  | "auth"
  | "quota"
  | "invalid_request"
  | "context_length"
  | "content_filter"
  | "cancelled";

export interface Failure {
  readonly class: FailureClass;
  /** The vendor's machine code or HTTP status, e.g. `insufficient_quota` or `HTTP 502`. Never the vendor's prose. */
  readonly code: string | null;
  /** When the vendor says to come back, in milliseconds from now. */
  readonly retryAfterMs: number | null;
}

/** An operational failure of a model, made by its adapter. Its message names class and code and nothing that was sent. */
export class ModelError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.class}${failure.code === null ? "" : ` (${failure.code})`}`, { cause });
    this.name = "ModelError";
    this.failure = failure;
  }
}
