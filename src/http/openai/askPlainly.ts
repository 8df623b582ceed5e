import { askModels, type PlainQuestion } from "../../core/answering/askModels.ts";
import { costOf, usageView } from "../../core/answering/attemptRow.ts";
import type { FailedAnswer } from "../../core/answering/failedAnswer.ts";
import type { FailureClass } from "../../core/answering/modelError.ts";
import { errorTable } from "../../contract/errors.ts";
import type { HttpDeps } from "../deps.ts";
import type { CompletionParts } from "./completion.ts";
import { OpenaiRefusal } from "./errors.ts";

/** Asks models or a strategy, without documents. */
export async function* askPlainly(
  deps: HttpDeps,
  question: PlainQuestion,
  signal: AbortSignal,
): CompletionParts {
  const { answer, attempts } = yield* askModels(deps, question, signal);
  if (answer.kind === "failed") return { kind: "failed", refusal: refusalOf(answer) };
  const extra = {
    model: answer.model.id,
    attempts: attempts.length,
    cost_usd: costOf(attempts),
    cached: answer.cached ?? false,
  };
  return { kind: "answered", reason: answer.reason, usage: usageView(answer.usage), extra };
}

/** Why no model answered: the class of the last failure, never a vendor's words. */
function refusalOf({ code, failure, model, retryAfterMs }: FailedAnswer): OpenaiRefusal {
  const why = failure?.class ?? "breaker_open";
  const variable = model?.keyVariable ?? null;
  const isKey = failure !== null && (failure.class === "auth" || failure.class === "quota");
  const hint = isKey && variable !== null ? ` Check the key in ${variable}.` : "";
  const by = model
    ? ` The last one asked, ${model.id}, failed: ${why}.`
    : " All of them rest after failures.";
  const message = `No model could answer.${by}${hint}`;
  // Asked again it would be refused again, and OpenAI's clients ask again after a 503.
  if (failure && aboutRequest.includes(failure.class))
    return new OpenaiRefusal(400, { message, type: "invalid_request_error", param: null, code: codeOf(why) });
  const { status } = errorTable[code];
  return new OpenaiRefusal(status, { message, type: "server_error", param: null, code: why }, retryAfterMs);
}

const aboutRequest: readonly FailureClass[] = ["invalid_request", "context_length", "content_filter"];

/** The one class for which OpenAI has a code of its own. */
function codeOf(why: string): string {
  return why === "context_length" ? "context_length_exceeded" : why;
}
