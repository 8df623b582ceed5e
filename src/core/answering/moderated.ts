import { citationFilter } from "./citations.ts";
import type { Answer, AnswerDeps, AnswerOptions, AnswerPart, Author } from "./answering.ts";
import { usageView } from "./attemptRow.ts";
import type { Call } from "./call.ts";
import type { Model } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { AskModerator, Deliberation } from "./moderator.ts";
import { sumOf } from "./tokenUsage.ts";
import { askWhole } from "./wholeAnswer.ts";

/** What several models said to one question, failures among it, one whole answer at least. */
export interface Hearing {
  readonly voices: readonly ModelAnswer[];
  readonly call: Call;
  readonly options: AnswerOptions;
  readonly signal: AbortSignal;
}

/** One answer of the whole ones, by the moderator. Throws the signal's reason when that aborts. */
export async function* moderated(
  deps: AnswerDeps,
  { voices, call, options, signal }: Hearing,
): AsyncGenerator<AnswerPart, Answer> {
  yield { type: "moderating" };
  const whole = voices.filter(({ failure }) => !failure);
  const deliberation = { ...deliberationOn(whole, call), style: options.moderation.style };
  const ask = asking(deps, call, options, signal);
  const made = yield* deps.moderator.moderate(deliberation, ask);
  const marks = citationFilter(options.citable ?? []);
  const text = options.citable ? marks.push(made.text) + marks.end() : made.text;
  yield { type: "text", text };
  const moderation = call.attempts.filter(({ phase }) => phase === "moderation").map(({ usage }) => usage);
  const author = made.model ?? whole.find((voice) => voice.text === made.text)?.model ?? rules;
  return {
    kind: "answered",
    text,
    model: author,
    usage: sumOf([...whole.flatMap(({ usage }) => usage ?? []), ...moderation]),
    reason: "stop",
    cited: marks.cited(),
    voices,
    synthesis: { ...made.synthesis, usage: moderation.length === 0 ? null : usageView(sumOf(moderation)) },
  };
}

/** The same answer, with what it holds told apart; for one that stands alone. */
export async function* analysed(
  deps: AnswerDeps,
  given: AsyncGenerator<AnswerPart, Answer>,
  models: readonly Model[],
  { call, options, signal }: Omit<Hearing, "voices">,
): AsyncGenerator<AnswerPart, Answer> {
  const ended = yield* given;
  const model = ended.kind === "answered" ? models.find(({ id }) => id === ended.model.id) : undefined;
  if (ended.kind === "failed" || !model) return ended;
  yield { type: "moderating" };
  const { firstContentMs = null, latencyMs = 0 } =
    call.attempts.findLast(({ outcome }) => outcome === "won") ?? {};
  const voice = { ...ended, model, failure: null, firstContentMs, latencyMs };
  const deliberation = { ...deliberationOn([voice], call), style: options.moderation.style };
  const made = yield* deps.moderator.moderate(deliberation, asking(deps, call, options, signal));
  return { ...ended, voices: [voice], synthesis: { ...made.synthesis, usage: null } };
}

/** Place of the best of several whole answers, where one of them is to be given as it is. */
export function bestOf({ moderator }: AnswerDeps, whole: readonly ModelAnswer[], call: Call): number {
  return moderator.best({ ...deliberationOn(whole, call), style: { personality: null, temperature: null } });
}

/** Who writes when no model does. */
const rules: Author = { id: "synthesis", provider: "batuta", keyVariable: null };

function deliberationOn(whole: readonly ModelAnswer[], call: Call): Omit<Deliberation, "style"> {
  const voices = whole.map(({ model, text, reason }) => ({
    model: model.id,
    text,
    isWhole: reason === "stop",
  }));
  const [first] = whole;
  if (!first) return { question: "", locale: "en", voices, evidence: [] };
  const { question, locale, evidence } = call.requestFor(first.model);
  return { question, locale, voices, evidence };
}

/** Calls moderators within what is left of the call's time, so that one that is late leaves room for the next. */
function asking(deps: AnswerDeps, call: Call, options: AnswerOptions, signal: AbortSignal): AskModerator {
  return async (model, request) => {
    const now = deps.clock.elapsed();
    const limitMs = Math.min(options.moderation.timeoutMs, (call.deadline - now) * callShare);
    const overdue = Promise.withResolvers<null>();
    const { question, evidence, locale } = call.requestFor(model);
    const run = askWhole(
      deps,
      model,
      {
        ...call,
        phase: "moderation",
        deadline: now + limitMs,
        requestFor: () => ({ question, evidence, locale, ...request }),
      },
      null,
      signal,
    );
    const stop = deps.clock.after(limitMs, () => overdue.resolve(null));
    try {
      const ended = await Promise.race([run.ended, overdue.promise]);
      if (!ended)
        return { text: null, failure: { class: "total_timeout", code: "late", retryAfterMs: null } };
      const { text, failure } = ended.answer;
      return failure ? { text: null, failure } : { text, failure: null };
    } finally {
      stop();
      run.lose();
      // What is called off has nobody to tell any more.
      run.ended.catch(() => undefined);
    }
  };
}

/** Of the time that is left: a second moderator gets the same share of the rest. */
const callShare = 0.6;
