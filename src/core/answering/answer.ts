import type { TelemetryDep } from "../telemetry.ts";
import { AppError } from "../errors.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import type { FinishReason, Model, ModelRequest, TokenUsage } from "./model.ts";
import { citationFilter } from "./citations.ts";

/** What became of the question: an answer, or the reason why no model gave one. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly text: string;
      readonly model: string;
      readonly provider: string;
      readonly usage: TokenUsage;
      readonly reason: FinishReason;
      /** Numbers of the sources that the text cites. */
      readonly cited: readonly number[];
    }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly text: string };

/**
 * Asks the models in order until one gives content, and yields its text with markers that point nowhere removed.
 * After the first content there is no way back: a model that fails then ends the answer.
 */
export async function* answer(
  deps: TelemetryDep,
  models: readonly Model[],
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<string, Answer> {
  let failure: ErrorCode = "model_unavailable";
  for (const model of models) {
    const attempt = yield* askOne(model, request, signal);
    if (attempt.kind === "answered" || attempt.text !== "") return attempt;
    failure = attempt.code;
    deps.telemetry.warn("model_failed", { model: model.id, code: failure });
  }
  return { kind: "failed", code: failure, text: "" };
}

async function* askOne(
  model: Model,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<string, Answer> {
  const citations = citationFilter(request.evidence.map((evidence) => evidence.n));
  let text = "";
  let blank = "";
  try {
    for await (const event of model.stream(request, signal)) {
      const settled = event.type === "text" ? citations.push(event.text) : citations.end();
      // Blanks alone are no content yet: a model that gives nothing else can still be replaced unseen.
      const piece = blank + settled;
      blank = text === "" && piece.trim() === "" ? piece : "";
      if (blank === "" && piece !== "") {
        text += piece;
        yield piece;
      }
      if (event.type !== "finish") continue;
      if (text === "") return { kind: "failed", code: "model_unavailable", text: "" };
      const { usage, reason } = event;
      return {
        kind: "answered",
        text,
        model: model.id,
        provider: model.provider,
        usage,
        reason,
        cited: citations.cited(),
      };
    }
    return { kind: "failed", code: "model_unavailable", text };
  } catch (cause) {
    if (signal.aborted || !(cause instanceof AppError)) throw cause;
    return { kind: "failed", code: cause.code, text };
  }
}
