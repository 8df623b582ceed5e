import { setTimeout as pause } from "node:timers/promises";
import type { Model } from "../../core/answering/model.ts";
import { AppError } from "../../core/errors.ts";

export interface Script {
  /** Said one after the other. */
  readonly pieces: readonly string[];
  /** Before each piece. */
  readonly pieceMs?: number;
  /** What happens behind the last piece. */
  readonly ending?: "stop" | "failure" | "silence" | "truncation";
}

/** A model that follows a script: for tests, benches and trying a client without any provider. */
export function createScriptedModel(script: Script | (() => Script), id = "scripted"): Model {
  return {
    id,
    provider: "scripted",
    async *stream(_request, signal) {
      const { pieces, pieceMs = 0, ending = "stop" } = typeof script === "function" ? script() : script;
      for (const text of pieces) {
        if (pieceMs > 0) await pause(pieceMs, undefined, { signal });
        signal.throwIfAborted();
        yield { type: "text", text };
      }
      if (ending === "failure")
        throw new AppError("model_unavailable", "the script says so", { retryable: true });
      if (ending === "silence") await pause(3_600_000, undefined, { signal, ref: false });
      if (ending === "truncation") return;
      const usage = { inputTokens: 1, outputTokens: pieces.length, estimated: true };
      yield { type: "finish", reason: "stop", usage };
    },
  };
}
