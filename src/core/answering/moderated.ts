import { citationFilter } from "./citations.ts";
import type { Answer, AnswerDeps, AnswerOptions, AnswerPart, Author } from "./answering.ts";
import { usageView } from "./attemptRow.ts";
import type { Call } from "./call.ts";
import type { Model, PromptMessage } from "./model.ts";
import type { ModelAnswer } from "./modelAnswer.ts";
import type { AskModerator, Deliberation, Moderated, ModeratorFailed } from "./moderator.ts";
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
  const made = yield* deliberate(deps, { voices: whole, call, options, signal });
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

/** Who writes when no model does. */
const rules: Author = { id: "synthesis", provider: "batuta", keyVariable: null };

/** The same answer, with what it holds told apart and what became of each model; for one that stands alone. */
export async function* analysed(
  deps: AnswerDeps,
  given: AsyncGenerator<AnswerPart, Answer>,
  models: readonly Model[],
  { call, options, signal }: Omit<Hearing, "voices">,
): AsyncGenerator<AnswerPart, Answer> {
  const ended = yield* given;
  const failed = ended.voices ?? failedVoices(models, call);
  if (ended.kind === "failed") return { ...ended, voices: failed };
  const model = models.find(({ id }) => id === ended.model.id);
  if (ended.synthesis || !model) return ended;
  yield { type: "moderating" };
  const { firstContentMs = null, latencyMs = 0 } =
    call.attempts.findLast(({ outcome }) => outcome === "won") ?? {};
  const voice = { ...ended, model, failure: null, firstContentMs, latencyMs };
  const made = yield* deliberate(deps, { voices: [voice], call, options, signal });
  const others = failed.filter((other) => other.failure && other.model !== model);
  return { ...ended, voices: [...others, voice], synthesis: { ...made.synthesis, usage: null } };
}

/** The models that were asked and did not answer, in the order they were asked. */
function failedVoices(models: readonly Model[], { attempts }: Call): ModelAnswer[] {
  const last = new Map(attempts.map((row) => [row.modelId, row]));
  return models.flatMap((model) => {
    const { outcome, failure, latencyMs = 0 } = last.get(model.id) ?? {};
    if (outcome !== "failed" || !failure) return [];
    const why = { class: failure, code: null, retryAfterMs: null };
    const nothing = { text: "", reason: null, usage: null, cited: [], firstContentMs: null };
    return [{ model, failure: why, ...nothing, latencyMs }];
  });
}

/** Place of the best of several whole answers, where one of them is to be given as it is. */
export function bestOf({ moderator }: AnswerDeps, whole: readonly ModelAnswer[], call: Call): number {
  return moderator.best({ ...deliberationOn(whole, call), style: { personality: null, temperature: null } });
}

/** What the moderator makes of it; where that breaks, the fullest answer stands as it is. */
async function* deliberate(
  deps: AnswerDeps,
  { voices, call, options, signal }: Hearing,
): AsyncGenerator<ModeratorFailed, Moderated> {
  const deliberation = { ...deliberationOn(voices, call), style: options.moderation.style };
  try {
    return yield* deps.moderator.moderate(deliberation, asking(deps, call, options, signal));
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    deps.telemetry.error("moderation_broke", { turn_id: call.turnId }, cause);
    yield { type: "moderator_failed", model: null, reason: "internal" };
    const [fullest] = voices.toSorted((a, b) => b.text.length - a.text.length);
    const isAlone = voices.length === 1;
    return {
      text: fullest?.text ?? "",
      model: null,
      synthesis: {
        ...unanalysed,
        moderator_quality: isAlone ? "medium" : "low",
        fallback_used: !isAlone,
        method: isAlone ? "single_answer" : "best_answer",
      },
    };
  }
}

const unanalysed: Omit<Moderated["synthesis"], "moderator_quality" | "fallback_used" | "method"> = {
  moderator: null,
  key_themes: [],
  contradictions: [],
  consensus_areas: [],
  recommendations: [],
  suggested_questions: [],
  research_areas: [],
  claims: [],
  source_references: [],
  connections: [],
  attribution_coverage: 0,
};

function deliberationOn(whole: readonly ModelAnswer[], call: Call): Omit<Deliberation, "style"> {
  const voices = whole.map(({ model, text, reason }) => ({
    model: model.id,
    text,
    isWhole: reason === "stop",
  }));
  const [first] = whole;
  if (!first) return { question: "", locale: "en", voices, evidence: [], before: [] };
  const { question, locale, evidence: passages, messages } = call.requestFor(first.model);
  const evidence = passages.filter(({ sourceType }) => sourceType !== "ai_synthesis");
  const answerers = whole.map(({ model }) => model);
  return { question, locale, voices, evidence, answerers, before: saidBefore(messages) };
}

/** What stands ahead of the question, as far as it is text. */
function saidBefore(messages: readonly PromptMessage[]): NonNullable<Deliberation["before"]> {
  const asked = messages.findLastIndex(({ role }) => role === "user");
  return messages.slice(0, Math.max(0, asked)).flatMap(({ role, content }) => {
    if ((role !== "user" && role !== "assistant") || typeof content !== "string") return [];
    return [{ role, content }];
  });
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
