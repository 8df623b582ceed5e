import type { FastifyInstance, FastifyRequest } from "fastify";
import { actorOf, type DigestDep, type KeyRecordsDep } from "../core/access/keys.ts";
import type { Actor } from "../core/access/actor.ts";
import type { TokenVerifierDep } from "../core/access/tokenVerifier.ts";
import type { ClockDep } from "../core/clock.ts";
import { refuse } from "../core/errors.ts";
import { granted, RefusedError } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null only on public routes, and where a key may be left out. */
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    /** Answers without credentials. */
    public?: boolean;
    /** Answers without credentials too, but checks those that are sent. */
    keyOptional?: boolean;
  }
}

export type AuthDeps = KeyRecordsDep & DigestDep & ClockDep & TokenVerifierDep;

/** Every route needs a key or a token unless it declares itself public. */
export function requireKeys(app: FastifyInstance, deps: AuthDeps): void {
  app.decorateRequest("actor", null);
  app.addHook("onRequest", async (request) => {
    const { authorization } = request.headers;
    const { public: isPublic, keyOptional } = request.routeOptions.config;
    if (isPublic || request.is404 || (keyOptional && authorization === undefined)) return;
    request.actor = await authenticated(deps, request);
    if (!request.actor) throw unauthorized();
  });
}

/** Who asks, by what the request carries; null for nobody. Throws RefusedError for a token that is refused. */
export async function authenticated(
  deps: AuthDeps,
  { headers }: Pick<FastifyRequest, "headers">,
): Promise<Actor | null> {
  const secret = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  return secret === undefined ? null : bearer(deps, secret);
}

export function requestActor(request: FastifyRequest): Actor {
  if (!request.actor) throw unauthorized();
  return request.actor;
}

/** A token where tokens are taken, else a key. */
async function bearer(deps: AuthDeps, secret: string): Promise<Actor | null> {
  return deps.tokens && token.test(secret)
    ? granted(await deps.tokens.verify(secret))
    : actorOf(deps, secret);
}

/** The compact form of a JWT (RFC 7519): three parts in base64url. */
const token = /^(?!bt_)[\w-]+\.[\w-]+\.[\w-]*$/;

function unauthorized(): RefusedError {
  return new RefusedError(refuse("unauthorized", "Send a valid key as `Authorization: Bearer <key>`."));
}
