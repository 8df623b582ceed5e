import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { queryRequestSchema, queryResponseSchema, type QueryResponse } from "../../contract/query.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import { turnEventSchemas } from "../../contract/events.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import { keepSynthesis } from "../../core/documents/keepSynthesis.ts";
import { isRefusal, refuse } from "../../core/errors.ts";
import { openInteractionJournal } from "../../core/sessions/interactionJournal.ts";
import { recalls } from "../../core/turnSteps.ts";
import { queryTurn } from "../../core/sessions/newTurn.ts";
import type { HttpDeps } from "../deps.ts";
import { idempotencyHeaders } from "../limits/idempotent.ts";
import { queryOnce, type AskedQuery } from "../limits/queryOnce.ts";
import { fieldErrors, granted, handleError, RefusedError, sendProblem } from "../problem.ts";
import { admitWorkspace, originOf, workspaceParams } from "../request.ts";
import { streamTurn, wantsEvents } from "../turnStream.ts";

export function queryRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "/query",
      config: { rateGroup: "questions" },
      schema: {
        tags: ["query"],
        summary: "Ask several models over the project's documents, for one moderated answer",
        description:
          "JSON, or server-sent events when `Accept: text/event-stream`: an `answer` as each model finishes, then the text in `chunk`s and its `synthesis`. It is saved behind the answer and listed under `interactions`.",
        params: workspaceParams,
        headers: idempotencyHeaders,
        body: queryRequestSchema,
        response: { 200: queryResponseSchema },
      },
      errorHandler: queryProblem,
      async handler(request, reply) {
        const { body, params } = request;
        const isStream = wantsEvents(request);
        const scope = isStream ? "query:stream" : "query:ask";
        const workspace = await admitWorkspace(deps, request, params.workspace_id, scope);
        const keeper = body.save_synthesis
          ? await admitWorkspace(deps, request, params.workspace_id, "documents:create")
          : null;
        const origin = originOf(deps, request, workspace.value, { channel: "query", locale: body.locale });
        const operation = { name: "POST query", parts: body };
        const query = await queryOnce(deps, request, workspace, operation, async (id) => {
          const choice = { models: body.providers, strategy: body.strategy };
          const asked = granted(await admitQuestion(deps, workspace.value, choice, "providers"));
          const turn = { ...queryTurn(deps, workspace, asked, body, origin), id };
          const journal = openInteractionJournal(deps, turn, {
            mode: body.conversation_mode,
            alsoKeep:
              keeper &&
              (({ question, answer }) =>
                keep(deps, keeper, question, { ...answer, leansOnHistory: recalls(turn) })),
          });
          const read = await deps.runner.start(turn, journal);
          return { read, response: () => Promise.resolve(journal.response) };
        });
        return isStream ? streamTurn(reply, (signal) => query.read(0, signal)) : responseOf(query);
      },
    });
  };
}

async function keep(
  deps: HttpDeps,
  workspace: Parameters<typeof keepSynthesis>[1],
  question: string,
  answer: Parameters<typeof keepSynthesis>[3],
): Promise<void> {
  const kept = await keepSynthesis(deps, workspace, question, answer, deps.uploadBytes);
  if (isRefusal(kept)) deps.telemetry.warn("synthesis_refused", { code: kept.refused });
}

/** Reads the turn to its end. Throws RefusedError with the code of one that ended in `error`. */
async function responseOf(query: AskedQuery): Promise<QueryResponse> {
  for await (const batch of query.read(0, new AbortController().signal)) {
    for (const { event, data } of batch) {
      if (event !== "error") continue;
      const { error, message, retry_after_ms } = turnEventSchemas.error.parse(JSON.parse(data));
      const refusal = refuse(error, message);
      throw new RefusedError(
        retry_after_ms === undefined ? refusal : { ...refusal, retryAfterMs: retry_after_ms },
      );
    }
  }
  const response = await query.response();
  if (!response) throw new RefusedError(refuse("interrupted", "The query was stopped."));
  return response;
}

/** The codes that this route has documented for longer than the others: 400 for any invalid input, 503 for no answer. */
function queryProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.validation) {
    const errors = fieldErrors(error);
    return void sendProblem(request, reply, "bad_request", "Some fields are not valid.", { errors });
  }
  const refusal = error instanceof RefusedError ? error.refusal : null;
  const code = refusal && documentedCodes[refusal.refused];
  if (!refusal || !code) return void handleError(error, request, reply);
  const { refused: _, detail, ...more } = refusal;
  sendProblem(request, reply, code, detail, more);
}

const documentedCodes: Partial<Record<ErrorCode, ErrorCode>> = {
  validation_error: "bad_request",
  payload_too_large: "bad_request",
  timeout: "model_unavailable",
};
