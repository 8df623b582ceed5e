import type { Behaviour, Fault } from "./behaviour.ts";
import { problemOfStatus, type Answer, type Format, type Frame, type ProblemKind } from "./formats/format.ts";
import {
  joined,
  jsonHead,
  sseHead,
  step,
  streamPlan,
  timed,
  wholePlan,
  type Plan,
  type Step,
} from "./plan.ts";

const page =
  "<!doctype html><html><head><title>502 Bad Gateway</title></head><body>Bad gateway</body></html>\n";
const garbage = Buffer.from("\u0016\u0003\u0001 this is no HTTP at all\r\n\r\n");
/** Clients commonly stop at 16 kB of headers. */
const hugeHeaderBytes = 64 * 1_024;

/** The faults that leave no trace of an answer; undefined for the others. */
function insteadOfAnswer(format: Format, behaviour: Behaviour, fault: Fault): Plan | undefined {
  const { headers: headersMs, after, retry_after: retryAfter } = behaviour;
  const plan = { headersMs, head: null, steps: [], ending: "end" } as const;
  switch (fault) {
    case "status": {
      const kind = kindOf(behaviour);
      const { status, headers, body } = format.error(kind, behaviour.status, retryAfter);
      const only = step(JSON.stringify(body));
      return { ...plan, head: jsonHead(status, only.bytes.length, headers), steps: [only] };
    }
    case "json_error":
      return { ...plan, ...errorInSuccess(format, behaviour) };
    case "html":
      return {
        ...plan,
        head: { status: 200, headers: { "content-type": "text/html" } },
        steps: [step(page)],
      };
    case "refuse":
      return { ...plan, ending: "cut" };
    case "hang_headers":
      return { ...plan, ending: "silence" };
    case "garbage":
      if (after > 0) return undefined;
      return { ...plan, steps: [{ bytes: garbage, tokens: 0, waitMs: 0, raw: true }], ending: "cut" };
    default:
      return undefined;
  }
}

/** A stream with its fault. */
export function faultyStream(format: Format, good: Answer, behaviour: Behaviour, fault: Fault): Plan {
  const instead = insteadOfAnswer(format, behaviour, fault);
  if (instead) return instead;
  const answer = spoilt(good, behaviour, fault);
  const { opening, thoughts, content, finish, usage, done } = format.frames(answer);
  const begun = [step(opening)];
  const upTo = (count: number) => [...begun, ...timed([...thoughts, ...content.slice(0, count)], behaviour)];
  const sent = upTo(behaviour.after);
  const all = upTo(content.length);
  const plan = (steps: readonly Step[], ending: Plan["ending"]): Plan => ({
    headersMs: behaviour.headers,
    head: sseHead,
    steps: joined(steps, behaviour),
    ending,
  });

  switch (fault) {
    case "role_stall":
      return plan(begun, "silence");
    case "stall":
      return plan(sent, "silence");
    case "cut":
      return plan(sent, "cut");
    case "truncate":
      return plan(sent, "end");
    case "error_event":
      return plan([...sent, step(format.errorEvent(kindOf(behaviour)), 0, behaviour.gap)], "end");
    case "ping_forever":
      return plan(sent, pings(format.ping, behaviour));
    case "garbage":
      return plan([...sent, { bytes: garbage, tokens: 0, waitMs: behaviour.gap, raw: true }], "cut");
    case "malformed": {
      const broken = content.map((frame, at) => (at === behaviour.after ? halved(frame) : frame));
      return plan(
        [...begun, ...timed([...thoughts, ...broken], behaviour), step(finish + usage + done)],
        "end",
      );
    }
    case "no_done":
      return plan([...all, step(finish + usage)], "end");
    case "double_finish":
      return plan([...all, step(finish + finish + usage + done)], "end");
    case "slow_drip":
      return { ...plan([], "end"), steps: dripped([...all, step(finish + usage + done)], behaviour) };
    case "huge_headers":
      return swollen(streamPlan(format, answer, behaviour));
    default:
      return streamPlan(format, answer, behaviour);
  }
}

