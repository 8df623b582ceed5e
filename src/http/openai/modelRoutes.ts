import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { strategyNames } from "../../contract/strategies.ts";
import { holdsScope, type Actor } from "../../core/access/actor.ts";
import { authorizeWorkspace, authorizeWorkspaceList } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { everyModel } from "../../core/answering/choosing.ts";
import { isRefusal } from "../../core/errors.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { modelNotFound } from "./errors.ts";

const tags = ["openai"];
const modelSchema = z.object({
  id: z.string(),
  object: z.literal("model"),
  created: z.int(),
  owned_by: z.string(),
});
type ModelView = z.infer<typeof modelSchema>;

/** Workspaces in one listing; a key that may read more finds them by their ids all the same. */
const mostWorkspaces = 1000;

export function modelRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  const listed = async (request: FastifyRequest): Promise<ModelView[]> => {
    const actor = requestActor(request);
    const { embedder } = deps;
    const embeds =
      embedder && holdsScope(actor, "query:search") ? [view(embedder.model, embedder.provider)] : [];
    const scope = (["query:ask", "query:stream"] as const).find((each) => holdsScope(actor, each));
    if (!scope) return embeds;
    const models = everyModel(deps).map(({ id, provider }) => view(id, provider));
    const strategies = strategyNames.map((name) => view(`batuta/${name}`, "batuta"));
    const workspaces = await workspacesOf(deps, actor, scope);
    const askable = workspaces.map(({ id, createdAt }) => view(`workspace/${id}`, "batuta", createdAt));
    return [...models, ...strategies, ...askable, ...embeds];
  };

  return async (app) => {
    app.route({
      method: "GET",
      url: "/models",
      schema: {
        tags,
        summary: "Models, strategies and workspaces that the key may use",
        response: { 200: z.object({ object: z.literal("list"), data: z.array(modelSchema) }) },
      },
      handler: async (request) => ({ object: "list" as const, data: await listed(request) }),
    });

    app.route({
      method: "GET",
      // Ids have slashes in them.
      url: "/models/*",
      schema: { tags, summary: "One of them", hide: true, response: { 200: modelSchema } },
      async handler(request) {
        const asked = z.object({ "*": z.string() }).parse(request.params)["*"];
        const found = (await listed(request)).find(({ id }) => id === asked);
        if (!found) throw modelNotFound(asked);
        return found;
      },
    });
  };
}

/** A key that may ask, but not look through workspaces, knows those that it is bound to. */
async function workspacesOf(
  deps: HttpDeps,
  actor: Actor,
  scope: "query:ask" | "query:stream",
): Promise<readonly Workspace[]> {
  const grant = authorizeWorkspaceList(actor);
  if (!isRefusal(grant)) return deps.workspaces.list(grant.value, mostWorkspaces);
  const bound = await Promise.all(actor.workspaces.map((id) => authorizeWorkspace(deps, actor, id, scope)));
  return bound.flatMap((each) => (isRefusal(each) ? [] : [each.value]));
}

function view(id: string, owner: string, createdAt = 0): ModelView {
  return { id, object: "model", created: Math.floor(createdAt / 1000), owned_by: owner };
}
