import type { ModeratorQuality, SynthesisMethod } from "../../contract/synthesis.ts";
import type { DigestDep } from "../access/keys.ts";
import type { ClockDep } from "../clock.ts";
import type {
  AskModerator,
  Deliberation,
  Moderated,
  Moderator,
  ModeratorFailed,
  ModeratorReply,
} from "../answering/moderator.ts";
import type { Model } from "../answering/model.ts";
import { answerOrder, type LabelledAnswer } from "./asking/answerOrder.ts";
import { bestAnswer } from "./bestAnswer.ts";
import { checkSynthesis, type CheckedSynthesis } from "./checking/checkSynthesis.ts";
import { compareAnswers } from "./comparing/compareAnswers.ts";
import type { AnalysisDep } from "./comparing/comparison.ts";
import { moderatorRequest } from "./asking/moderatorPrompt.ts";
import { qualityOf } from "./quality.ts";
import { readSynthesis } from "./checking/readSynthesis.ts";
import { textFault } from "./textFault.ts";
import { withoutModerator } from "./withoutModerator.ts";

export interface ModeratorSettings {
  /** Models that moderate, in order of preference; with none, rules alone do; null: the first two that answered. */
  readonly models: readonly Model[] | null;
}

/**
 * The moderator: the first model whose synthesis stands the checks; else one made by rules; else the best answer as it
 * is. One answer alone is given as it is, without a call.
 */
export function createModerator(
  deps: AnalysisDep & DigestDep & ClockDep,
  { models }: ModeratorSettings,
): Moderator {
  return {
    asksModels: models === null || models.length > 0,
    moderate: (deliberation, ask) => moderate(deps, models, deliberation, ask),
    best: (deliberation) => bestAnswer(deps, deliberation),
  };
}

async function* moderate(
  deps: AnalysisDep & DigestDep & ClockDep,
  models: readonly Model[] | null,
  deliberation: Deliberation,
  ask: AskModerator,
): AsyncGenerator<ModeratorFailed, Moderated> {
  const { question, voices } = deliberation;
  const answers = answerOrder(deps, question, voices);
  const asked = voices.length < 2 ? [] : (models ?? answerersOf(deliberation));
  for (const [place, model] of asked.entries()) {
    const replying = ask(model, moderatorRequest(deps, model, deliberation, answers));
    // The checks lean on it, and a model takes its time.
    const compared = deps.clock.breathe().then(() => compareAnswers(deps, question, voices));
    const [reply] = await Promise.all([replying, compared]);
    // Reading and checking is a computation of its own: others get in between.
    await deps.clock.breathe();
    const read = usable(deps, deliberation, answers, reply);
    if (typeof read !== "string") return moderated(read, "model", model, place > 0);
    yield { type: "moderator_failed", model, reason: read };
  }
  await deps.clock.breathe();
  const { method, ...made } = withoutModerator(deps, deliberation);
  return moderated(made, method, null, asked.length > 0 || method === "best_answer");
}

/** The built-in model only extracts. */
function answerersOf({ answerers = [] }: Deliberation): readonly Model[] {
  return answerers.filter(({ provider }) => provider !== "extractive").slice(0, 2);
}

/** Hardly a sentence of it is in any answer: it is about something else. */
const leastCoverage = 0.1;

/** The checked synthesis of a reply, or why it cannot be used. */
function usable(
  deps: AnalysisDep,
  deliberation: Deliberation,
  answers: readonly LabelledAnswer[],
  reply: ModeratorReply,
): CheckedSynthesis | string {
  if (reply.failure !== null) return reply.failure.class;
  const draft = readSynthesis(reply.text);
  if (typeof draft === "string") return draft;
  // First as it is: what is far too long is not worth checking.
  const fault = textFault(draft.synthesis_text);
  if (fault) return fault;
  const checked = checkSynthesis(deps, deliberation, answers, draft);
  const language = deps.languageOf(checked.text);
  const isReadable = language === "es" || language === "en";
  if (isReadable && checked.coverage < leastCoverage) return "unfounded";
  return textFault(checked.text) ?? checked;
}

function moderated(
  made: CheckedSynthesis,
  method: SynthesisMethod,
  model: Model | null,
  fallbackUsed: boolean,
): Moderated {
  return {
    text: made.text,
    model,
    synthesis: {
      moderator_quality: gradeOf(made, method),
      fallback_used: fallbackUsed,
      method,
      moderator: model?.id ?? null,
      ...made.analysis,
      attribution_coverage: made.coverage,
    },
  };
}

/** An answer that stands as it is, is not graded by how a synthesis is built. */
function gradeOf(made: CheckedSynthesis, method: SynthesisMethod): ModeratorQuality {
  if (method === "single_answer") return "medium";
  return method === "best_answer" ? "low" : qualityOf(made);
}
