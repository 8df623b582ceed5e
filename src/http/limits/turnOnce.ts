import type { FastifyRequest } from "fastify";
import type { Authorized } from "../../core/access/authorized.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import { refuse } from "../../core/errors.ts";
import { tailTurn } from "../../core/sessions/tailTurn.ts";
import type { ReadTurn } from "../../core/sessions/turnLog.ts";
import type { HttpDeps } from "../deps.ts";
import { idempotent, type Operation } from "./idempotent.ts";

/**
 * Starts a turn under the given id, once for all requests with one `Idempotency-Key`: the others read the same turn, while
 * it runs and after it. `start` resolves once the turn is durable.
 */
export function turnOnce(
  deps: HttpDeps,
  request: FastifyRequest,
  workspace: Authorized<Workspace, "query:ask" | "query:stream">,
  operation: Operation,
  start: (turnId: string) => Promise<ReadTurn>,
): Promise<ReadTurn> {
  const reread = async (turnId: string): Promise<ReadTurn | null> =>
    (deps.runner.find(turnId) ?? (await deps.turns.find(turnId)))
      ? (after, signal) => tailTurn(deps, turnId, after, signal)
      : null;
  return idempotent<ReadTurn>(deps, request, workspace, operation, {
    ids: () => [deps.random.id()],
    async run([turnId = ""], again) {
      return (again ? await reread(turnId) : null) ?? start(turnId);
    },
    remembered: () => null,
    async repeat([turnId = ""]) {
      return (await reread(turnId)) ?? refuse("not_found", "The turn of this Idempotency-Key was deleted.");
    },
  });
}
