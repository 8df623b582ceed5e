import type { ErrorCode } from "../../contract/errors.ts";
import type { ResponseStatus } from "../../contract/events.ts";
import type { Failure, FailureClass } from "./modelError.ts";

/** What a failed attempt leads to. */
export interface Consequence {
  /** The same model may be asked again: the fault is likely to be gone in a moment. */
  readonly retry: boolean;
  /** Which other models may be asked: `larger` ones have no smaller window. */
  readonly next: "any" | "larger" | "none";
  /** It tells of the model's health, not of the request. */
  readonly breaker: boolean;
  /** What a caller reads when nobody else answered either. */
  readonly status: ResponseStatus;
  readonly code: ErrorCode;
}

/** A time limit that was used up is not spent again on the same model. */
const slow = { retry: false, next: "any", breaker: true, status: "timeout", code: "timeout" } as const;
const down = {
  retry: true,
  next: "any",
  breaker: true,
  status: "service_unavailable",
  code: "model_unavailable",
} as const;
/** What the model sends is no answer; asking it the same again would get the same. */
const senseless = { ...down, retry: false, status: "error" } as const;
/** Another model may take the request that this one refused. */
const refused = { ...senseless, breaker: false } as const;

export const failureTable: Readonly<Record<FailureClass, Consequence>> = {
  network: down,
  connect_timeout: slow,
  first_token_timeout: slow,
  idle_timeout: slow,
  total_timeout: slow,
  rate_limited: { ...down, breaker: false, status: "rate_limited" },
  overloaded: down,
  server_error: { ...down, status: "error" },
  malformed: senseless,
  empty: senseless,
  truncated: senseless,
  auth: { ...senseless, status: "auth_error" },
  quota: { ...senseless, status: "quota_exceeded" },
  invalid_request: refused,
  context_length: { ...refused, next: "larger", code: "payload_too_large" },
  content_filter: refused,
  cancelled: { ...refused, next: "none" },
};

/** How a caller reads an answer that came (null) or failed. */
export function statusOf(failure: Failure | null): ResponseStatus {
  return failure ? failureTable[failure.class].status : "success";
}
