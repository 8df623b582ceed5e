import type { Answering } from "./answering.ts";
import { failedAnswer } from "./failedAnswer.ts";
import type { Model } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { Failure } from "./modelError.ts";
import { bestOf, moderated } from "./moderated.ts";
import type { NotOpened } from "./opening.ts";
import { noUsage } from "./tokenUsage.ts";
import { askWhole, type WholeAnswer } from "./wholeAnswer.ts";

/**
 * Several voices: all models answer in full, and the moderator makes one answer of theirs. Once a quorum has answered,
 * the others have `graceMs` left; nobody is waited for beyond the call's deadline, less what the moderator needs.
 */
export const answerByAll: Answering = async function* answerByAll(deps, models, call, options, signal) {
  const started = deps.clock.elapsed();
  const runs = models.map((model) => askWhole(deps, model, call, options.citable, signal));
  const ended: WholeAnswer[] = [];
  const tardy: Tardy[] = [];
  let isGraceGiven = false;
  const pending = new Set(runs);
  const late = Promise.withResolvers<null>();
  const left = call.deadline - started;
  const reserve =
    lastWordsMs +
    (options.moderation.of === "none" || !deps.moderator.asksModels ? 0 : left * moderatorShare);
  const timers = [deps.clock.after(Math.max(0, left - reserve), () => late.resolve(null))];
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
      tardy.push({ model, answer: lateAnswer(model, deps.clock.elapsed() - started) });
    }
    for (const { answer } of tardy) yield { type: "answer", answer };
  } finally {
    for (const stop of timers) stop();
    for (const { lose } of pending) lose();
  }

  // In the models' order, whoever was first: the same answers make the same one.
  const voices = inOrderOf(models, [...ended, ...tardy]).map(({ answer }) => answer);
  const whole = inOrderOf(models, ended).filter(({ answer }) => !answer.failure);
  const [first] = whole;
  if (!first)
    return { ...failedAnswer([...ended.map(notOpenedOf), ...tardy.map(tooLateFor)], null, ""), voices };
  // Neither tool calls nor an answer in a given format can be made one.
  const acting = whole.find(({ toolCalls }) => toolCalls.length > 0);
  if (!acting && options.moderation.of !== "none")
    return yield* moderated(deps, { voices, call, options, signal });
  const { answer, toolCalls } =
    acting ??
    whole[
      bestOf(
        deps,
        whole.map((each) => each.answer),
        call,
      )
    ] ??
    first;
  yield* toolCalls;
  if (answer.text !== "") yield { type: "text", text: answer.text };
  const { text, model, usage, reason, cited } = answer;
  return { kind: "answered", text, model, usage: usage ?? noUsage, reason: reason ?? "stop", cited, voices };
};

/** For saying the answer before the turn's own end. */
const lastWordsMs = 1_000;
/** Of the time that is left at the start, kept for the moderator. */
const moderatorShare = 0.3;

interface Tardy {
  readonly model: Model;
  readonly answer: ModelAnswer;
}

function inOrderOf<T extends Pick<WholeAnswer, "answer">>(
  models: readonly Model[],
  given: readonly T[],
): T[] {
  const placeOf = ({ answer }: T) => models.indexOf(answer.model);
  return given.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function notOpenedOf({ answer: { model, failure }, notOpened }: WholeAnswer): NotOpened {
  return notOpened ?? { model, failure, restsForMs: 0 };
}

function tooLateFor({ model }: Tardy): NotOpened {
  return { model, failure: tooLate, restsForMs: 0 };
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
