import { instant } from "../../contract/instant.ts";
import type { Turn } from "../sessions/turn.ts";
import { answer } from "./answer.ts";
import type { Answer, AnswerDeps, AnswerPart } from "./answering.ts";
import { answerOrCached, type CachedAnswerDeps } from "./cachedAnswer.ts";
import type { Call } from "./call.ts";
import { moderationIn, type AnsweringDep, type Chosen, type ModelsDep } from "./choosing.ts";
import type { Evidence, Model, ModelRequest } from "./model.ts";
import { analysed } from "./moderated.ts";
import { buildPrompt } from "./prompt.ts";
import { fitHistory } from "./fitHistory.ts";
import type { ModelPrompt, PromptRegistryDep } from "./promptRegistry.ts";
import { answerTokens, tokensOfMessages } from "./tokens.ts";
import type { AnsweredRow, AttemptRow } from "./usage.ts";

export type AnswerTurnDeps = AnswerDeps & CachedAnswerDeps & ModelsDep & AnsweringDep & PromptRegistryDep;

/** What the answer is made of besides the question. */
export interface TurnMaterial {
  /** What the documents were searched for; empty when they were not. */
  readonly query: string;
  /** Numbered passages between their delimiters; empty without evidence. */
  readonly block: string;
  readonly evidence: readonly Evidence[];
  /** Filled as calls of models end. */
  readonly attempts: AttemptRow[];
  /** By `clock.elapsed()`: when the turn is over. */
  readonly deadline: number;
  /** Oldest first. */
  readonly history: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
}

/** The answer and how it was come by. */
export interface GivenAnswer {
  readonly answer: Answer;
  readonly strategy: Chosen["strategy"];
  readonly attempts: readonly AttemptRow[];
  readonly prompt: Pick<ModelPrompt, "version" | "hash"> | null;
}

/** An answer on its way. */
export interface AnswerUnderWay {
  readonly parts: AsyncGenerator<AnswerPart, Answer>;
  /** To be told once how it ended. */
  readonly given: (answer: Answer) => GivenAnswer;
}

/** Asks the chosen models a turn's question, each with its own prompt cut to its window. */
export function answerTurn(
  deps: AnswerTurnDeps,
  turn: Turn,
  { models: chosen, strategy }: Chosen,
  material: TurnMaterial,
  signal: AbortSignal,
): AnswerUnderWay {
  const { answering, clock } = deps;
  const models = chosen.map((model) => readingQuery(model, material));
  const promptByModel = new Map<Model, TurnPrompt>();
  const promptFor = (model: Model): TurnPrompt => {
    const known = promptByModel.get(model);
    if (known) return known;
    const made = turnPrompt(deps, turn, material, model);
    promptByModel.set(model, made);
    return made;
  };
  const call: Call = {
    workspaceId: turn.workspace.id,
    turnId: turn.id,
    strategy,
    phase: "answer",
    requestFor: (model) => promptFor(model).request,
    deadline: material.deadline,
    attempts: material.attempts,
  };
  const mayExtract = answering.onModelFailure === "extract" && material.evidence.length > 0;
  const options = {
    ...answering,
    citable: material.evidence.map(({ n }) => n),
    lastResort: mayExtract ? readingQuery(deps.extractive, material) : null,
    moderation: moderationIn(turn.workspace, answering, turn.moderated),
  };
  const hashes = () => models.map((model) => promptFor(model).rendered.hash);
  const ask = () => answer(deps, models, call, options, signal);
  const answered = answerOrCached(deps, models, call, hashes, ask);
  const everyModel = options.lastResort ? [...models, options.lastResort] : models;
  return {
    parts:
      options.moderation.of === "all"
        ? analysed(deps, answered, everyModel, { call, options, signal })
        : answered,
    given(ended) {
      const isAnswered = ended.kind === "answered";
      if (!isAnswered || !ended.cached) deps.usage.answered(answeredRow(call, clock.now(), ended));
      const author = isAnswered ? models.find(({ id }) => id === ended.model.id) : undefined;
      const prompt = author ? (promptByModel.get(author)?.rendered ?? null) : null;
      return { answer: ended, strategy, attempts: call.attempts, prompt };
    },
  };
}

/** The extractive model reads no history: it is asked what the question means in it. All others keep the person's words. */
function readingQuery(model: Model, { query }: TurnMaterial): Model {
  if (model.provider !== "extractive" || query === "") return model;
  return { ...model, stream: (request, signal) => model.stream({ ...request, question: query }, signal) };
}

interface TurnPrompt {
  readonly request: ModelRequest;
  readonly rendered: ModelPrompt;
}

function turnPrompt(
  { prompts, clock, answering }: AnswerTurnDeps,
  turn: Turn,
  { block, evidence, history }: TurnMaterial,
  model: Model,
): TurnPrompt {
  const { locale, question, workspace, sampling } = turn;
  const rendered = prompts.promptFor(model.id, {
    locale,
    channel: "chat",
    assistantName: answering.assistantName,
    date: instant(clock.now()).slice(0, 10),
    workspaceName: workspace.name,
    tools: [],
  });
  const whole = buildPrompt({ locale, system: rendered.system, evidenceBlock: block, history, question });
  const messages = fitHistory(whole, model.window - fewestAnswerTokens);
  const parameters = { ...rendered.parameters, ...sampling };
  const maxTokens = answerTokens({
    window: model.window,
    promptTokens: tokensOfMessages(messages),
    modelMaximum: model.maxOutput,
    asked: parameters.maxTokens,
  });
  return { request: { ...parameters, maxTokens, question, messages, evidence, locale }, rendered };
}

/** Room that history must leave: the shortest answer, and a margin for the estimate. */
const fewestAnswerTokens = 600;

/** What the daily figures keep of a call that is over. */
export function answeredRow(call: Call, at: number, given: Answer): AnsweredRow {
  const path = call.attempts.toSorted((a, b) => a.at - b.at).map(({ modelId }) => modelId);
  return {
    workspaceId: call.workspaceId,
    at,
    strategy: call.strategy,
    path: [...new Set(path)],
    answered: given.kind === "answered",
  };
}
