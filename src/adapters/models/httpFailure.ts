import { type Failure, type FailureClass, ModelError } from "../../core/answering/modelError.ts";
import { type ErrorBody, readErrorJson, readErrorText } from "./errorBody.ts";
import { retryAfterMs } from "./retryAfter.ts";

export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What a status other than 2xx means. `now` in milliseconds since the epoch. */
export function httpFailure({ status, headers, body }: HttpReply, now: number): Failure {
  const told = readErrorText(body);
  return {
    class: classOf(told, status),
    code: told.code ?? `HTTP ${String(status)}`,
    retryAfterMs: retryAfterMs(headers, told.json, status === 429, now),
  };
}

/** The error that stands inside a success: a whole body, or one event of a stream, in any vendor's shape. */
export function bodyError(body: unknown): ModelError {
  const told = readErrorJson(body);
  return new ModelError({
    class: classOf(told, told.status ?? (badRequest.test(told.words) ? 400 : 500)),
    code: told.code ?? (told.status === null ? null : `HTTP ${String(told.status)}`),
    retryAfterMs: retryAfterMs({}, body, false, 0),
  });
}

/** A vendor's machine words are surer than its status, the status than its prose; which few vendors can do without. */
function classOf({ words, prose }: ErrorBody, status: number): FailureClass {
  if (status === 413) return "context_length";
  for (const [failure, pattern] of classByWord) if (pattern.test(words)) return failure;
  for (const [failure, among, pattern] of classByProse) {
    if (among(status) && pattern.test(prose)) return failure;
  }
  return classByStatus.get(status) ?? (status >= 500 ? "server_error" : "invalid_request");
}

const classByStatus: ReadonlyMap<number, FailureClass> = new Map([
  [401, "auth"],
  [402, "quota"],
  [403, "auth"],
  [408, "server_error"],
  [425, "server_error"],
  [429, "rate_limited"],
  [503, "overloaded"],
  [529, "overloaded"],
]);

const badRequest = /invalid_request|invalid_argument|tool_use_failed|json_validate_failed|not_found/u;

/** The first that fits counts: what is overdrawn is told as a rate limit too, a bad key as a bad request. */
const classByWord: readonly (readonly [FailureClass, RegExp])[] = [
  [
    "context_length",
    /context_length|context_window|exceed_context|too_many_(?:prompt_)?tokens|prompt_too_long|request_too_large|string_above_max/u,
  ],
  [
    "content_filter",
    /content_filter|content_policy|responsibleai|moderation|prohibited_content|invalid_prompt|\bsafety\b/u,
  ],
  [
    "quota",
    /insufficient_(?:quota|balance|credit|funds)|billing|payment_required|credit_balance|budget_exceeded/u,
  ],
  ["auth", /invalid_api_key|api_key_invalid|authentication|unauthenticated|unauthorized/u],
  ["overloaded", /overloaded|\bunavailable\b|service_unavailable|capacity_exceeded|server_busy/u],
  ["rate_limited", /rate_?limit|resource_exhausted|too_many_requests|throttl/u],
];

const refusal = (status: number) => status >= 400 && status < 500 && status !== 429;
const unpaid = (status: number) => status === 400 || status === 403 || status === 429;
const broken = (status: number) => status >= 500;

const classByProse: readonly (readonly [FailureClass, (status: number) => boolean, RegExp])[] = [
  [
    "context_length",
    refusal,
    new RegExp(
      [
        String.raw`max(?:imum)? context|context (?:length|window|size)|length of (?:all )?messages is too long`,
        String.raw`(?:prompt|input|request) (?:is )?too (?:long|large)|too many (?:input |prompt )?tokens`,
        String.raw`reduce the length of|token count.{0,80}exceed|tokens.{0,40}exceed.{0,40}(?:limit|maximum)`,
        String.raw`exceeds? the (?:maximum|model.s|limit).{0,60}tokens`,
      ].join("|"),
      "iu",
    ),
  ],
  [
    "content_filter",
    (status) => status === 400 || status === 403,
    /content management policy|content policy|blocked by content|content filter|safety filter|usage (?:policy|policies|guidelines)|flagged (?:as|by|for)/iu,
  ],
  [
    "quota",
    unpaid,
    /insufficient (?:balance|credits?|funds)|credit balance|out of credits|more credits|spending limit|not enough credits|trial key|per day|\/ ?(?:day|month)\b|daily (?:limit|quota)/iu,
  ],
  [
    "auth",
    (status) => status === 400,
    /(?:incorrect|invalid|expired|missing).{0,20}api[ _-]?key|api[ _-]?key.{0,30}(?:incorrect|invalid|expired|not valid|missing)/iu,
  ],
  ["overloaded", broken, /overloaded|high demand|at capacity|server is busy/iu],
];
