import { errorTable, errorCodes, problemSchema, type ErrorCode, type Problem } from "../contract/errors.ts";

/** The server said no, and why. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** From `Retry-After`; null when the server named no time. */
  readonly retryAfterMs: number | null;

  constructor(problem: Problem, retryAfterMs: number | null) {
    super(problem.detail || problem.title);
    this.name = "ProblemError";
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request may succeed later. */
  get retryable(): boolean {
    return errorTable[this.problem.code].retryable;
  }
}

/** Reads an answer that is not a success. What a proxy says in its own words becomes a problem by its status. */
export async function problemErrorOf(response: Response): Promise<ProblemError> {
  const body = await response.json().catch((): unknown => null);
  const parsed = problemSchema.safeParse(body);
  const problem = parsed.success ? parsed.data : foreignProblem(response);
  return new ProblemError(problem, delayOf(response.headers.get("retry-after"), Date.now()));
}

function foreignProblem(response: Response): Problem {
  const code = codeOfStatus(response.status);
  return {
    type: `about:blank/${code}`,
    title: errorTable[code].title,
    status: response.status,
    detail: `The server answered with status ${response.status}.`,
    code,
    instance: URL.canParse(response.url) ? new URL(response.url).pathname : "/",
    request_id: response.headers.get("x-request-id") ?? "",
  };
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 502 || status === 503) return "database_unavailable";
  const exact = errorCodes.find((code) => errorTable[code].status === status);
  return exact ?? (status >= 500 ? "internal" : "bad_request");
}

/** RFC 9110, section 10.2.3: seconds or a date. */
function delayOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/u.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
