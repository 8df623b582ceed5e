import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { errorTable, type ErrorCode, type Problem } from "../contract/errors.ts";
import { AppError, isRefusal, type FieldError, type Refusal } from "../core/errors.ts";

/** A refusal on its way to the error handler. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

/** The result, or the refusal as an answer to the client. */
export function granted<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new RefusedError(result);
  return result;
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  detail: string,
  { errors, retryAfterMs = 1000 }: Pick<Refusal, "errors" | "retryAfterMs"> = {},
) {
  const { status, title } = errorTable[code];
  const problem: Problem = {
    type: `about:blank/${code}`,
    title,
    status,
    detail,
    code,
    instance: request.url.split("?")[0] ?? "/",
    request_id: request.id,
    ...(errors && { errors: [...errors] }),
  };
  if (status === 429 || status === 503) reply.header("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  if (status === 401) reply.header("www-authenticate", "Bearer");
  return reply.code(status).type("application/problem+json").send(JSON.stringify(problem));
}

/** The one catch: refusals and operational failures say what they are, everything else is `internal`. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  // The client left: nobody is there to read an answer.
  if (reply.raw.destroyed) return reply.hijack();
  if (error instanceof RefusedError) {
    const { refused, detail, ...more } = error.refusal;
    return sendProblem(request, reply, refused, detail, more);
  }
  if (error.validation) {
    const errors = fieldErrors(error);
    return sendProblem(request, reply, "validation_error", "Some fields are not valid.", { errors });
  }
  // The client left while it was sending: no fault of ours, and nobody is there to read the answer.
  if (request.raw.destroyed && !request.raw.complete)
    return sendProblem(request, reply, "bad_request", "The request was broken off.");
  const known = codeOf(error);
  if (!known || error instanceof AppError) logBroken(request, error, "request_broke");
  if (known) return sendProblem(request, reply, known[0], known[1]);
  return sendProblem(
    request,
    reply,
    "internal",
    "Something failed on our side. The request id helps to find it in the logs.",
  );
}

function codeOf(error: FastifyError): readonly [ErrorCode, string] | null {
  if (error instanceof AppError)
    return [error.code, error.retryable ? "Please try again in a moment." : errorTable[error.code].title];
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE")
    return ["bad_request", "The content type is not one this route takes."];
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return ["payload_too_large", "The request body is too large."];
  if (error.statusCode === 413) return ["payload_too_large", "The content is too large."];
  const isClientFault = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return isClientFault
    ? ["bad_request", "The request cannot be read: check its JSON and its content type."]
    : null;
}

/** `field.sub.0` paths with the reason of each. */
export function fieldErrors(error: FastifyError): FieldError[] {
  return (error.validation ?? []).map((issue) => ({
    path: issue.instancePath.replace(/^\//, "").replaceAll("/", ".") || (error.validationContext ?? "body"),
    message: issue.message ?? "is not valid",
  }));
}

/** Messages of foreign errors may quote user data, so only their places are logged; ours say what failed. */
export function logBroken({ log }: FastifyRequest, cause: unknown, event: string): void {
  if (cause instanceof AppError) return log.warn({ code: cause.code, reason: cause.message }, event);
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  const places = stack.split("\n").filter((line) => /^\s+at /.test(line));
  log.error({ reason: cause instanceof Error ? cause.name : typeof cause, stack: places.slice(0, 8) }, event);
}
