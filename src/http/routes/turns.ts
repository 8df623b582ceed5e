import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import {
  askTurnSchema,
  chatRequestSchema,
  turnAnswerSchema,
  turnSchema,
  type AskTurn,
} from "../../contract/conversations.ts";
import type { Scope } from "../../contract/keys.ts";
import { authorizeOwned, type Authorized } from "../../core/access/authorized.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import { newTurn, type AskingPlace } from "../../core/sessions/newTurn.ts";
import { poseQuestion } from "../../core/sessions/poseQuestion.ts";
import { tailTurn } from "../../core/sessions/tailTurn.ts";
import type { StoredTurn } from "../../core/sessions/turn.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { idempotencyHeaders } from "../limits/idempotent.ts";
import { turnOnce } from "../limits/turnOnce.ts";
import { granted } from "../problem.ts";
import { admitConversation, admitWorkspace, idParams, originOf } from "../request.ts";
import { foldTurn } from "../turnAnswer.ts";
import { streamTurn, wantsEvents } from "../turnStream.ts";
import { turnView } from "../views.ts";

const tags = ["turns"];
const resumeHeaders = z.object({ "last-event-id": z.coerce.number().int().min(0).optional() });
const description =
  "Answers as server-sent events when `Accept: text/event-stream`, else as one JSON object.";

export function turnRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  const admitTurn = async <S extends Scope>(
    request: FastifyRequest,
    id: string,
    scope: S,
  ): Promise<Authorized<StoredTurn, S>> =>
    granted(
      await authorizeOwned(
        deps,
        requestActor(request),
        (await deps.turns.find(id)) ?? deps.runner.find(id),
        scope,
      ),
    ).owned;

  return async (app) => {
    app.route({
      method: "POST",
      url: "/conversations/:id/messages",
      config: { rateGroup: "questions" },
      schema: {
        tags,
        summary: "Ask",
        description,
        params: idParams,
        headers: idempotencyHeaders,
        body: askTurnSchema,
        response: { 200: turnAnswerSchema },
      },
      async handler(request, reply) {
        const grant = await admitConversation(deps, request, request.params.id, scopeOf(request));
        return ask(deps, reply, grant, request.body);
      },
    });

    app.route({
      method: "POST",
      url: "/chat",
      config: { rateGroup: "questions" },
      schema: {
        tags,
        summary: "Ask, in a new conversation or a given one",
        description,
        headers: idempotencyHeaders,
        body: chatRequestSchema,
        response: { 200: turnAnswerSchema },
      },
      async handler(request, reply) {
        const { conversation_id, workspace_id, ...body } = request.body;
        if (conversation_id === undefined) {
          const workspace = await admitWorkspace(deps, request, workspace_id, scopeOf(request));
          return ask(deps, reply, workspace, body);
        }
        const grant = await admitConversation(deps, request, conversation_id, scopeOf(request));
        return ask(deps, reply, grant, body);
      },
    });

    app.route({
      method: "GET",
      url: "/turns/:id",
      schema: { tags, summary: "Read a turn's state", params: idParams, response: { 200: turnSchema } },
      async handler(request) {
        return turnView((await admitTurn(request, request.params.id, "query:ask")).value);
      },
    });

    app.route({
      method: "GET",
      url: "/turns/:id/events",
      schema: {
        tags,
        summary: "Follow or resume a turn",
        description:
          "Server-sent events after `Last-Event-ID`, byte for byte as first sent, during the turn and after it.",
        params: idParams,
        headers: resumeHeaders,
      },
      async handler(request, reply) {
        const { value } = await admitTurn(request, request.params.id, "query:stream");
        const after = request.headers["last-event-id"] ?? 0;
        await streamTurn(reply, (signal) => tailTurn(deps, value.id, after, signal));
      },
    });

    app.route({
      method: "POST",
      url: "/turns/:id/cancel",
      schema: {
        tags,
        summary: "Stop a turn and keep its partial answer",
        params: idParams,
        response: { 202: turnSchema },
      },
      async handler(request, reply) {
        const { value } = await admitTurn(request, request.params.id, "query:ask");
        deps.runner.cancel(value.id);
        reply.code(202);
        return turnView((await deps.turns.find(value.id)) ?? value);
      },
    });
  };
}

/** Starts the turn and answers in the dress that the client asked for. */
async function ask(deps: HttpDeps, reply: FastifyReply, place: AskingPlace, body: AskTurn) {
  const { request } = reply;
  const workspace = "owned" in place ? place.workspace : place;
  const origin = originOf(deps, request, workspace.value, { channel: "chat", locale: body.locale });
  const conversation = "owned" in place ? place.owned.value : null;
  const operation = { name: "POST message", parts: [conversation?.id, body] };
  const read = await turnOnce(deps, request, workspace, operation, async (id) => {
    const posed = granted(await poseQuestion(deps, conversation, body));
    const asked = granted(await admitQuestion(deps, workspace.value, body));
    return deps.runner.start({ ...newTurn(deps, place, asked, posed, origin), id });
  });
  return wantsEvents(request)
    ? streamTurn(reply, (signal) => read(0, signal))
    : foldTurn(read(0, new AbortController().signal));
}

/** Streaming and asking are different scopes. */
function scopeOf(request: FastifyRequest): "query:stream" | "query:ask" {
  return wantsEvents(request) ? "query:stream" : "query:ask";
}
