import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  orchestrateRequestSchema,
  orchestrateResponseSchema,
  type OrchestrateRequest,
  type OrchestrateResponse,
} from "../../contract/orchestrate.ts";
import type { Locale } from "../../contract/common.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import { askModels, type PlainAnswer, type PlainQuestion } from "../../core/answering/askModels.ts";
import type { Chosen } from "../../core/answering/choosing.ts";
import type { ModelAnswer } from "../../core/answering/modelAnswer.ts";
import { orchestratedMessages } from "../../core/answering/prompt.ts";
import { failedResponse, standardResponse } from "../../core/answering/standardResponse.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";
import { admitHome, chooseLocale, untilGone } from "../request.ts";

/** What its fields may hold, each character escaped. */
const bodyLimitBytes = 4 * 1024 * 1024;

export function orchestrateRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "/orchestrate",
      config: { rateGroup: "questions" },
      bodyLimit: bodyLimitBytes,
      schema: {
        tags: ["models"],
        summary: "Ask the models alone, without documents or conversation",
        description:
          "One standard response, or with the strategy `parallel` one of each model. A model's failure is part of the response.",
        body: orchestrateRequestSchema,
        response: { 200: orchestrateResponseSchema },
      },
      async handler(request, reply) {
        const workspace = await admitHome(deps, request, "query:ask");
        const { providers, strategy, ...question } = request.body;
        const choice = { models: providers, strategy };
        const asked = granted(await admitQuestion(deps, workspace.value, choice, "providers"));
        const locale = chooseLocale(deps, request, undefined, workspace.value);
        const messages = messagesOf(deps, question, locale);
        const plain = {
          workspace: workspace.value,
          isModerated: false,
          asked,
          request: { messages, locale, ...parametersOf(question) },
        };
        return orchestrate(deps, plain, untilGone(reply));
      },
    });
  };
}

type Question = Omit<OrchestrateRequest, "providers" | "strategy">;

function messagesOf(deps: HttpDeps, { user_question, context, system_prompt }: Question, locale: Locale) {
  const material = { question: user_question, context: context ?? "", system: system_prompt ?? "" };
  return orchestratedMessages(deps, { locale, ...material });
}

function parametersOf({ temperature, max_tokens }: Question) {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(max_tokens !== undefined && { maxTokens: max_tokens }),
  };
}

async function orchestrate(
  deps: HttpDeps,
  question: PlainQuestion,
  signal: AbortSignal,
): Promise<OrchestrateResponse> {
  const started = deps.clock.elapsed();
  let firstContentMs: number | null = null;
  const answers: ModelAnswer[] = [];
  const parts = askModels(deps, question, signal);
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) {
    if (part.value.type === "answer") answers.push(part.value.answer);
    else if (part.value.type === "text") firstContentMs ??= deps.clock.elapsed() - started;
  }
  const latencyMs = deps.clock.elapsed() - started;
  return responseOf(question.asked, part.value, answers, { firstContentMs, latencyMs });
}

function responseOf(
  { strategy }: Chosen,
  { answer, attempts }: PlainAnswer,
  answers: readonly ModelAnswer[],
  times: Pick<ModelAnswer, "firstContentMs" | "latencyMs">,
): OrchestrateResponse {
  if (strategy === "parallel") {
    const own = ({ model }: ModelAnswer) => attempts.filter(({ modelId }) => modelId === model.id);
    return { items: answers.map((each) => standardResponse(each, own(each), strategy)) };
  }
  if (answer.kind === "failed") return failedResponse(answer, attempts, strategy, times.latencyMs);
  return standardResponse({ ...answer, failure: null, ...times }, attempts, strategy);
}
