import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { idSchema } from "../../contract/common.ts";
import { chatCompletionRequestSchema, type ChatCompletionRequest } from "../../contract/openai.ts";
import { strategyNames, type StrategyName } from "../../contract/strategies.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import { everyModel, type Choice } from "../../core/answering/choosing.ts";
import { passingTurn } from "../../core/sessions/newTurn.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";
import { admitHome, admitWorkspace, chooseLocale, originOf, untilGone } from "../request.ts";
import { sendEvents } from "../sse.ts";
import { askDocuments } from "./askDocuments.ts";
import { askPlainly } from "./askPlainly.ts";
import { askedOf, dialogueOf } from "./chatRequest.ts";
import { chunkFrames, completionOf, type CompletionParts } from "./completion.ts";
import { embeddingRoutes } from "./embeddingRoutes.ts";
import { handleOpenaiError, modelNotFound, OpenaiRefusal } from "./errors.ts";
import { modelRoutes } from "./modelRoutes.ts";

/** Images come within the JSON. */
const bodyLimitBytes = 20 * 1024 * 1024;
const tags = ["openai"];

/** The OpenAI-compatible face: `/v1`, with errors in OpenAI's shape throughout. */
export function openaiRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.setErrorHandler(handleOpenaiError);
    app.setNotFoundHandler((request, reply) => {
      const message = `There is no route ${request.method} ${request.url.split("?")[0] ?? ""}.`;
      const error = { message, type: "invalid_request_error", param: null, code: "unknown_url" };
      return reply.code(404).type("application/json").send(JSON.stringify({ error }));
    });
    await app.register(modelRoutes(deps));
    await app.register(embeddingRoutes(deps));

    app.route({
      method: "POST",
      url: "/chat/completions",
      config: { rateGroup: "questions" },
      bodyLimit: bodyLimitBytes,
      schema: {
        tags,
        summary: "OpenAI's chat completions",
        description: "Answers as OpenAI does, streamed with `stream: true`.",
        body: chatCompletionRequestSchema,
        response: {
          200: z.unknown().describe("OpenAI's chat completion, or its chunks as server-sent events"),
        },
      },
      async handler(request, reply) {
        const parts = await partsOf(deps, request, request.body, untilGone(reply));
        const { model, stream, stream_options } = request.body;
        const created = Math.floor(deps.clock.now() / 1000);
        const head = { id: `chatcmpl-${deps.random.id()}`, created, model };
        const isCaching = deps.responseCache !== null;
        if (!stream) return wholeReply(reply, head, parts, isCaching);
        // Until there is something to say, a failure still has a status of its own.
        const { begun, cached } = await firstSaid(parts);
        if (begun.done && begun.value.kind === "failed") throw begun.value.refusal;
        if (isCaching) reply.raw.setHeader("x-batuta-cache", cached ? "hit" : "miss");
        return sendEvents(reply, () =>
          chunkFrames(head, begun, parts, stream_options?.include_usage ?? false),
        );
      },
    });
  };
}

async function wholeReply(
  reply: FastifyReply,
  head: Parameters<typeof completionOf>[0],
  parts: CompletionParts,
  isCaching: boolean,
) {
  const said = [];
  let next = await parts.next();
  for (; !next.done; next = await parts.next()) said.push(next.value);
  const ending = next.value;
  if (ending.kind === "failed") throw ending.refusal;
  const { model, attempts, cost_usd, cached } = ending.extra;
  reply.header("x-batuta-model", model).header("x-batuta-attempts", attempts);
  if (cost_usd !== null) reply.header("x-batuta-cost-usd", cost_usd);
  if (isCaching) reply.header("x-batuta-cache", cached ? "hit" : "miss");
  return completionOf(head, said, ending);
}

/** What is not heard by OpenAI's clients does not begin an answer. */
async function firstSaid(parts: CompletionParts) {
  let cached = false;
  let begun = await parts.next();
  while (!begun.done && !["text", "reasoning", "tool_call"].includes(begun.value.type)) {
    cached ||= begun.value.type === "cached";
    begun = await parts.next();
  }
  return { begun, cached };
}

async function partsOf(
  deps: HttpDeps,
  request: FastifyRequest,
  body: ChatCompletionRequest,
  signal: AbortSignal,
): Promise<CompletionParts> {
  const scope = body.stream ? "query:stream" : "query:ask";
  const workspaceId = workspaceIn(body.model);
  if (workspaceId === null) {
    const home = await admitHome(deps, request, scope);
    const asked = granted(await admitQuestion(deps, home.value, choiceOf(deps, body.model)));
    const locale = chooseLocale(deps, request, undefined, home.value);
    const plain = askedOf(body);
    const question = {
      workspace: home.value,
      asked,
      request: { ...plain, locale },
      isModerated: isFree(plain),
    };
    return askPlainly(deps, question, signal);
  }
  const workspace = await admitWorkspace(deps, request, workspaceId, scope);
  const asked = granted(await admitQuestion(deps, workspace.value, {}));
  const dialogue = dialogueOf(body.messages);
  if (!dialogue) throw noQuestion;
  if (dialogue.question.length > longestQuestion) throw tooLong;
  const origin = originOf(deps, request, workspace.value, { channel: "openai" });
  const turn = passingTurn(deps, workspace, { ...dialogue, asked, documentIds: null, topK: 5 }, origin);
  const { temperature, maxTokens } = askedOf(body);
  const sampling = {
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
  return askDocuments(deps, { ...turn, sampling }, signal);
}

/** Nothing says what form the answer must have, so that another text may stand for it. */
function isFree({ messages, tools, output, stop, maxTokens }: ReturnType<typeof askedOf>): boolean {
  const isFramed = messages.some(({ role }) => role === "system");
  return (
    !isFramed && tools === undefined && output === undefined && stop === undefined && maxTokens === undefined
  );
}

/** The id of `workspace/<id>`; null for any other model. Throws for what can be no workspace. */
function workspaceIn(model: string): string | null {
  const id = /^workspace\/(.*)$/s.exec(model)?.[1];
  if (id === undefined) return null;
  if (id !== "default" && !idSchema.safeParse(id).success) throw modelNotFound(model);
  return id;
}

function choiceOf(deps: HttpDeps, model: string): Choice {
  if (model === "batuta") return {};
  const strategy = strategyIn(model);
  if (strategy) return { strategy };
  if (everyModel(deps).some(({ id }) => id === model)) return { model };
  throw modelNotFound(model);
}

function strategyIn(model: string): StrategyName | undefined {
  return strategyNames.find((name) => model === `batuta/${name}`);
}

/** Characters; what is searched for in documents is analysed word by word. */
const longestQuestion = 10_000;
const tooLong = new OpenaiRefusal(400, {
  message: `A question to a workspace has at most ${longestQuestion} characters.`,
  type: "invalid_request_error",
  param: "messages",
  code: null,
});

const noQuestion = new OpenaiRefusal(400, {
  message: "There is no user message with text to answer.",
  type: "invalid_request_error",
  param: "messages",
  code: null,
});
