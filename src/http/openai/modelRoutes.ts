import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import * as z from "zod";
import { strategyNames } from "../../contract/strategies.ts";
import { authorizeWorkspaceList } from "../../core/access/authorized.ts";
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
    const models = everyModel(deps).map(({ id, provider }) => view(id, provider));
    const strategies = strategyNames.map((name) => view(`batuta/${name}`, "batuta"));
    const grant = authorizeWorkspaceList(requestActor(request));
    const workspaces = isRefusal(grant) ? [] : await deps.workspaces.list(grant.value, mostWorkspaces);
    const readable = workspaces.map(({ id, createdAt }) => view(`workspace/${id}`, "batuta", createdAt));
    return [...models, ...strategies, ...readable];
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
        const found = (await listed(request)).find(({ id }) => id === decodeURIComponent(asked));
        if (!found) throw modelNotFound(asked);
        return found;
      },
    });
  };
}

function view(id: string, owner: string, createdAt = 0): ModelView {
  return { id, object: "model", created: Math.floor(createdAt / 1000), owned_by: owner };
}
