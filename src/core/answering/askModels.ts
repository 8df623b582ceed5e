import type { Workspace } from "../access/workspace.ts";
import { answer } from "./answer.ts";
import type { Answer, AnswerDeps, AnswerPart } from "./answering.ts";
import { answeredRow } from "./answerTurn.ts";
import { answerOrCached, type CachedAnswerDeps } from "./cachedAnswer.ts";
import type { Call } from "./call.ts";
import { moderationIn, type AnsweringDep, type Chosen } from "./choosing.ts";
import { fitHistory } from "./fitHistory.ts";
import type { Model, ModelRequest } from "./model.ts";
import { readAhead } from "./readAhead.ts";
import { answerTokens, tokensOfMessages } from "./tokens.ts";
import type { AttemptRow } from "./usage.ts";

export type AskModelsDeps = AnswerDeps & CachedAnswerDeps & AnsweringDep;

/** A question to the models alone: no conversation, no documents, nothing kept but its usage. */
export interface PlainQuestion {
  /** Whose budget it is on, and whose moderator speaks. */
  readonly workspace: Workspace;
  readonly asked: Chosen;
  readonly request: Omit<ModelRequest, "question" | "evidence">;
  /** Several answers become one; else the best of them is given as it is. */
  readonly isModerated: boolean;
}

export interface PlainAnswer {
  readonly answer: Answer;
  readonly attempts: readonly AttemptRow[];
}

/** Asks the chosen models; history that does not fit a model's window goes, oldest first. Throws as `answer` does. */
export async function* askModels(
  deps: AskModelsDeps,
  { workspace, asked, request, isModerated }: PlainQuestion,
  signal: AbortSignal,
): AsyncGenerator<AnswerPart, PlainAnswer> {
  const { answering, clock } = deps;
  const requests = new Map<Model, ModelRequest>();
  const question = lastQuestion(request.messages);
  const requestFor = (model: Model): ModelRequest => {
    const known = requests.get(model);
    if (known) return known;
    const made = { ...request, question, evidence: [], ...fitted(model, request) };
    requests.set(model, made);
    return made;
  };
  const call: Call = {
    workspaceId: workspace.id,
    turnId: null,
    strategy: asked.strategy,
    phase: "answer",
    requestFor,
    deadline: clock.elapsed() + answering.deadlineMs,
    attempts: [],
  };
  const late = new AbortController();
  const stop = clock.after(answering.deadlineMs, () => late.abort(overdue));
  const leave = () => late.abort(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  try {
    const moderation = moderationIn(workspace, answering, isModerated ? "several" : "none");
    const options = { ...answering, citable: null, lastResort: null, moderation };
    const ask = () => answer(deps, asked.models, call, options, late.signal);
    // Neither what several said one by one nor what tools are to do is remembered.
    const isPlain = asked.strategy !== "parallel" && request.tools === undefined;
    const parts = isPlain ? answerOrCached(deps, asked.models, call, () => [], ask) : ask();
    const given = yield* readAhead(parts);
    const isCached = given.kind === "answered" && given.cached === true;
    if (!isCached) deps.usage.answered(answeredRow(call, clock.now(), given));
    return { answer: given, attempts: call.attempts };
  } catch (cause) {
    if (cause !== overdue) throw cause;
    deps.usage.answered(answeredRow(call, clock.now(), timedOut));
    return { answer: timedOut, attempts: call.attempts };
  } finally {
    stop();
    signal.removeEventListener("abort", leave);
    // A reader that left early has called the rest off; after an end nobody listens.
    late.abort(unread);
  }
}

const unread = new Error("nobody reads the answer any more");
const overdue = new Error("the question took longer than its limit");
const timedOut: Answer = {
  kind: "failed",
  code: "timeout",
  failure: { class: "total_timeout", code: null, retryAfterMs: null },
  model: null,
  retryAfterMs: null,
  text: "",
};

/** What the asker left open is left to the vendor; a limit that was asked for is kept within the window. */
function fitted(model: Model, { messages, maxTokens }: PlainQuestion["request"]): Partial<ModelRequest> {
  const kept = fitHistory(messages, model.window - (maxTokens ?? leastAnswer));
  if (maxTokens === undefined) return { messages: kept };
  const promptTokens = tokensOfMessages(kept);
  const { window, maxOutput: modelMaximum } = model;
  return {
    messages: kept,
    maxTokens: answerTokens({ window, promptTokens, modelMaximum, asked: maxTokens }),
  };
}

const leastAnswer = 500;

function lastQuestion(messages: PlainQuestion["request"]["messages"]): string {
  const content = messages.findLast(({ role }) => role === "user")?.content ?? "";
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}
