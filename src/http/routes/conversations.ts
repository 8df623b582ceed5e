import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { listSchema, pageQuerySchema } from "../../contract/common.ts";
import {
  branchIdSchema,
  branchSchema,
  conversationSchema,
  createConversationSchema,
  exportConversationSchema,
  listConversationsSchema,
  messageSchema,
  patchConversationSchema,
} from "../../contract/conversations.ts";
import type { Authorized } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { refuse, type Refusal } from "../../core/errors.ts";
import type { Conversation } from "../../core/sessions/conversation.ts";
import { isBranch, type Branch } from "../../core/sessions/branch.ts";
import { cursorOf, positionOf } from "../../core/sessions/listPosition.ts";
import { conversationExport } from "../conversationExport.ts";
import type { HttpDeps } from "../deps.ts";
import { idempotencyHeaders, idempotent } from "../limits/idempotent.ts";
import { granted } from "../problem.ts";
import { admitConversation, admitWorkspace, chooseLocale, idParams } from "../request.ts";
import { branchViews, conversationView, messageView, page } from "../views.ts";

const tags = ["conversations"];
const messagesQuery = pageQuerySchema.extend({
  branch_id: branchIdSchema.optional().describe("Another branch than the active one"),
});

export function conversationRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "",
      schema: {
        tags,
        summary: "Create",
        headers: idempotencyHeaders,
        body: createConversationSchema.nullish(),
        response: { 201: conversationSchema },
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(deps, request, request.body?.workspace_id, "query:ask");
        reply.code(201);
        return conversationView(await create(deps, request, workspace, request.body?.title ?? ""));
      },
    });

    app.route({
      method: "GET",
      url: "",
      schema: {
        tags,
        summary: "List or search: pinned ones first, then by their newest question",
        description:
          "Pages keep the order in which the first of them was read: a question asked meanwhile makes them neither skip nor repeat a conversation.",
        querystring: listConversationsSchema,
        response: { 200: listSchema(conversationSchema) },
      },
      async handler(request) {
        const { workspace_id, limit, cursor, q, pinned } = request.query;
        const { actor, value } = await admitWorkspace(deps, request, workspace_id, "query:ask");
        const after = cursor === undefined ? null : granted(positionOf(cursor) ?? noCursor);
        const { items, next } = await deps.conversations.list(value.id, actor.id, {
          limit,
          ...(after && { cursor: after }),
          ...(q !== undefined && { text: q }),
          ...(pinned !== undefined && { pinned: pinned === "true" }),
        });
        return { items: items.map(conversationView), ...(next && { next: cursorOf(next) }) };
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
        summary: "Change title or pin, or switch to another branch",
        params: idParams,
        body: patchConversationSchema,
        response: { 200: conversationSchema },
      },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        const gone = refuse("not_found", "There is no such conversation.");
        const { branch_id } = request.body;
        if (branch_id !== undefined) known(await deps.conversations.branches(owned.value), branch_id);
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
        summary: "Messages of the active branch, oldest first",
        params: idParams,
        querystring: messagesQuery,
        response: { 200: listSchema(messageSchema) },
      },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        const { limit, cursor, branch_id = owned.value.branchId } = request.query;
        const branches = await deps.conversations.branches(owned.value);
        known(branches, branch_id);
        const conversation = { ...owned.value, branchId: branch_id };
        const messages = await deps.conversations.messages(conversation, {
          limit,
          ...(cursor && { cursor }),
        });
        return page(messages, limit, (message) => messageView(message, branches));
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

    app.route({
      method: "GET",
      url: "/:id/branches",
      schema: {
        tags,
        summary: "Branches, the first one first",
        params: idParams,
        response: { 200: listSchema(branchSchema) },
      },
      async handler(request) {
        const { owned } = await admitConversation(deps, request, request.params.id, "query:ask");
        return { items: branchViews(owned.value, await deps.conversations.branches(owned.value)) };
      },
    });

    app.route({
      method: "GET",
      url: "/:id/export",
      schema: {
        tags,
        summary: "Download as JSON, with all branches, or the active branch as Markdown",
        params: idParams,
        querystring: exportConversationSchema,
      },
      async handler(request, reply) {
        const { owned, workspace } = await admitConversation(deps, request, request.params.id, "query:ask");
        const { format, locale } = request.query;
        const spoken = chooseLocale(deps, request, locale, workspace.value);
        const { mime, fileName, text } = conversationExport(deps, owned.value, format, spoken);
        // Never rendered by the browser: what somebody wrote must not run as ours.
        reply
          .header("content-disposition", `attachment; filename="${fileName}"`)
          .header("x-content-type-options", "nosniff")
          .type(mime);
        return reply.send(Readable.from(text, { highWaterMark: 1 }));
      },
    });
  };
}

const noCursor = invalid(
  "cursor",
  "Send `next` of the page before, as it is, or leave it out to begin anew.",
);
const noBranch = invalid(
  "branch_id",
  "This conversation has no such branch; GET its branches for those it has.",
);

/** Throws RefusedError for a branch that the conversation does not have. */
function known(branches: readonly Branch[], id: string): void {
  granted(isBranch(branches, id) ? null : noBranch);
}

function invalid(path: string, message: string): Refusal {
  return refuse("validation_error", "Some fields are not valid.", [{ path, message }]);
}

/** Once for all requests with one `Idempotency-Key`. */
function create(
  deps: HttpDeps,
  request: FastifyRequest,
  workspace: Authorized<Workspace, "query:ask">,
  title: string,
): Promise<Conversation> {
  const { value, actor } = workspace;
  const operation = { name: "POST conversation", parts: title };
  return idempotent<Conversation>(deps, request, workspace, operation, {
    ids: () => [deps.random.id()],
    async run([id = ""], again) {
      const found = again ? await deps.conversations.find(id) : null;
      return found ?? deps.conversations.create({ workspaceId: value.id, id, actor: actor.id, title });
    },
    remembered: () => null,
    repeat: async ([id = ""]) =>
      (await deps.conversations.find(id)) ??
      refuse("not_found", "The conversation of this Idempotency-Key was deleted."),
  });
}
