import type { ClockDep } from "../clock.ts";
import type { RandomDep } from "../random.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { Call } from "./call.ts";
import { attemptTimer } from "./attemptTimer.ts";
import { usageRow } from "./attemptRow.ts";
import type { Model, ModelEvent, TokenUsage, FinishReason } from "./model.ts";
import { ModelError, type Failure } from "./modelError.ts";
import type { Admission } from "./modelHealth.ts";
import type { AttemptOutcome, UsageDep } from "./usage.ts";

export type AttemptDeps = ClockDep & RandomDep & TelemetryDep & UsageDep;

/** One call of one model. Whoever starts it must close it, or read it to a failure; either writes its one row. */
export interface Attempt {
  readonly model: Model;
  /** True when the first content came, which is kept for `next`; false when it failed or was closed before. */
  begin(): Promise<boolean>;
  /** What arrived since; null after the finish, a failure or `close`. Throws the signal's reason when that aborts. */
  next(): Promise<readonly ModelEvent[] | null>;
  /** Why it ended without a finish. */
  readonly failure: Failure | null;
  /** Null until the model has finished. */
  readonly finish: { readonly reason: FinishReason; readonly usage: TokenUsage } | null;
  /** Ends it, its socket included, with the outcome that its row gets. Later calls change nothing. */
  close(outcome: Exclude<AttemptOutcome, "failed">): void;
}

/** Leave to call a model. */
export interface Admitted {
  readonly model: Model;
  readonly admission: Admission;
  /** Counts the calls of this model on its way to this first content. */
  readonly tries: number;
}

/** Calls the model at once; what comes is read by `begin` and `next`. */
export function startAttempt(
  deps: AttemptDeps,
  { model, admission, tries }: Admitted,
  call: Call,
  signal: AbortSignal,
): Attempt {
  const control = new AbortController();
  const started = { at: deps.clock.now(), elapsed: deps.clock.elapsed() };
  const request = call.requestFor(model);
  let expired: Failure | null = null;
  const timer = attemptTimer(deps, model.timers, (expiredAs) => {
    expired = { class: expiredAs, code: null, retryAfterMs: null };
    control.abort(calledOff);
  });
  const follow = () => control.abort(signal.reason);
  signal.addEventListener("abort", follow, { once: true });
  if (signal.aborted) follow();

  const seen = { opened: false, content: false, characters: 0 };
  let firstContentMs: number | null = null;
  let finishedAt: number | null = null;
  let early: ModelEvent[] | null = [];
  let failure: Failure | null = null;
  let finish: Attempt["finish"] = null;
  let closed = false;
  let isBug = false;
  const stream = model.stream(request, control.signal)[Symbol.asyncIterator]();

  const end = (outcome: AttemptOutcome) => {
    if (closed) return;
    closed = true;
    timer.stop();
    signal.removeEventListener("abort", follow);
    if (outcome === "failed" && failure) {
      const { class: failed, code } = failure;
      deps.telemetry.warn("model_failed", {
        model: model.id,
        class: failed,
        code,
        try: tries,
        began: seen.content,
      });
    }
    if (outcome === "failed" && failure && !isBug) admission.failed(failure);
    else if (finish && outcome !== "failed") admission.succeeded();
    else admission.released();
    // A bridge may have something to put away; the answer is whole by then, so how that goes changes nothing.
    if (finish) void stream.return?.().catch(() => undefined);
    else control.abort(calledOff);
    const latencyMs = (finishedAt ?? deps.clock.elapsed()) - started.elapsed;
    const took = { at: started.at, firstContentMs, latencyMs, opened: seen.opened };
    const usage = { told: finish?.usage ?? null, characters: seen.characters, request };
    const row = usageRow({ id: deps.random.id(), call, model, tries, outcome, failure, took, usage });
    call.attempts.push(row);
    deps.usage.attempt(row);
  };
  const fail = (as: Failure) => {
    failure = as;
    end("failed");
  };

  const note = (events: readonly ModelEvent[]) => {
    for (const event of events) {
      if (event.type === "open") {
        seen.opened = true;
        timer.opened();
      } else if (event.type === "finish") {
        finish = { reason: event.reason, usage: event.usage };
        finishedAt = deps.clock.elapsed();
      } else {
        const text = event.type === "tool_call" ? event.arguments : event.text;
        seen.characters += text.length;
        // Blanks alone are no content yet: a model that gives nothing else can still be replaced unseen.
        seen.content ||= event.type === "tool_call" || (event.type !== "reasoning" && text.trim() !== "");
        timer.active();
      }
    }
  };

  /** Null at any end; what it is stands in `finish`, `failure` or `closed`. */
  const read = async (): Promise<readonly ModelEvent[] | null> => {
    if (finish || closed) return null;
    try {
      const next = await stream.next();
      if (next.done !== true) {
        const events = request.tools ? next.value : next.value.filter(({ type }) => type !== "tool_call");
        note(events);
        if (finish) timer.stop();
        return events;
      }
      fail({ class: "truncated", code: null, retryAfterMs: null });
    } catch (cause) {
      // Called off by the winner of a race: there is nobody to tell.
      if (closed && !signal.aborted) return null;
      if (signal.aborted) {
        end("cancelled");
        throw signal.reason;
      }
      if (!expired && !(cause instanceof ModelError)) {
        // Ours, not the model's: a request that trips over it must not shut the model for others.
        isBug = true;
        fail({ class: "malformed", code: "bug", retryAfterMs: null });
        throw cause;
      }
      fail(expired ?? (cause instanceof ModelError ? cause.failure : internalFailure));
    }
    return null;
  };

  return {
    model,
    async begin() {
      for (let batch = await read(); batch; batch = await read()) {
        early?.push(...batch);
        if (seen.content) {
          firstContentMs = deps.clock.elapsed() - started.elapsed;
          admission.began(firstContentMs);
          return !closed;
        }
        if (finish) break;
      }
      if (finish && !closed) fail(emptyAnswer(finish));
      return false;
    },
    next() {
      const batch = early;
      if (!batch || batch.length === 0 || failure) return read();
      early = null;
      return Promise.resolve(batch);
    },
    get failure() {
      return failure;
    },
    get finish() {
      return finish;
    },
    close: end,
  };
}

/** One for all: an error for each attempt that is called off costs more than the calling off. */
const calledOff = new Error("the attempt was called off");
const internalFailure: Failure = { class: "malformed", code: null, retryAfterMs: null };

function emptyAnswer({ reason }: { readonly reason: FinishReason }): Failure {
  // All that the asker allowed was spent on thoughts.
  if (reason === "length") return { class: "invalid_request", code: "max_tokens", retryAfterMs: null };
  return { class: reason === "content_filter" ? "content_filter" : "empty", code: null, retryAfterMs: null };
}
