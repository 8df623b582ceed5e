import { turnEventSchemas } from "../../contract/events.ts";
import type { Source } from "../../contract/retrieval.ts";
import { errorTable } from "../../contract/errors.ts";
import type { LoggedEvent, Turn } from "../../core/sessions/turn.ts";
import { openPassingJournal } from "../../core/sessions/turnJournal.ts";
import type { HttpDeps } from "../deps.ts";
import type { CompletionParts, Ending } from "./completion.ts";
import { OpenaiRefusal } from "./errors.ts";

/**
 * Asks over a workspace's documents: a turn that is kept nowhere, and that ends when nobody reads it any more.
 * Throws the signal's reason when that aborts.
 */
export async function* askDocuments(deps: HttpDeps, turn: Turn, signal: AbortSignal): CompletionParts {
  const read = await deps.runner.start(turn, openPassingJournal(deps, turn));
  const leave = () => void deps.runner.cancel(turn.id);
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  let sources: readonly Source[] = [];
  try {
    for await (const batch of read(0, new AbortController().signal)) {
      for (const event of batch) {
        const value: unknown = JSON.parse(event.data);
        if (event.event === "chunk")
          yield { type: "text", text: turnEventSchemas.chunk.parse(value).content };
        else if (event.event === "info" && turnEventSchemas.info.parse(value).code === "cached")
          yield { type: "cached" };
        else if (event.event === "sources") ({ sources } = turnEventSchemas.sources.parse(value));
        const ending = endingOf(event, value, sources);
        if (!ending) continue;
        // A turn that was cancelled ends in `done` as well, and there is nobody left to send it to.
        signal.throwIfAborted();
        return ending;
      }
    }
    return { kind: "failed", refusal: refused(503, "interrupted", "The answer was interrupted.", null) };
  } finally {
    signal.removeEventListener("abort", leave);
    // After its end this changes nothing.
    leave();
  }
}

function endingOf({ event }: LoggedEvent, value: unknown, sources: readonly Source[]): Ending | null {
  if (event === "done") {
    const { usage, cost_usd, metadata } = turnEventSchemas.done.parse(value);
    const extra = {
      model: metadata.model ?? "",
      attempts: metadata.attempts?.length ?? 0,
      cost_usd: cost_usd ?? null,
      cached: metadata.cached ?? false,
      sources,
    };
    return { kind: "answered", reason: metadata.finish_reason ?? "stop", usage: usage ?? null, extra };
  }
  if (event !== "error") return null;
  const { error, message, retry_after_ms } = turnEventSchemas.error.parse(value);
  const { status } = errorTable[error];
  return { kind: "failed", refusal: refused(status, error, message, retry_after_ms ?? null) };
}

function refused(status: number, code: string, message: string, retryAfterMs: number | null): OpenaiRefusal {
  return new OpenaiRefusal(status, { message, type: "server_error", param: null, code }, retryAfterMs);
}
