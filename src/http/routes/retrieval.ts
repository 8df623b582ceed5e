import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  askRequestSchema,
  askResponseSchema,
  searchRequestSchema,
  searchResponseSchema,
  type AskRequest,
  type SearchRequest,
} from "../../contract/retrieval.ts";
import type { Locale } from "../../contract/common.ts";
import type { Authorized } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { passingTurn, type QueryScope } from "../../core/sessions/newTurn.ts";
import { openPassingJournal } from "../../core/sessions/turnJournal.ts";
import type { ReadTurn } from "../../core/sessions/turnLog.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import type { Chosen } from "../../core/answering/choosing.ts";
import { granted } from "../problem.ts";
import { documentScope } from "../../core/documents/scope.ts";
import { gatherEvidence } from "../../core/retrieval/gatherEvidence.ts";
import type { FastifyRequest } from "fastify";
import type { HttpDeps } from "../deps.ts";
import { admitWorkspace, originOf, workspaceParams } from "../request.ts";
import { sendEvents } from "../sse.ts";
import { tokenFrames } from "../tokenFrames.ts";
import { foldTurn } from "../turnAnswer.ts";

const tags = ["retrieval"];
const params = workspaceParams;
/** Searching asks no model. */
const nobody: Chosen = { models: [], strategy: "single" };

export function retrievalRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  const passing = (
    request: FastifyRequest,
    workspace: Authorized<Workspace, QueryScope>,
    body: SearchRequest,
    asked: Chosen,
    locale?: Locale,
  ) =>
    passingTurn(
      deps,
      workspace,
      { question: body.query, documentIds: body.document_ids ?? null, topK: body.top_k, asked },
      originOf(deps, request, workspace.value, { channel: "ask", locale }),
    );

  /** A turn that is kept nowhere. */
  const ask = async (
    request: FastifyRequest,
    workspace: Authorized<Workspace, "query:ask" | "query:stream">,
    body: AskRequest,
  ): Promise<ReadTurn> => {
    const asked = granted(await admitQuestion(deps, workspace.value, body));
    const turn = passing(request, workspace, body, asked, body.locale);
    return deps.runner.start(turn, openPassingJournal(deps, turn));
  };

  return async (app) => {
    app.route({
      method: "POST",
      url: "/search",
      schema: {
        tags,
        summary: "Passages, without asking a model",
        params,
        body: searchRequestSchema,
        response: { 200: searchResponseSchema },
      },
      async handler(request) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "query:search");
        const turn = passing(request, workspace, request.body, nobody);
        const found = await gatherEvidence(
          deps,
          turn,
          await documentScope(deps, turn),
          new AbortController().signal,
        );
        return { items: [...found.sources], metadata: found.metadata };
      },
    });

    app.route({
      method: "POST",
      url: "/ask",
      schema: {
        tags,
        summary: "One answer, outside any conversation",
        params,
        body: askRequestSchema,
        response: { 200: askResponseSchema },
      },
      async handler(request) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "query:ask");
        const read = await ask(request, workspace, request.body);
        const { content, sources, metadata } = await foldTurn(read(0, new AbortController().signal));
        return { answer: content, sources, metadata };
      },
    });

    app.route({
      method: "POST",
      url: "/ask/stream",
      schema: {
        tags,
        summary: "The same as a stream",
        description: "Server-sent events `START`, `TOKEN`…, `END` or `ERROR`.",
        params,
        body: askRequestSchema,
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "query:stream");
        const read = await ask(request, workspace, request.body);
        await sendEvents(reply, (signal) => tokenFrames(read(0, signal)));
      },
    });
  };
}
