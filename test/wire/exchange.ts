import type { ModelProfile } from "../../src/adapters/models/httpModel.ts";
import type {
  FinishReason,
  Model,
  ModelEvent,
  ModelRequest,
  TokenUsage,
} from "../../src/core/answering/model.ts";
import { type Failure, ModelError } from "../../src/core/answering/modelError.ts";

/** All that an answer came to. */
export interface Exchange {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  /** Both null unless it finished. */
  readonly finish: FinishReason | null;
  readonly usage: TokenUsage | null;
  /** Null when it finished. */
  readonly failure: Failure | null;
  /** `open` and `finish` included. */
  readonly events: number;
}

export const question: ModelRequest = {
  question: "¿Qué dice?",
  messages: [{ role: "user", content: "¿Qué dice?" }],
  evidence: [],
  locale: "es",
};

/** Runs a model to its end. A hang fails: `limitMs` is far beyond anything on loopback. */
export async function exchange(model: Model, request = question, limitMs = 15_000): Promise<Exchange> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(new Error("the model hangs")), limitMs);
  const fold = foldEvents();
  let failure: Failure | null = null;
  try {
    for await (const batch of model.stream(request, control.signal))
      for (const event of batch) fold.add(event);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    failure = error.failure;
  } finally {
    clearTimeout(timer);
  }
  const folded = fold.result();
  if (!folded.finish && !failure) throw new Error("the stream ended without a finish and without an error");
  return { ...folded, failure };
}

/** Puts events together, and throws when they come in an order that the port forbids. */
export function foldEvents() {
  const said = { text: "", reasoning: "", refusal: "" };
  const callByIndex = new Map<number, { id: string; name: string; arguments: string }>();
  let finish: FinishReason | null = null;
  let usage: TokenUsage | null = null;
  let events = 0;
  return {
    add(event: ModelEvent): void {
      events += 1;
      if (finish) throw new Error(`${event.type} behind the finish`);
      if (event.type === "open") {
        if (events > 1) throw new Error("open is not the first event");
      } else if (event.type === "finish") {
        finish = event.reason;
        usage = event.usage;
      } else if (event.type === "tool_call") {
        const call = callByIndex.get(event.index) ?? { id: "", name: "", arguments: "" };
        callByIndex.set(event.index, call);
        if (event.id !== undefined) call.id = event.id;
        if (event.name !== undefined) call.name = event.name;
        call.arguments += event.arguments;
      } else {
        said[event.type] += event.text;
      }
    },
    result(): Omit<Exchange, "failure"> {
      return { ...said, toolCalls: [...callByIndex.values()], finish, usage, events };
    },
  };
}

/** Of a model whose answers alone matter. */
export const profile: ModelProfile = {
  id: "replayed",
  provider: "replayed",
  name: "m",
  window: 128_000,
  maxOutput: null,
  price: null,
  weight: 1,
  timers: { connectMs: 5000, firstContentMs: 15_000, idleMs: 20_000, totalMs: 90_000 },
  continues: true,
  keyVariable: null,
};
