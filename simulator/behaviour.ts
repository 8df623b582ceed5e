import { problemKinds, type Finish, type ProblemKind } from "./formats/format.ts";
import { moderatorKinds, type ModeratorKind } from "./moderation/moderatorReply.ts";
import { proseByName } from "./prose.ts";

/** What can go wrong; README.md says what each looks like on the wire. */
export const faults = [
  "status",
  "refuse",
  "hang_headers",
  "role_stall",
  "stall",
  "cut",
  "truncate",
  "error_event",
  "html",
  "json_error",
  "empty",
  "blank",
  "malformed",
  "garbage",
  "slow_drip",
  "giant",
  "no_usage",
  "ping_forever",
  "no_done",
  "double_finish",
  "huge_headers",
] as const;
export type Fault = (typeof faults)[number];

/** How one call is answered. Times are in milliseconds. */
export interface Behaviour {
  readonly seed: number;
  /** Length of the answer. */
  readonly tokens: number;
  /** Said instead of the seed's words. */
  readonly text: string | null;
  /** How it moderates, where the prompt holds several answers. */
  readonly moderator: ModeratorKind | null;
  /** Before the response headers. */
  readonly headers: number;
  /** From the headers to the first token. */
  readonly first: number;
  /** Between tokens. */
  readonly gap: number;
  /** All tokens in one write, whatever `gap` says. */
  readonly burst: boolean;
  /** Each token of a good stream says when it was written, in milliseconds since the epoch. */
  readonly stamp: boolean;
  /** Reasoning tokens ahead of the answer. */
  readonly think: number;
  /** Name of the tool that is called instead of answering. */
  readonly tool: string | null;
  readonly finish: Finish | null;
  /** Prompt tokens that came from the vendor's cache. */
  readonly cached: number;
  /** Begin again where a continuation is asked for. */
  readonly restart: boolean;
  /** Words that a continuation says twice. */
  readonly overlap: number;
  readonly fault: Fault | null;
  /** Content tokens sent ahead of the fault. */
  readonly after: number;
  /** Share of the calls that the fault hits. */
  readonly fail: number;
  /** Only so many calls of one model name meet the fault. */
  readonly times: number;
  readonly status: number | null;
  readonly error: ProblemKind | null;
  readonly retry_after: string | null;
  /** Size of the giant token, in kilobytes. */
  readonly giant: number;
}

const plain: Behaviour = {
  seed: 1,
  tokens: 20,
  text: null,
  moderator: null,
  headers: 0,
  first: 0,
  gap: 0,
  burst: false,
  stamp: false,
  think: 0,
  tool: null,
  finish: null,
  cached: 0,
  restart: false,
  overlap: 0,
  fault: null,
  after: 0,
  fail: 1,
  times: Number.POSITIVE_INFINITY,
  status: null,
  error: null,
  retry_after: null,
  giant: 512,
};

type Reader = (value: string) => Partial<Behaviour> | null;

const readers: Readonly<Record<keyof Behaviour | "say", Reader>> = {
  seed: whole("seed"),
  tokens: whole("tokens"),
  text: (text) => ({ text }),
  say: (name) => (proseByName.has(name) ? { text: proseByName.get(name) ?? "" } : null),
  moderator: oneOf("moderator", moderatorKinds),
  headers: whole("headers"),
  first: whole("first"),
  gap: whole("gap"),
  burst: (value) => ({ burst: value === "1" }),
  stamp: (value) => ({ stamp: value === "1" }),
  think: whole("think"),
  tool: (tool) => ({ tool }),
  finish: oneOf("finish", ["stop", "length", "content_filter"]),
  cached: whole("cached"),
  restart: (value) => ({ restart: value === "1" }),
  overlap: whole("overlap"),
  fault: oneOf("fault", faults),
  after: whole("after"),
  fail: (value) => (Number(value) >= 0 && Number(value) <= 1 ? { fail: Number(value) } : null),
  times: whole("times"),
  status: (value) => (/^[45]\d\d$/u.test(value) ? { status: Number(value) } : null),
  error: oneOf("error", problemKinds),
  retry_after: (value) => ({ retry_after: value }),
  giant: whole("giant"),
};

/**
 * Reads `any-name;key=value;key=value`; `more` is read in the same way and overrides it. Values may be URL-encoded.
 * Gives the complaint when something in it is unknown: a misspelt fault must not pass for a healthy model.
 */
export function parseBehaviour(model: string, more = ""): Behaviour | string {
  let behaviour = plain;
  for (const segment of [...model.split(";").slice(1), ...more.split(";")]) {
    const [key = "", ...rest] = segment.trim().split("=");
    if (rest.length === 0) continue;
    const read = isKey(key) ? readers[key] : undefined;
    if (!read) return `there is no key "${key}"; there are ${Object.keys(readers).join(", ")}`;
    const value = decoded(rest.join("="));
    const setting = value === null ? null : read(value);
    if (setting === null) return `"${segment}" makes no sense`;
    behaviour = { ...behaviour, ...setting };
  }
  return completed(behaviour);
}

function completed(behaviour: Behaviour): Behaviour | string {
  const { fault, status, error, fail, tool, text, burst, gap } = behaviour;
  if (tool !== null && text !== null && !isJson(text)) return "the text of a tool call must be JSON";
  const implied = status !== null || error !== null || fail < 1;
  return { ...behaviour, fault: fault ?? (implied ? "status" : null), gap: burst ? 0 : gap };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isKey(key: string): key is keyof typeof readers {
  return Object.hasOwn(readers, key);
}

function whole(key: keyof Behaviour): Reader {
  return (value) => (/^\d{1,9}$/u.test(value) ? { [key]: Number(value) } : null);
}

function oneOf(key: keyof Behaviour, allowed: readonly string[]): Reader {
  return (value) => (allowed.includes(value) ? { [key]: value } : null);
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
