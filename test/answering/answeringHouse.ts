import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import { createManualClock } from "../../src/adapters/system/manualClock.ts";
import { answer } from "../../src/core/answering/answer.ts";
import type { Answer, AnswerOptions, AnswerPart } from "../../src/core/answering/answering.ts";
import type { Call } from "../../src/core/answering/call.ts";
import type { Model } from "../../src/core/answering/model.ts";
import { createModelHealth } from "../../src/core/answering/modelHealth.ts";
import type { AttemptRow } from "../../src/core/answering/usage.ts";
import { longestVoice } from "./longestVoice.ts";

/** All that strategies need, on a clock that stands still until moved. `fraction` answers every draw. */
export function answeringHouse({ fraction = (): number => 0, retries = 2 } = {}) {
  const clock = createManualClock();
  const rows: AttemptRow[] = [];
  let ids = 0;
  const breaker = { failures: 5, window: 20, share: 0.5, halfOpenMs: 30_000 };
  const deps = {
    clock,
    telemetry: createRecordedTelemetry(),
    random: { id: () => `id-${++ids}`, hex: () => "00", fraction },
    usage: {
      attempt: (row: AttemptRow) => void rows.push(row),
      answered: () => undefined,
      spentToday: async () => 0,
    },
    healthOf: createModelHealth({ clock }, breaker),
    retry: { retries, baseMs: 250 },
    moderator: longestVoice,
  };
  return { clock, deps, rows };
}

export const plainOptions: AnswerOptions = {
  continueMidstream: true,
  citable: null,
  lastResort: null,
  quorum: null,
  graceMs: 1_500,
  moderation: { of: "several", style: { personality: null, temperature: null }, timeoutMs: 30_000 },
};

export function plainCall(strategy: Call["strategy"], more: Partial<Call> = {}): Call {
  const request = {
    question: "why?",
    messages: [{ role: "user", content: "why?" }],
    evidence: [],
    locale: "en",
  } as const;
  const call = { workspaceId: "w", turnId: "t", strategy, deadline: 120_000, attempts: [] };
  return { ...call, phase: "answer", requestFor: () => request, ...more };
}

/** Drives an answer in the background and keeps what it says. */
export function listen(
  deps: ReturnType<typeof answeringHouse>["deps"],
  models: readonly Model[],
  call: Call,
  options: Partial<AnswerOptions> = {},
) {
  const stop = new AbortController();
  const parts: AnswerPart[] = [];
  const read = async (): Promise<Answer> => {
    const answering = answer(deps, models, call, { ...plainOptions, ...options }, stop.signal);
    let part = await answering.next();
    for (; !part.done; part = await answering.next()) parts.push(part.value);
    return part.value;
  };
  const ended = read();
  ended.catch(() => undefined);
  return {
    ended,
    parts,
    stop: (reason = new Error("stopped")) => stop.abort(reason),
    text: () => parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
  };
}

/** Lets everything that waits for nothing but promises go on. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 60; n++) await Promise.resolve();
}
