import { Readable } from "node:stream";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { idSchema, listSchema, pageQuerySchema } from "../../contract/common.ts";
import {
  acceptedDocumentsSchema,
  documentSchema,
  documentStatusSchema,
  documentTextSchema,
  patchDocumentSchema,
} from "../../contract/documents.ts";
import { findDocument, restrictDocument } from "../../core/documents/documentAccess.ts";
import { deleteDocument, reprocessDocument, retryFailed } from "../../core/documents/lifecycle.ts";
import { refuse } from "../../core/errors.ts";
import type { HttpDeps } from "../deps.ts";
import { idempotencyHeaders } from "../limits/idempotent.ts";
import { granted } from "../problem.ts";
import { admitWorkspace, workspaceParams } from "../request.ts";
import { receiveUpload } from "../upload.ts";
import { documentView, page } from "../views.ts";

const tags = ["documents"];
const params = workspaceParams;
const documentParams = workspaceParams.extend({ document_id: idSchema });
const listQuery = pageQuerySchema.extend({ status: documentStatusSchema.optional() });

export function documentRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "/documents",
      config: { rateGroup: "uploads" },
      schema: {
        tags,
        summary: "Upload",
        description:
          "multipart/form-data: one or many parts named `files`; `conversation_id` attaches them to a conversation, `allowed_roles` (separated by commas, or repeated) restricts them. Sent again with the same `Idempotency-Key`, the first answer comes again.",
        consumes: ["multipart/form-data"],
        params,
        headers: idempotencyHeaders,
        response: { 202: acceptedDocumentsSchema },
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(
          deps,
          request,
          request.params.workspace_id,
          "documents:create",
        );
        const items = await receiveUpload(deps, request, workspace);
        reply.code(202);
        return { items };
      },
    });

    app.route({
      method: "GET",
      url: "/documents",
      schema: {
        tags,
        summary: "List, newest first",
        params,
        querystring: listQuery,
        response: { 200: listSchema(documentSchema) },
      },
      async handler(request) {
        const { actor, value } = await admitWorkspace(
          deps,
          request,
          request.params.workspace_id,
          "documents:read",
        );
        const { limit, cursor, status } = request.query;
        const filter = { limit, viewer: actor, ...(cursor && { before: cursor }), ...(status && { status }) };
        return page(await deps.documents.list(value.id, filter), limit, documentView);
      },
    });

    app.route({
      method: "POST",
      url: "/documents/retry-failed",
      schema: {
        tags,
        summary: "Queue exactly the failed ones again",
        params,
        response: { 202: listSchema(documentSchema) },
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(
          deps,
          request,
          request.params.workspace_id,
          "documents:create",
        );
        reply.code(202);
        return { items: (await retryFailed(deps, workspace)).map(documentView) };
      },
    });

    app.route({
      method: "GET",
      url: "/documents/:document_id",
      schema: { tags, summary: "Read", params: documentParams, response: { 200: documentSchema } },
      async handler(request) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "documents:read");
        return documentView(granted(await findDocument(deps, workspace, request.params.document_id)));
      },
    });

    app.route({
      method: "PATCH",
      url: "/documents/:document_id",
      schema: {
        tags,
        summary: "Say who may know of it",
        params: documentParams,
        body: patchDocumentSchema,
        response: { 200: documentSchema },
      },
      async handler(request) {
        const { workspace_id, document_id } = request.params;
        const workspace = await admitWorkspace(deps, request, workspace_id, "documents:create");
        return documentView(
          granted(await restrictDocument(deps, workspace, document_id, request.body.allowed_roles)),
        );
      },
    });

    app.route({
      method: "DELETE",
      url: "/documents/:document_id",
      schema: {
        tags,
        summary: "Delete file, text and index entries",
        params: documentParams,
        response: { 204: z.null() },
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(
          deps,
          request,
          request.params.workspace_id,
          "documents:delete",
        );
        granted(await deleteDocument(deps, workspace, request.params.document_id));
        reply.code(204);
        return null;
      },
    });

    app.route({
      method: "POST",
      url: "/documents/:document_id/reprocess",
      schema: {
        tags,
        summary: "Read the file again",
        params: documentParams,
        response: { 202: documentSchema },
      },
      async handler(request, reply) {
        const workspace = await admitWorkspace(
          deps,
          request,
          request.params.workspace_id,
          "documents:create",
        );
        reply.code(202);
        return documentView(granted(await reprocessDocument(deps, workspace, request.params.document_id)));
      },
    });

    app.route({
      method: "GET",
      url: "/documents/:document_id/content",
      schema: { tags, summary: "The original file", params: documentParams },
      async handler(request, reply) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "documents:read");
        const document = granted(await findDocument(deps, workspace, request.params.document_id));
        const content = granted(
          (await deps.blobs.read(document.workspaceId, document.hash)) ??
            refuse("not_found", "The original file is missing."),
        );
        // Never rendered by the browser: an uploaded page must not run as ours.
        reply.header(
          "content-disposition",
          `attachment; filename*=UTF-8''${encodeURIComponent(document.name)}`,
        );
        reply
          .header("x-content-type-options", "nosniff")
          .header("content-length", document.bytes)
          .type(document.mime);
        return reply.send(Readable.from(content));
      },
    });

    app.route({
      method: "GET",
      url: "/documents/:document_id/text",
      schema: {
        tags,
        summary: "The text that all offsets refer to",
        params: documentParams,
        response: { 200: documentTextSchema },
      },
      async handler(request) {
        const workspace = await admitWorkspace(deps, request, request.params.workspace_id, "documents:read");
        const document = granted(await findDocument(deps, workspace, request.params.document_id));
        const notYet = refuse("conflict", "The document has no text yet: it is not ready.");
        const { text, pages } = granted(
          (await deps.documents.text(document.workspaceId, document.id)) ?? notYet,
        );
        return { text, pages: [...pages] };
      },
    });
  };
}
