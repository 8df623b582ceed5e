import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { listSchema } from "../../contract/common.ts";
import { instant } from "../../contract/instant.ts";
import { actorIdSchema } from "../../contract/keys.ts";
import { memberPageQuerySchema, memberSchema, type MemberView } from "../../contract/workspaces.ts";
import { authorizeWorkspaceOwner } from "../../core/access/authorized.ts";
import type { Member } from "../../core/access/workspace.ts";
import { refuse } from "../../core/errors.ts";
import { isReservedActor } from "../../core/reservedActors.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted, RefusedError } from "../problem.ts";
import { workspaceIdOf, workspaceParams } from "../request.ts";

const tags = ["workspaces"];
const params = workspaceParams.extend({ actor: actorIdSchema });
const unlisted = refuse("not_found", "That actor is not on the list of the workspace.");

const reserved = refuse("validation_error", "Some fields are not valid.", [
  { path: "actor", message: "is an id that the server keeps for itself" },
]);

/** The list of a workspace, for its owner and admins alone: who may read it while it is `shared`. */
export function memberRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  const admit = async (request: FastifyRequest, id: string, scope: "documents:create" | "documents:read") =>
    granted(await authorizeWorkspaceOwner(deps, requestActor(request), workspaceIdOf(deps, id), scope));
  const { members } = deps.workspaces;

  return async (app) => {
    app.route({
      method: "GET",
      url: "",
      schema: {
        tags,
        summary: "Members, by actor",
        params: workspaceParams,
        querystring: memberPageQuerySchema,
        response: { 200: listSchema(memberSchema) },
      },
      async handler(request) {
        const { value } = await admit(request, request.params.workspace_id, "documents:read");
        const { limit, cursor } = request.query;
        const listed = await members.list(value.id, limit, cursor);
        const last = listed.length === limit ? listed.at(-1) : undefined;
        return { items: listed.map(view), ...(last && { next: last.actor }) };
      },
    });

    app.route({
      method: "PUT",
      url: "/:actor",
      schema: {
        tags,
        summary: "Add a member; it may read the workspace while that is shared",
        params,
        response: { 200: memberSchema },
      },
      async handler(request) {
        const { actor, value } = await admit(request, request.params.workspace_id, "documents:create");
        if (isReservedActor(request.params.actor)) throw new RefusedError(reserved);
        return view(await members.put(value.id, request.params.actor, actor.id));
      },
    });

    app.route({
      method: "DELETE",
      url: "/:actor",
      schema: { tags, summary: "Remove a member", params, response: { 204: z.null() } },
      async handler(request, reply) {
        const { value } = await admit(request, request.params.workspace_id, "documents:create");
        granted((await members.remove(value.id, request.params.actor)) ? null : unlisted);
        reply.code(204);
        return null;
      },
    });
  };
}

function view({ actor, addedBy, createdAt }: Member): MemberView {
  return { actor, added_by: addedBy, created_at: instant(createdAt) };
}
