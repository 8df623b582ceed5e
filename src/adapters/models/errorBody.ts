import { isRecord, listOf, recordOf, textOf } from "./json.ts";

/** What an error says, whatever the vendor's shape of it. */
export interface ErrorBody {
  /** The body as JSON; null when it is none. */
  readonly json: unknown;
  /** A machine's word for it, e.g. `insufficient_quota`; null when there is none that says anything. */
  readonly code: string | null;
  /** All machine words, in lower case. */
  readonly words: string;
  /** For people. It may quote what was sent, so it is read here and never passed on. */
  readonly prose: string;
  /** The HTTP status that the body names; null when it names none. */
  readonly status: number | null;
}

/** Reads a body of an HTTP error. */
export function readErrorText(text: string): ErrorBody {
  const json = jsonOrNull(text);
  return json === null ? { json, code: null, words: "", prose: text, status: null } : readErrorJson(json);
}

/** Reads an error that is JSON already: an object with `error` in it, one that is the error, or a list of one. */
export function readErrorJson(json: unknown): ErrorBody {
  const top = recordOf(Array.isArray(json) ? json[0] : json);
  const outer = isRecord(top["error"]) ? top["error"] : top;
  const error = nestedError(outer["message"]) ?? outer;
  const metadata = recordOf(outer["metadata"]);
  const words = [
    error["code"],
    error["type"],
    error["error_type"],
    error["status"],
    error["reason"],
    recordOf(error["innererror"])["code"],
    ...listOf(error["details"]).map((detail) => recordOf(detail)["reason"]),
    top["code"],
    top["type"],
    "flagged_input" in metadata ? "moderation" : "",
  ].filter((word) => typeof word === "string");
  const prose = [
    error["message"],
    error["detail"],
    outer["message"],
    top["detail"],
    top["error"],
    metadata["raw"],
  ];
  const numbers = [error["code"], error["status"], error["status_code"], outer["code"], top["code"]];
  return {
    json,
    code: words.find((word) => /^[a-z]\w{2,47}$/iu.test(word) && !vague.has(word.toLowerCase())) ?? null,
    words: words.join(" ").toLowerCase(),
    prose: prose.map((part) => textOf(part)).join(" "),
    status: numbers.map(Number).find((number) => number >= 400 && number < 600) ?? null,
  };
}

/** Words that say nothing: an envelope's name, or the unit of a limit. */
const vague = new Set(["error", "api_error", "invalid_request_error", "tokens", "requests", "moderation"]);

/** Some gateways put the whole error of the vendor behind them, as JSON text, into their own message. */
function nestedError(message: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof message !== "string" || !message.trimStart().startsWith("{")) return null;
  const error = recordOf(jsonOrNull(message))["error"];
  return isRecord(error) ? error : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
