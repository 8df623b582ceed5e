import { problemSchema } from "../../../src/contract/errors.ts";
import type { MadeUpRequest } from "./requestsOf.ts";

/** How long an answer may take; streams without an end of their own are left after `streamMs`. */
const limitMs = 20_000;
const streamMs = 300;

export interface OddAnswer {
  /** 0 without an answer. */
  readonly status: number;
  /** What is wrong with it; null when nothing is. */
  readonly fault: string | null;
}

/** Sends the request and looks at its answer. */
export async function askOddly(url: string, request: MadeUpRequest): Promise<OddAnswer> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    const response = await fetch(`${url}${request.path}`, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      signal,
      redirect: "manual",
    });
    const text = isStream(response) ? await beginningOf(response) : await response.text();
    return { status: response.status, fault: faultOf(request, response, text) };
  } catch (error) {
    const fault = signal.aborted ? `no answer within ${limitMs} ms` : `no answer: ${String(error)}`;
    return { status: 0, fault };
  }
}

function isStream(response: Response): boolean {
  return (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
}

async function beginningOf(response: Response): Promise<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
  if (!reader) return "";
  const leave = setTimeout(() => void reader.cancel().catch(() => undefined), streamMs);
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) length += next.value.length;
  clearTimeout(leave);
  return `${length} bytes of events`;
}

function faultOf({ path }: MadeUpRequest, response: Response, text: string): string | null {
  const { status } = response;
  if (status < 400) return null;
  // No model is down and no store is full: nothing of what is asked may be the server's fault.
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`;
  const type = response.headers.get("content-type") ?? "";
  if (path.startsWith("/v1"))
    return isOpenAiError(text) ? null : `${status}, no OpenAI error: ${text.slice(0, 200)}`;
  if (!type.startsWith("application/problem+json")) return `${status} as ${type}`;
  const problem = problemSchema.safeParse(parsed(text));
  if (!problem.success) return `${status}, no valid problem: ${text.slice(0, 300)}`;
  if (problem.data.status !== status) return `status ${status} says ${problem.data.status}`;
  return problem.data.detail === "" ? `${status} without a detail` : null;
}

function isOpenAiError(text: string): boolean {
  const body = parsed(text);
  if (typeof body !== "object" || body === null) return false;
  // What is refused before its route is known reads as everywhere else.
  return "error" in body || problemSchema.safeParse(body).success;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
