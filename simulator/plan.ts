import type { Behaviour } from "./behaviour.ts";
import type { Answer, Format, Frame } from "./formats/format.ts";

export interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** One write. */
export interface Step {
  readonly bytes: Buffer;
  /** Tokens that are on their way with it. */
  readonly tokens: number;
  /** From the step before it, in milliseconds; 0 is the next turn of the event loop. */
  readonly waitMs: number;
  /** Straight onto the socket, past HTTP's own framing. */
  readonly raw?: boolean;
}

export type Ending =
  /** HTTP's own end. */
  | "end"
  /** The socket is closed. */
  | "cut"
  /** Nothing more, and the socket stays open. */
  | "silence"
  /** The same bytes for ever. */
  | { readonly ping: Buffer; readonly everyMs: number };

/** Everything that one call will see on the wire, and when. A plan holds no state: many calls play the same one. */
export interface Plan {
  readonly headersMs: number;
  /** Null for what is no HTTP answer. */
  readonly head: Head | null;
  readonly steps: readonly Step[];
  readonly ending: Ending;
  /** `unstamped` is written as the time of the write. */
  readonly stamped?: boolean;
}

/** Holds the place of milliseconds since the epoch. */
export const unstamped = "0".repeat(13);

export const sseHead: Head = {
  status: 200,
  headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" },
};

export function jsonHead(status: number, length: number, headers: Head["headers"] = {}): Head {
  const own = { "content-type": "application/json; charset=utf-8", "content-length": String(length) };
  return { status, headers: { ...own, ...headers } };
}

export function step(text: string, tokens = 0, waitMs = 0): Step {
  return { bytes: Buffer.from(text), tokens, waitMs };
}

/** The frames with the times between them. */
export function timed(frames: readonly Frame[], { first, gap }: Behaviour): readonly Step[] {
  return frames.map(({ bytes, tokens }, at) => step(bytes, tokens, at === 0 ? first : gap));
}

/** With `burst`, one write for all that comes without waiting. */
export function joined(steps: readonly Step[], { burst }: Behaviour): readonly Step[] {
  if (!burst) return steps;
  const merged: Step[] = [];
  for (const each of steps) {
    const before = merged.at(-1);
    if (before === undefined || each.waitMs > 0 || each.raw === true) merged.push(each);
    else {
      const bytes = Buffer.concat([before.bytes, each.bytes]);
      merged[merged.length - 1] = { ...before, bytes, tokens: before.tokens + each.tokens };
    }
  }
  return merged;
}

export function streamPlan(format: Format, answer: Answer, behaviour: Behaviour): Plan {
  const { opening, thoughts, content, finish, usage, done } = format.frames(answer);
  const steps = [step(opening), ...timed([...thoughts, ...content], behaviour), step(finish + usage + done)];
  const { headers, stamp } = behaviour;
  return {
    headersMs: headers,
    head: sseHead,
    steps: joined(steps, behaviour),
    ending: "end",
    stamped: stamp,
  };
}

/** A whole answer comes when the last of its tokens would have come. */
export function wholePlan(body: string, tokens: number, behaviour: Behaviour): Plan {
  const { headers, first, gap } = behaviour;
  const whole = step(body, tokens);
  const headersMs = headers + first + gap * Math.max(0, tokens - 1);
  return { headersMs, head: jsonHead(200, whole.bytes.length), steps: [whole], ending: "end" };
}
