import type { HttpReply } from "./httpFailure.ts";
import { listOf, recordOf, textOf } from "./json.ts";

/**
 * Milliseconds until the server says to come back; null when it does not say, or says nothing that makes sense.
 * `now` in milliseconds since the epoch. In the order in which vendors mean them: `retry-after-ms`, `retry-after`
 * (RFC 9110: seconds or a date), Google's RetryInfo in the body, and only where `limited` (a 429), since they
 * also come with successes, the windows of `x-ratelimit-reset*` and `anthropic-ratelimit-*-reset`.
 */
export function retryAfterMs(
  headers: HttpReply["headers"],
  body: unknown,
  limited: boolean,
  now: number,
): number | null {
  const milliseconds = numberIn(first(headers["retry-after-ms"]));
  // Azure sends `retry-after-ms: 0` beside a `retry-after` of a second.
  if (milliseconds !== null && milliseconds > 0) return Math.ceil(milliseconds);
  return (
    waitIn(first(headers["retry-after"]), now) ?? retryInfo(body) ?? (limited ? resets(headers, now) : null)
  );
}

const second = 1000;
/** Numbers beyond it are no waits but times since the epoch, in seconds or milliseconds. */
const longestWaitSeconds = 30 * 24 * 3600;

/** A text that says how long or until when: `2`, `1.5s`, `6m0s`, `120ms`, an HTTP date, RFC 3339, an epoch. */
function waitIn(text: string, now: number): number | null {
  const number = numberIn(text);
  if (number !== null) {
    if (number <= longestWaitSeconds) return Math.ceil(number * second);
    return until(number > 1e11 ? number : number * second, now);
  }
  const length = goDuration(text);
  if (length !== null) return length;
  // Else `Date.parse` finds a month in almost anything.
  return /\d{4}/u.test(text) ? until(Date.parse(text), now) : null;
}

function until(time: number, now: number): number | null {
  return Number.isFinite(time) ? Math.max(0, Math.ceil(time - now)) : null;
}

function numberIn(text: string): number | null {
  return /^\s*\d+(?:\.\d+)?\s*$/u.test(text) ? Number(text) : null;
}

const unitMs: Readonly<Record<string, number>> = { h: 3600 * second, m: 60 * second, s: second, ms: 1 };

/** Durations as Go prints them, e.g. `6m0s` or `114h18m0s`. */
function goDuration(text: string): number | null {
  if (!/^\s*(?:\d+(?:\.\d+)?(?:h|ms|m|s))+\s*$/u.test(text)) return null;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/gu)) {
    sum += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  }
  return Math.ceil(sum);
}

/** `google.rpc.RetryInfo` among the error's details, e.g. `retryDelay: "34s"`. */
function retryInfo(body: unknown): number | null {
  const error = recordOf(recordOf(Array.isArray(body) ? body[0] : body)["error"]);
  for (const detail of listOf(error["details"])) {
    const delay = textOf(recordOf(detail)["retryDelay"]);
    if (delay !== "") return goDuration(delay);
  }
  return null;
}

const windowReset = /^(?:x-ratelimit-reset(?:-.+)?|(?:anthropic-)?ratelimit-(?:.+-)?reset)$/u;

/** The window that was used up: the one with nothing remaining, else the one that opens first. */
function resets(headers: HttpReply["headers"], now: number): number | null {
  let soonest: number | null = null;
  let exhausted: number | null = null;
  for (const [name, value] of Object.entries(headers)) {
    if (!windowReset.test(name)) continue;
    const wait = waitIn(first(value), now);
    // Azure has sent 0 for "unknown".
    if (wait === null || wait === 0) continue;
    soonest = Math.min(wait, soonest ?? wait);
    if (first(headers[name.replace("reset", "remaining")]) === "0")
      exhausted = Math.max(wait, exhausted ?? 0);
  }
  return exhausted ?? soonest;
}

function first(value: string | readonly string[] | undefined): string {
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}
