import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { errorTable, type ErrorCode } from "../../contract/errors.ts";
import { AppError, refuse, type Refusal } from "../../core/errors.ts";
import { EmbedError } from "../../core/retrieval/embedder.ts";
import { logBroken, RefusedError } from "../problem.ts";

/** An error as OpenAI writes it. */
export interface OpenaiError {
  readonly message: string;
  readonly type: string;
  /** The request's member that is wrong, dotted. */
  readonly param: string | null;
  readonly code: string | null;
}

/** A refusal in OpenAI's terms: its status, and a code of its own where its clients know one. */
export class OpenaiRefusal extends Error {
  readonly status: number;
  readonly error: OpenaiError;
  readonly retryAfterMs: number | null;

  constructor(status: number, error: OpenaiError, retryAfterMs: number | null = null) {
    super(error.code ?? error.type);
    this.status = status;
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

export function modelNotFound(model: string): OpenaiRefusal {
  const message = `There is no model ${JSON.stringify(model)} that this key may use. GET /v1/models lists them.`;
  return new OpenaiRefusal(404, {
    message,
    type: "invalid_request_error",
    param: "model",
    code: "model_not_found",
  });
}

/** The one catch of `/v1`: what the rest of the server says as a problem, in OpenAI's shape. */
export function handleOpenaiError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  // The client left, and what it asked for ended with it: nobody is there to read an answer.
  if (reply.raw.destroyed) return reply.hijack();
  const { status, error: body, retryAfterMs } = refusalOf(error, request);
  if (status === 401) reply.header("www-authenticate", "Bearer");
  if (status === 429 || status === 503)
    reply.header("retry-after", String(Math.ceil((retryAfterMs ?? 1000) / 1000)));
  return reply
    .code(status)
    .type("application/json")
    .send(JSON.stringify({ error: body }));
}

function refusalOf(error: FastifyError, request: FastifyRequest): OpenaiRefusal {
  if (error instanceof OpenaiRefusal) return error;
  if (error instanceof RefusedError) return fromRefusal(error.refusal);
  if (error.validation) {
    const [issue] = error.validation;
    const param = issue?.instancePath.replace(/^\//, "").replaceAll("/", ".") ?? "";
    const detail = `${param === "" ? "The body" : param} ${issue?.message ?? "is not valid"}`;
    return fromRefusal(refuse("bad_request", detail), param === "" ? null : param);
  }
  if (error.statusCode === 413)
    return fromRefusal(refuse("payload_too_large", "The request body is too large."));
  const isClientFault = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  if (isClientFault)
    return fromRefusal(
      refuse("bad_request", "The request cannot be read: check its JSON and its content type."),
    );
  if (error instanceof EmbedError && error.inputRefused) return inputRefused(error);
  logBroken(request, error, "request_broke");
  if (error instanceof EmbedError)
    return fromRefusal({
      ...refuse(error.code, errorTable[error.code].title),
      retryAfterMs: error.failure.retryAfterMs ?? 1000,
    });
  if (error instanceof AppError) return fromRefusal(refuse(error.code, errorTable[error.code].title));
  return fromRefusal(refuse("internal", "Something failed on our side. The x-request-id helps to find it."));
}

function inputRefused({ failure }: EmbedError): OpenaiRefusal {
  const message = "The embedder refuses this input.";
  return new OpenaiRefusal(400, {
    message,
    type: "invalid_request_error",
    param: "input",
    code: failure.class,
  });
}

function fromRefusal(
  { refused, detail, errors, retryAfterMs }: Refusal,
  param: string | null = null,
): OpenaiRefusal {
  const { status, type, code } = dressOf(refused);
  const [first] = errors ?? [];
  const message = first ? `${detail} ${first.path}: ${first.message}` : detail;
  return new OpenaiRefusal(
    status,
    { message, type, param: param ?? first?.path ?? null, code },
    retryAfterMs,
  );
}

/** OpenAI's own status, type and code where its clients act on them. */
function dressOf(code: ErrorCode): { status: number; type: string; code: string | null } {
  switch (code) {
    case "validation_error":
      return { status: 400, type: "invalid_request_error", code: null };
    case "unauthorized":
      return { status: 401, type: "invalid_request_error", code: "invalid_api_key" };
    case "rate_limited":
      return { status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" };
    default: {
      const { status } = errorTable[code];
      return { status, type: status >= 500 ? "server_error" : "invalid_request_error", code };
    }
  }
}
