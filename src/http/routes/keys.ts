import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { listSchema } from "../../contract/common.ts";
import { instant } from "../../contract/instant.ts";
import { createdKeySchema, createKeySchema, keySchema, type KeyView } from "../../contract/keys.ts";
import { authorizeGlobal } from "../../core/access/authorized.ts";
import { createKey, type StoredKey } from "../../core/access/keys.ts";
import { refuse } from "../../core/errors.ts";
import { requestActor } from "../auth.ts";
import type { HttpDeps } from "../deps.ts";
import { granted } from "../problem.ts";
import { idParams } from "../request.ts";
import { keyView } from "../views.ts";

const tags = ["keys"];

export function keyRoutes(deps: HttpDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.route({
      method: "POST",
      url: "",
      schema: {
        tags,
        summary: "Create; the key is shown this once",
        body: createKeySchema,
        response: { 201: createdKeySchema },
      },
      async handler(request, reply) {
        const maker = granted(authorizeGlobal(requestActor(request), "admin:config"));
        const { key, secret } = granted(await createKey(deps, maker, request.body));
        reply.code(201);
        return { ...view(key), key: secret };
      },
    });

    app.route({
      method: "GET",
      url: "",
      schema: { tags, summary: "List", response: { 200: listSchema(keySchema) } },
      async handler(request) {
        granted(authorizeGlobal(requestActor(request), "admin:config"));
        return { items: (await deps.keys.list()).map(view) };
      },
    });

    app.route({
      method: "DELETE",
      url: "/:id",
      schema: { tags, summary: "Revoke", params: idParams, response: { 200: keySchema } },
      async handler(request) {
        granted(authorizeGlobal(requestActor(request), "admin:config"));
        const revoked = await deps.keys.revoke(request.params.id);
        return view(granted(revoked ?? refuse("not_found", "There is no such key.")));
      },
    });
  };
}

function view(key: StoredKey): KeyView {
  const { expiresAt, lastUsedAt } = key;
  return {
    ...keyView(key),
    ...(expiresAt !== null && { expires_at: instant(expiresAt) }),
    ...(lastUsedAt !== null && { last_used_at: instant(lastUsedAt) }),
  };
}
