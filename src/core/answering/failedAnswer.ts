import type { ErrorCode } from "../../contract/errors.ts";
import type { Attempt } from "./attempt.ts";
import { failureTable } from "./failureTable.ts";
import type { Model } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { Failure } from "./modelError.ts";
import type { NotOpened } from "./opening.ts";

export interface FailedAnswer {
  readonly kind: "failed";
  readonly code: ErrorCode;
  /** The last one; null when no model could be called at all. */
  readonly failure: Failure | null;
  /** The model that failed last. */
  readonly model: Model | null;
  /** Milliseconds until asking again makes sense, when that is known. */
  readonly retryAfterMs: number | null;
  /** What was sent before. */
  readonly text: string;
  /** What each model failed of, where several were asked. */
  readonly voices?: readonly ModelAnswer[];
}

/** Why no model answered: what the last one that was called failed of, or that all of them rest. */
export function failedAnswer(
  notOpened: readonly NotOpened[],
  broken: Attempt | null,
  text: string,
): FailedAnswer {
  const failures = notOpened.flatMap(({ model, failure }) => (failure ? [{ model, failure }] : []));
  const last = failures.at(-1) ?? (broken && { model: broken.model, failure: broken.failure ?? nothingSaid });
  const rests = notOpened.map(({ restsForMs }) => restsForMs).filter((ms) => ms > 0);
  return {
    kind: "failed",
    code: last ? failureTable[last.failure.class].code : "model_unavailable",
    failure: last?.failure ?? null,
    model: last?.model ?? null,
    retryAfterMs: rests.length > 0 ? Math.min(...rests) : null,
    text,
  };
}

/** It came to its end, but of all that it said nothing could be given out. */
const nothingSaid: Failure = { class: "empty", code: null, retryAfterMs: null };
