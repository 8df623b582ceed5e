import type { FastifyInstance, FastifyRequest } from "fastify";
import { actorOf, type DigestDep, type KeyRecordsDep } from "../core/access/keys.ts";
import type { Actor } from "../core/access/actor.ts";
import { refuse } from "../core/errors.ts";
import { RefusedError } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null only on public routes. */
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    /** Answers without credentials. */
    public?: boolean;
  }
}

/** Every route needs a bearer key unless it declares itself public. */
export function requireKeys(app: FastifyInstance, deps: KeyRecordsDep & DigestDep): void {
  app.decorateRequest("actor", null);
  app.addHook("onRequest", async (request) => {
    if (request.routeOptions.config.public || request.is404) return;
    const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    request.actor = secret === undefined ? null : await actorOf(deps, secret);
    if (!request.actor) throw unauthorized();
  });
}

export function requestActor(request: FastifyRequest): Actor {
  if (!request.actor) throw unauthorized();
  return request.actor;
}

function unauthorized(): RefusedError {
  return new RefusedError(refuse("unauthorized", "Send a valid key as `Authorization: Bearer <key>`."));
}
