import type { Answer, Answering, AnswerDeps, AnswerPart } from "./answering.ts";
import type { Attempt } from "./attempt.ts";
import type { Call } from "./call.ts";
import { failedAnswer } from "./failedAnswer.ts";
import type { Model, ModelEvent } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { Failure } from "./modelError.ts";
import { isOpened, openModel, type NotOpened } from "./opening.ts";
import { scoreAnswers } from "./score.ts";
import { noUsage } from "./tokenUsage.ts";
import { writtenText } from "./writtenText.ts";

/** One model's way to its whole answer. */
interface Run {
  readonly model: Model;
  /** Rejects with the signal's reason, or with a bug. */
  readonly ended: Promise<Ended>;
  /** Calls it off, if it has not ended. */
  readonly lose: () => void;
}

interface Ended {
  readonly answer: ModelAnswer;
  /** Not closed yet, so that its row can say whether it was chosen; null when it never got to content. */
  readonly attempt: Attempt | null;
  readonly notOpened: NotOpened | null;
  /** What it would have tools do. */
  readonly toolCalls: readonly ToolCallEvent[];
}

type ToolCallEvent = Extract<ModelEvent, { readonly type: "tool_call" }>;

/**
 * Several voices: all models answer in full, and the best answer by its score is given. Once a quorum has answered,
 * the others have `graceMs` left; nobody is waited for beyond the call's deadline.
 */
export const answerByAll: Answering = async function* answerByAll(deps, models, call, options, signal) {
  const started = deps.clock.elapsed();
  const runs = models.map((model) => run(deps, model, call, options.citable, signal));
  const ended: Ended[] = [];
  const tardy: NotOpened[] = [];
  let isGraceGiven = false;
  const pending = new Set(runs);
  const late = Promise.withResolvers<null>();
  const timers = [
    deps.clock.after(Math.max(0, call.deadline - started - lastWordsMs), () => late.resolve(null)),
  ];
  const quorum = Math.min(options.quorum ?? Math.floor(models.length / 2) + 1, models.length);
  try {
    while (pending.size > 0) {
      const next = await Promise.race([
        late.promise,
        ...[...pending].map((one) => one.ended.then(() => one)),
      ]);
      if (!next) break;
      pending.delete(next);
      const result = await next.ended;
      ended.push(result);
      yield { type: "answer", answer: result.answer };
      if (isGraceGiven || ended.filter(({ answer }) => !answer.failure).length < quorum) continue;
      isGraceGiven = true;
      timers.push(deps.clock.after(options.graceMs, () => late.resolve(null)));
    }
    for (const { model, lose } of pending) {
      lose();
      tardy.push({ model, failure: tooLate, restsForMs: 0 });
      yield { type: "answer", answer: lateAnswer(model, deps.clock.elapsed() - started) };
    }
    const whole = ended.filter(({ answer }) => !answer.failure);
    const [first] = whole;
    if (!first) {
      const failed = ended.map(
        ({ answer: { model, failure }, notOpened }) => notOpened ?? { model, failure, restsForMs: 0 },
      );
      return failedAnswer([...failed, ...tardy], null, "");
    }
    const { question } = call.requestFor(first.answer.model);
    const hasSources = options.citable !== null && options.citable.length > 0;
    return yield* given(bestOf(deps, question, whole, hasSources) ?? first, whole);
  } finally {
    for (const stop of timers) stop();
    for (const { lose } of pending) lose();
    for (const { attempt } of ended) attempt?.close("cancelled");
  }
};

/** For choosing and saying the answer before the turn's own end. */
const lastWordsMs = 1_000;

function bestOf(deps: AnswerDeps, question: string, whole: readonly Ended[], hasSources: boolean) {
  const candidates = whole.map(({ answer: { text, cited, reason } }) => ({
    text,
    cited,
    isWhole: reason === "stop",
  }));
  const scores = scoreAnswers(deps, question, candidates, hasSources);
  return whole[scores.indexOf(Math.max(...scores))];
}

function* given(best: Ended, whole: readonly Ended[]): Generator<AnswerPart, Answer> {
  best.attempt?.close("won");
  for (const { attempt } of whole) attempt?.close("lost");
  const { text, model, usage, reason, cited } = best.answer;
  yield* best.toolCalls;
  if (text !== "") yield { type: "text", text };
  return { kind: "answered", text, model, usage: usage ?? noUsage, reason: reason ?? "stop", cited };
}

function run(
  deps: AnswerDeps,
  model: Model,
  call: Call,
  citable: readonly number[] | null,
  signal: AbortSignal,
): Run {
  const started = deps.clock.elapsed();
  const opening = openModel(deps, model, call, signal);
  const read = async (): Promise<Ended> => {
    const attempt = await opening.result;
    const times = { firstContentMs: isOpened(attempt) ? deps.clock.elapsed() - started : null };
    const written = writtenText(citable);
    const toolCalls: ToolCallEvent[] = [];
    const say = (failure: Failure | null): ModelAnswer => ({
      model,
      failure,
      text: written.text,
      reason: null,
      usage: null,
      cited: written.cited(),
      ...times,
      latencyMs: deps.clock.elapsed() - started,
    });
    if (!isOpened(attempt)) {
      const failure = attempt.failure ?? resting(attempt);
      return { answer: say(failure), attempt: null, notOpened: attempt, toolCalls };
    }
    for (let batch = await attempt.next(); batch; batch = await attempt.next()) {
      written.push(batch);
      toolCalls.push(...batch.filter((event) => event.type === "tool_call"));
    }
    const { finish, failure } = attempt;
    if (!finish) return { answer: say(failure ?? lost), attempt, notOpened: null, toolCalls };
    written.end();
    if (written.isEmpty()) return { answer: say(emptyAnswer), attempt, notOpened: null, toolCalls };
    return { answer: { ...say(null), ...finish }, attempt, notOpened: null, toolCalls };
  };
  return { model, ended: read(), lose: opening.lose };
}

function resting({ restsForMs }: NotOpened): Failure {
  return { class: "overloaded", code: "breaker_open", retryAfterMs: restsForMs };
}

function lateAnswer(model: Model, latencyMs: number): ModelAnswer {
  return {
    model,
    failure: tooLate,
    text: "",
    reason: null,
    usage: null,
    cited: [],
    firstContentMs: null,
    latencyMs,
  };
}

const tooLate: Failure = { class: "total_timeout", code: "late", retryAfterMs: null };
const lost: Failure = { class: "cancelled", code: null, retryAfterMs: null };
const emptyAnswer: Failure = { class: "empty", code: null, retryAfterMs: null };