/** The same faults where the answer comes whole: in a stream's half-way point stands half of the body. */
export function faultyWhole(format: Format, good: Answer, behaviour: Behaviour, fault: Fault): Plan {
  const instead = insteadOfAnswer(format, { ...behaviour, after: 0 }, fault);
  if (instead) return instead;
  const answer = spoilt(good, behaviour, fault);
  const tokens = answer.thoughts.length + answer.pieces.length;
  const plan = wholePlan(JSON.stringify(format.whole(answer)), tokens, behaviour);
  const bytes = plan.steps[0]?.bytes ?? Buffer.alloc(0);
  const half = [{ bytes: bytes.subarray(0, bytes.length / 2), tokens: 0, waitMs: 0 }];

  switch (fault) {
    case "role_stall":
      return { ...plan, steps: [], ending: "silence" };
    case "stall":
      return { ...plan, steps: half, ending: "silence" };
    case "cut":
      return { ...plan, steps: half, ending: "cut" };
    case "truncate":
      return { ...plan, head: jsonHead(200, Math.floor(bytes.length / 2)), steps: half };
    case "error_event":
      return { ...plan, ...errorInSuccess(format, behaviour) };
    case "ping_forever": {
      const headers = { "content-type": "application/json; charset=utf-8" };
      return { ...plan, head: { status: 200, headers }, steps: [], ending: pings("\n", behaviour) };
    }
    case "malformed": {
      // A control character is allowed nowhere in JSON.
      const broken = Buffer.concat([
        half[0]?.bytes ?? bytes,
        Buffer.from([1]),
        bytes.subarray(bytes.length / 2),
      ]);
      return { ...plan, head: jsonHead(200, broken.length), steps: [{ bytes: broken, tokens, waitMs: 0 }] };
    }
    case "slow_drip":
      return { ...plan, headersMs: behaviour.headers, steps: dripped(plan.steps, behaviour) };
    case "huge_headers":
      return swollen(plan);
    default:
      return plan;
  }
}

function kindOf({ error, status }: Behaviour): ProblemKind {
  return error ?? (status === null ? "server_error" : problemOfStatus(status));
}

function errorInSuccess(format: Format, behaviour: Behaviour): Pick<Plan, "head" | "steps"> {
  const only = step(JSON.stringify(format.error(kindOf(behaviour), null, null).body));
  return { head: jsonHead(200, only.bytes.length), steps: [only] };
}

/** The faults that are in the answer itself. */
function spoilt(answer: Answer, { after, giant }: Behaviour, fault: Fault): Answer {
  const { pieces } = answer;
  switch (fault) {
    case "empty":
      return { ...answer, pieces: [], tool: null, finish: "stop" };
    case "blank":
      return {
        ...answer,
        pieces: pieces.map((_, at) => (at % 2 === 0 ? " " : "\n")),
        tool: null,
        finish: "stop",
      };
    case "giant":
      return { ...answer, pieces: pieces.toSpliced(after, 0, ` ${"x".repeat(giant * 1_024 - 1)}`) };
    case "no_usage":
      return { ...answer, showsUsage: false };
    default:
      return answer;
  }
}

/** The frame's event ends in the middle of its JSON; its token is lost. */
function halved({ bytes }: Frame): Frame {
  return { bytes: `${bytes.trimEnd().slice(0, -Math.floor(bytes.length / 3))}\n\n`, tokens: 0 };
}

function pings(ping: string, { gap }: Behaviour): Plan["ending"] {
  return { ping: Buffer.from(ping), everyMs: gap === 0 ? 100 : gap };
}

function dripped(steps: readonly Step[], { first, gap }: Behaviour): readonly Step[] {
  return steps.flatMap(({ bytes, tokens }, nth) =>
    Array.from(bytes, (_, at) => ({
      bytes: bytes.subarray(at, at + 1),
      tokens: at === bytes.length - 1 ? tokens : 0,
      waitMs: nth === 1 && at === 0 ? Math.max(first, gap) : gap,
    })),
  );
}

function swollen(plan: Plan): Plan {
  if (plan.head === null) return plan;
  const headers = { ...plan.head.headers, "x-padding": "x".repeat(hugeHeaderBytes) };
  return { ...plan, head: { ...plan.head, headers } };
}
