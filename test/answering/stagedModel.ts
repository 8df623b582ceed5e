import type { Model, ModelEvent, ModelRequest } from "../../src/core/answering/model.ts";
import { ModelError, type Failure, type FailureClass } from "../../src/core/answering/modelError.ts";
import { noUsage } from "../../src/core/answering/tokenUsage.ts";

/** One call of a staged model, told what to do by the test. */
export interface StagedCall {
  readonly request: ModelRequest;
  readonly aborted: boolean;
  open(): void;
  text(...pieces: string[]): void;
  send(...events: ModelEvent[]): void;
  finish(reason?: "stop" | "length" | "content_filter"): void;
  fail(as: FailureClass, more?: Partial<Failure>): void;
  /** Ends without a finish. */
  end(): void;
}

export interface StagedModel extends Model {
  readonly calls: readonly StagedCall[];
  /** The newest one; throws when there is none. */
  readonly call: StagedCall;
}

/** A model whose every step is made by the test, so that time is the test's alone. */
export function stagedModel(id: string, more: Partial<Model> = {}): StagedModel {
  const calls: StagedCall[] = [];
  return {
    id,
    provider: "staged",
    name: id,
    window: 8_000,
    maxOutput: null,
    price: { input: 1, output: 2 },
    weight: 1,
    timers: { connectMs: 5_000, firstContentMs: 15_000, idleMs: 20_000, totalMs: 90_000 },
    continues: true,
    keyVariable: null,
    ...more,
    calls,
    get call() {
      const latest = calls.at(-1);
      if (!latest) throw new Error(`${id} was not called`);
      return latest;
    },
    stream(request, signal) {
      const queue: (() => readonly ModelEvent[] | null)[] = [];
      let wake = Promise.withResolvers<void>();
      const put = (step: () => readonly ModelEvent[] | null) => {
        queue.push(step);
        wake.resolve();
      };
      const send = (...events: ModelEvent[]) => put(() => events);
      calls.push({
        request,
        get aborted() {
          return signal.aborted;
        },
        open: () => send({ type: "open" }),
        text: (...pieces) => send(...pieces.map((text) => ({ type: "text", text }) as const)),
        send,
        finish: (reason = "stop") =>
          send({
            type: "finish",
            reason,
            usage: { ...noUsage, inputTokens: 10, outputTokens: 5, estimated: false },
          }),
        fail: (as, failure) =>
          put(() => {
            throw new ModelError({ class: as, code: null, retryAfterMs: null, ...failure });
          }),
        end: () => put(() => null),
      });
      signal.addEventListener("abort", () => wake.resolve());
      return (async function* events() {
        for (;;) {
          if (signal.aborted) throw signal.reason;
          const step = queue.shift();
          if (!step) {
            wake = Promise.withResolvers();
            await wake.promise;
            continue;
          }
          const batch = step();
          if (!batch) return;
          yield batch;
        }
      })();
    },
  };
}
