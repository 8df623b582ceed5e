import type { Call } from "./call.ts";
import type { Model, ModelEvent } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { Failure } from "./modelError.ts";
import { isOpened, openModel, type NotOpened, type OpeningDeps } from "./opening.ts";
import { writtenText } from "./writtenText.ts";

export type ToolCallEvent = Extract<ModelEvent, { readonly type: "tool_call" }>;

export interface WholeAnswer {
  readonly answer: ModelAnswer;
  /** Null once it got to content. */
  readonly notOpened: NotOpened | null;
  /** What it would have tools do. */
  readonly toolCalls: readonly ToolCallEvent[];
}

/** One model's way to its whole answer. */
export interface AnswerRun {
  readonly model: Model;
  /** Rejects with the signal's reason, or with a bug. */
  readonly ended: Promise<WholeAnswer>;
  /** Calls it off, if it has not ended. */
  readonly lose: () => void;
}

/** Asks one model, its retries included, and reads its answer to the end. Marks that are not `citable` are dropped. */
export function askWhole(
  deps: OpeningDeps,
  model: Model,
  call: Call,
  citable: readonly number[] | null,
  signal: AbortSignal,
): AnswerRun {
  const started = deps.clock.elapsed();
  const opening = openModel(deps, model, call, signal);
  const read = async (): Promise<WholeAnswer> => {
    const attempt = await opening.result;
    const firstContentMs = isOpened(attempt) ? deps.clock.elapsed() - started : null;
    const written = writtenText(citable);
    const toolCalls: ToolCallEvent[] = [];
    const say = (failure: Failure | null): ModelAnswer => ({
      model,
      failure,
      text: written.text,
      reason: null,
      usage: null,
      cited: written.cited(),
      firstContentMs,
      latencyMs: deps.clock.elapsed() - started,
    });
    if (!isOpened(attempt)) {
      const failure = attempt.failure ?? resting(attempt);
      return { answer: say(failure), notOpened: attempt, toolCalls };
    }
    try {
      for (let batch = await attempt.next(); batch; batch = await attempt.next()) {
        written.push(batch);
        toolCalls.push(...batch.filter((event) => event.type === "tool_call"));
      }
      const { finish, failure } = attempt;
      if (!finish) return { answer: say(failure ?? lost), notOpened: null, toolCalls };
      written.end();
      attempt.close(written.isEmpty() ? "lost" : "won");
      const answer = written.isEmpty() ? say(emptyAnswer) : { ...say(null), ...finish };
      return { answer, notOpened: null, toolCalls };
    } finally {
      attempt.close("cancelled");
    }
  };
  return { model, ended: read(), lose: opening.lose };
}

function resting({ restsForMs }: NotOpened): Failure {
  return { class: "overloaded", code: "breaker_open", retryAfterMs: restsForMs };
}

const lost: Failure = { class: "cancelled", code: null, retryAfterMs: null };
const emptyAnswer: Failure = { class: "empty", code: null, retryAfterMs: null };
