import { setTimeout as pause } from "node:timers/promises";
import type { Model } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { noUsage } from "../../core/answering/tokenUsage.ts";

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
    name: "scripted",
    window: 128_000,
    maxOutput: null,
    price: null,
    weight: 1,
    timers: { connectMs: 5_000, firstContentMs: 15_000, idleMs: 20_000, totalMs: 90_000 },
    continues: true,
    keyVariable: null,
    async *stream(_request, signal) {
      const { pieces, pieceMs = 0, ending = "stop" } = typeof script === "function" ? script() : script;
      for (const text of pieces) {
        if (pieceMs > 0) await pause(pieceMs, undefined, { signal });
        signal.throwIfAborted();
        yield [{ type: "text", text }];
      }
      if (ending === "failure")
        throw new ModelError({ class: "server_error", code: "script", retryAfterMs: null });
      if (ending === "silence") await pause(3_600_000, undefined, { signal, ref: false });
      if (ending === "truncation") return;
      const usage = { ...noUsage, inputTokens: 1, outputTokens: pieces.length, estimated: true };
      yield [{ type: "finish", reason: "stop", usage }];
    },
  };
}
