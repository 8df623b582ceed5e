import type { FailureClass } from "../../core/answering/modelError.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { bodyError, httpFailure } from "./httpFailure.ts";
import { isRecord, recordOf, textOf } from "./json.ts";

/** Errors that never reached a server, or read what came from it, by the name the AI SDK gives them. */
const classByName: Readonly<Record<string, FailureClass>> = {
  AI_LoadAPIKeyError: "auth",
  AI_LoadSettingError: "auth",
  AI_NoSuchModelError: "invalid_request",
  AI_InvalidArgumentError: "invalid_request",
  AI_InvalidPromptError: "invalid_request",
  AI_UnsupportedFunctionalityError: "invalid_request",
};

/**
 * What went wrong in a provider of the AI SDK, told by shape: its classes are not ours to import. The error itself is
 * not kept as the cause, because it carries the whole request.
 */
export function aiSdkError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  const { statusCode, responseHeaders, responseBody, name, cause, code } = recordOf(error);
  if (typeof statusCode === "number" && (statusCode < 200 || statusCode > 299)) {
    const reply = { status: statusCode, headers: headersOf(responseHeaders), body: textOf(responseBody) };
    return new ModelError(httpFailure(reply, Date.now()));
  }
  const known = classByName[textOf(name)];
  if (known !== undefined) return failed(known, textOf(name));
  const socketCode = textOf(code) || textOf(recordOf(cause)["code"]) || textOf(innermost(cause)["code"]);
  if (error instanceof Error) {
    const unanswered = socketCode !== "" || (name === "AI_APICallError" && statusCode === undefined);
    return unanswered ? failed("network", socketCode || null) : failed("malformed", error.name);
  }
  return bodyError(isRecord(error) ? error : { error: { message: textOf(error) } });
}

function innermost(cause: unknown): Readonly<Record<string, unknown>> {
  return recordOf(recordOf(cause)["cause"]);
}

function headersOf(headers: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(headers)).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
  );
}

function failed(failureClass: FailureClass, code: string | null): ModelError {
  return new ModelError({ class: failureClass, code, retryAfterMs: null });
}
