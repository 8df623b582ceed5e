import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { idSchema, listSchema, pageQuerySchema } from "../../contract/common.ts";
import {
  conversationSchema,
  createConversationSchema,
  messageSchema,
  patchConversationSchema,
} from "../../contract/conversations.ts";
import { refuse } from "../../core/errors.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";
import { admitConversation, admitWorkspace, idParams } from "../request.ts";
import { conversationView, messageView, page } from "../views.ts";

const tags = ["conversations"];
const listQuery = pageQuerySchema.extend({
  workspace_id: idSchema.optional().describe("The default workspace when left out"),
});

export function conversationRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "",
      schema: {
        tags,
        summary: "Create",
        body: createConversationSchema.nullish(),
        response: { 201: conversationSchema },
      },
      async handler(request, reply) {
        const { actor, value } = await admitWorkspace(deps, request, request.body?.workspace_id, "query:ask");
        const draft = {
          workspaceId: value.id,
          id: deps.random.id(),
          actor: actor.id,
          title: request.body?.title ?? "",
        };
        reply.code(201);
        return conversationView(await deps.conversations.create(draft));
      },
    });

    app.route({
      method: "GET",
      url: "",
      schema: {
        tags,
        summary: "List, newest first",
        querystring: listQuery,
        response: { 200: listSchema(conversationSchema) },
      },
      async handler(request) {
        const { workspace_id, limit, cursor } = request.query;
        const { actor, value } = await admitWorkspace(deps, request, workspace_id, "query:ask");
        const items = await deps.conversations.list(value.id, actor.id, { limit, ...(cursor && { cursor }) });
        return page(items, limit, conversationView);
      },
    });

    app.route({
      method: "GET",
      url: "/:id",
      schema: { tags, summary: "Read", params: idParams, response: { 200: conversationSchema } },
      async handler(request) {
        return conversationView(
          (await admitConversation(deps, request, request.params.id, "query:ask")).owned.value,
        );
      },
    });

    app.route({
      method: "PATCH",
      url: "/:id",
      schema: {
        tags,
        summary: "Change title or pin",
        params: idParams,
        body: patchConversationSchema,
        response: { 200: conversationSchema },
      },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        const gone = refuse("not_found", "There is no such conversation.");
        return conversationView(
          granted((await deps.conversations.update(owned.value, request.body)) ?? gone),
        );
      },
    });

    app.route({
      method: "DELETE",
      url: "/:id",
      schema: { tags, summary: "Delete with its messages", params: idParams, response: { 204: z.null() } },
      async handler(request, reply) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        await deps.runner.cancelConversation(owned.value.id);
        await deps.conversations.remove(owned.value);
        reply.code(204);
        return null;
      },
    });

    app.route({
      method: "GET",
      url: "/:id/messages",
      schema: {
        tags,
        summary: "Messages, oldest first",
        params: idParams,
        querystring: pageQuerySchema,
        response: { 200: listSchema(messageSchema) },
      },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        const { limit, cursor } = request.query;
        return page(
          await deps.conversations.messages(owned.value, { limit, ...(cursor && { cursor }) }),
          limit,
          messageView,
        );
      },
    });

    app.route({
      method: "DELETE",
      url: "/:id/messages",
      schema: { tags, summary: "Clear the messages", params: idParams, response: { 204: z.null() } },
      async handler(request, reply) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        await deps.runner.cancelConversation(owned.value.id);
        await deps.conversations.clear(owned.value);
        reply.code(204);
        return null;
      },
    });
  };
}
