import type { ErrorCode } from "../contract/errors.ts";

/** One field that is wrong, as RFC 9457 `errors` members carry it. `path` is dotted, e.g. `files.0`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An expected "no": returned, never thrown. `detail` is public text. */
export interface Refusal {
  readonly refused: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** When the same request may be granted, in milliseconds from now. */
  readonly retryAfterMs?: number;
}

export function refuse(refused: ErrorCode, detail: string, errors?: readonly FieldError[]): Refusal {
  return errors ? { refused, detail, errors } : { refused, detail };
}

export function isRefusal(result: unknown): result is Refusal {
  return typeof result === "object" && result !== null && "refused" in result;
}

/**
 * An operational failure (disk, database, network, engine), made only in adapters.
 * `message` goes to logs, never to a client; `code` decides what the client reads.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retryable = options.retryable;
  }
}
