import type { FastifyRequest } from "fastify";
import type { Scope } from "../contract/keys.ts";
import { authorizeWorkspace } from "../core/access/authorized.ts";
import { isRefusal } from "../core/errors.ts";
import type { WorkspaceRecordsDep } from "../core/access/workspace.ts";
import type { ClockDep } from "../core/clock.ts";
import { authenticated, type AuthDeps } from "./auth.ts";
import { RefusedError } from "./problem.ts";

const againMs = 15_000;

/** Aborts, within some seconds, once a new request like this one would be refused: for streams without an end. */
export function whileAdmitted(
  deps: AuthDeps & WorkspaceRecordsDep & ClockDep,
  request: Pick<FastifyRequest, "headers">,
  workspaceId: string,
  scope: Scope,
): AbortSignal & Disposable {
  const ended = new AbortController();
  const isRefused = async () => {
    const actor = await authenticated(deps, request);
    return !actor || isRefusal(await authorizeWorkspace(deps, actor, workspaceId, scope));
  };
  let cancel = () => {};
  const askLater = () => {
    cancel = deps.clock.after(againMs, () => {
      isRefused()
        // A store that does not answer says nothing of anybody's rights.
        .catch((cause: unknown) => cause instanceof RefusedError)
        .then((refused) => (refused ? ended.abort(noLonger) : askLater()))
        .catch((cause: unknown) => ended.abort(cause));
    });
  };
  askLater();
  return Object.assign(ended.signal, { [Symbol.dispose]: () => cancel() });
}

const noLonger = new Error("no longer admitted");
