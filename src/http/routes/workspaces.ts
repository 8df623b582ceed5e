import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { listSchema, pageQuerySchema } from "../../contract/common.ts";
import { createWorkspaceSchema, patchWorkspaceSchema, workspaceSchema } from "../../contract/workspaces.ts";
import {
  authorizeGlobal,
  authorizeWorkspaceOwner,
  authorizeWorkspaceList,
} from "../../core/access/authorized.ts";
import { refuse } from "../../core/errors.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted, RefusedError } from "../problem.ts";
import { admitWorkspace, workspaceIdOf, workspaceParams } from "../request.ts";
import { page, workspaceView } from "../views.ts";

export function workspaceRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  const gone = refuse("not_found", "There is no such workspace.");
  const admitChange = async <S extends "documents:create" | "documents:delete">(
    request: FastifyRequest,
    id: string,
    scope: S,
  ) => granted(await authorizeWorkspaceOwner(deps, requestActor(request), workspaceIdOf(deps, id), scope));

  return async (app) => {
    app.route({
      method: "POST",
      url: "",
      schema: {
        tags: ["workspaces"],
        summary: "Create",
        body: createWorkspaceSchema,
        response: { 201: workspaceSchema },
      },
      async handler(request, reply) {
        const { actor } = granted(authorizeGlobal(requestActor(request), "documents:create"));
        reply.code(201);
        return workspaceView(await deps.workspaces.create(deps.random.id(), actor.id, request.body));
      },
    });

    app.route({
      method: "GET",
      url: "",
      schema: {
        tags: ["workspaces"],
        summary: "List",
        querystring: pageQuerySchema,
        response: { 200: listSchema(workspaceSchema) },
      },
      async handler(request) {
        const { value: reader } = granted(authorizeWorkspaceList(requestActor(request)));
        const { limit, cursor } = request.query;
        return page(await deps.workspaces.list(reader, limit, cursor), limit, workspaceView);
      },
    });

    app.route({
      method: "GET",
      url: "/:workspace_id",
      schema: {
        tags: ["workspaces"],
        summary: "Read",
        params: workspaceParams,
        response: { 200: workspaceSchema },
      },
      async handler(request) {
        const { value } = await admitWorkspace(deps, request, request.params.workspace_id, "documents:read");
        return workspaceView(value);
      },
    });

    app.route({
      method: "PATCH",
      url: "/:workspace_id",
      schema: {
        tags: ["workspaces"],
        summary: "Change",
        params: workspaceParams,
        body: patchWorkspaceSchema,
        response: { 200: workspaceSchema },
      },
      async handler(request) {
        const { value } = await admitChange(request, request.params.workspace_id, "documents:create");
        return workspaceView(granted((await deps.workspaces.update(value.id, request.body)) ?? gone));
      },
    });

    app.route({
      method: "DELETE",
      url: "/:workspace_id",
      schema: {
        tags: ["workspaces"],
        summary: "Archive",
        params: workspaceParams,
        response: { 204: z.null() },
      },
      async handler(request, reply) {
        const { value } = await admitChange(request, request.params.workspace_id, "documents:delete");
        if (value.id === deps.defaultWorkspaceId) {
          throw new RefusedError(refuse("conflict", "The default workspace cannot be archived."));
        }
        if (!(await deps.workspaces.archive(value.id))) throw new RefusedError(gone);
        reply.code(204);
        return null;
      },
    });
  };
}
