import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { idSchema } from "../../contract/common.ts";
import type { Scope } from "../../contract/keys.ts";
import {
  interactionPageQuerySchema,
  interactionPageSchema,
  interactionSchema,
} from "../../contract/query.ts";
import type { Authorized } from "../../core/access/authorized.ts";
import { authorizeOwned } from "../../core/access/authorized.ts";
import { refuse } from "../../core/errors.ts";
import { pause } from "../../core/clock.ts";
import type { Interaction } from "../../core/sessions/interaction.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";
import { admitWorkspace, workspaceParams } from "../request.ts";
import { interactionPreview, interactionView } from "../views.ts";

const tags = ["query"];
const params = workspaceParams.extend({ id: idSchema });

/** The longest that a reader waits for the saving. */
const savingMs = 1_000;

/** The queries of a project that this actor has made. */
export function interactionRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  const admitInteraction = async <S extends Scope>(
    request: FastifyRequest,
    { workspace_id, id }: z.infer<typeof params>,
    scope: S,
  ): Promise<Authorized<Interaction, S>> => {
    const { value } = await admitWorkspace(deps, request, workspace_id, scope);
    const saved = await deps.interactions.find(value.id, id);
    // Asked for right behind the answer, it is still being saved.
    if (!saved) await Promise.race([deps.runner.kept(id), pause(deps.clock, savingMs)]);
    const interaction = saved ?? (await deps.interactions.find(value.id, id));
    return granted(await authorizeOwned(deps, requestActor(request), interaction, scope)).owned;
  };

  return async (app) => {
    app.route({
      method: "GET",
      url: "/interactions",
      schema: {
        tags,
        summary: "List your queries, newest first",
        params: workspaceParams,
        querystring: interactionPageQuerySchema,
        response: { 200: interactionPageSchema },
      },
      async handler(request) {
        const { actor, value } = await admitWorkspace(
          deps,
          request,
          request.params.workspace_id,
          "query:ask",
        );
        const { page, per_page } = request.query;
        const { items, total } = await deps.interactions.list(value.id, actor.id, {
          page,
          perPage: per_page,
        });
        return { items: items.map(interactionPreview), page, per_page, total };
      },
    });

    app.route({
      method: "GET",
      url: "/interactions/:id",
      schema: { tags, summary: "Read a query with its answer", params, response: { 200: interactionSchema } },
      async handler(request) {
        return interactionView((await admitInteraction(request, request.params, "query:ask")).value);
      },
    });

    app.route({
      method: "DELETE",
      url: "/interactions/:id",
      schema: { tags, summary: "Delete a query and its answer", params, response: { 204: z.null() } },
      async handler(request, reply) {
        const { value } = await admitInteraction(request, request.params, "query:ask");
        const isRemoved = await deps.interactions.remove(value.workspaceId, value.id);
        granted(isRemoved ? null : refuse("not_found", "There is no such resource."));
        reply.code(204);
        return null;
      },
    });
  };
}
