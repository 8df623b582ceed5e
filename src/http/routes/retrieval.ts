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
import type { Authorized, OwnedGrant } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { refuse } from "../../core/errors.ts";
import type { Conversation } from "../../core/sessions/conversation.ts";
import { readHistory } from "../../core/sessions/history.ts";
import { newTurn, passingTurn, type QueryScope } from "../../core/sessions/newTurn.ts";
import type { Turn } from "../../core/sessions/turn.ts";
import { openPassingJournal } from "../../core/sessions/turnJournal.ts";
import type { ReadTurn } from "../../core/sessions/turnLog.ts";
import { admitQuestion } from "../../core/answering/admitQuestion.ts";
import type { Chosen } from "../../core/answering/choosing.ts";
import { granted, RefusedError } from "../problem.ts";
import { documentScope } from "../../core/documents/scope.ts";
import { gatherEvidence } from "../../core/retrieval/gatherEvidence.ts";
import { rewriteFollowUp } from "../../core/understanding/followUps/rewriteFollowUp.ts";
import type { FastifyRequest } from "fastify";
import type { HttpDeps } from "../deps.ts";
import { admitConversation, admitWorkspace, originOf, workspaceParams } from "../request.ts";
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
  ): Turn =>
    passingTurn(
      deps,
      workspace,
      { question: body.query, documentIds: body.document_ids ?? null, topK: body.top_k, asked },
      originOf(deps, request, workspace.value, { channel: "ask", locale }),
    );

  /** Null when the request names no conversation; 404 for another's, and for one of another workspace. */
  const conversationIn = async <S extends QueryScope>(
    request: FastifyRequest,
    { value }: Authorized<Workspace, S>,
    id: string | undefined,
    scope: S,
  ): Promise<OwnedGrant<Conversation, S> | null> => {
    if (id === undefined) return null;
    const grant = await admitConversation(deps, request, id, scope);
    if (grant.owned.value.workspaceId === value.id) return grant;
    throw new RefusedError(refuse("not_found", "There is no such resource."));
  };

  /** In a conversation it is a turn like any other; outside it is kept nowhere. */
  const ask = async <S extends "query:ask" | "query:stream">(
    request: FastifyRequest,
    workspace: Authorized<Workspace, S>,
    body: AskRequest,
    scope: S,
  ): Promise<ReadTurn> => {
    const { query, top_k: topK, conversation_id, conversation_mode, document_ids, locale } = body;
    const conversation = await conversationIn(request, workspace, conversation_id, scope);
    const asked = granted(await admitQuestion(deps, workspace.value, body));
    if (!conversation) {
      const turn = passing(request, workspace, body, asked, locale);
      return deps.runner.start(turn, openPassingJournal(deps, turn));
    }
    const origin = originOf(deps, request, workspace.value, { channel: "ask", locale });
    const put = { message: query, document_ids, conversation_mode };
    const turn = newTurn(deps, conversation, asked, put, origin);
    return deps.runner.start({ ...turn, context: turn.context && { ...turn.context, topK } });
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
        const { body } = request;
        const passed = passing(request, workspace, body, nobody);
        const conversation = await conversationIn(request, workspace, body.conversation_id, "query:search");
        const turn = conversation ? within(conversation.owned.value, passed, body) : passed;
        const understood = conversation
          ? await rewriteFollowUp({ ...turn, history: await readHistory(deps, turn) }, null)
          : { query: turn.question, metadata: {} };
        const found = await gatherEvidence(
          deps,
          { ...turn, question: understood.query },
          await documentScope(deps, turn),
          new AbortController().signal,
        );
        return { items: [...found.sources], metadata: { ...found.metadata, ...understood.metadata } };
      },
    });

    app.route({
      method: "POST",
      url: "/ask",
      config: { rateGroup: "questions" },
      schema: {
        tags,
        summary: "One answer, outside any conversation or in the one it names",
        params,
        body: askRequestSchema,
        response: { 200: askResponseSchema },
      },
      async handler(request) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "query:ask");
        const read = await ask(request, workspace, request.body, "query:ask");
        const { content, sources, metadata } = await foldTurn(read(0, new AbortController().signal));
        return { answer: content, sources, metadata };
      },
    });

    app.route({
      method: "POST",
      url: "/ask/stream",
      config: { rateGroup: "questions" },
      schema: {
        tags,
        summary: "The same as a stream",
        description: "Server-sent events `START`, `TOKEN`…, `END` or `ERROR`.",
        params,
        body: askRequestSchema,
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "query:stream");
        const read = await ask(request, workspace, request.body, "query:stream");
        await sendEvents(reply, (signal) => tokenFrames(read(0, signal)));
      },
    });
  };
}

/** The same search as a question of this conversation would make, which leaves nothing in it. */
function within(conversation: Conversation, turn: Turn, { conversation_mode = "auto" }: SearchRequest): Turn {
  return { ...turn, conversation, opensConversation: false, memory: "conversation", mode: conversation_mode };
}
