import type { FastifyRequest } from "fastify";
import * as z from "zod";
import type { Authorized } from "../../core/access/authorized.ts";
import type { DigestDep } from "../../core/access/keys.ts";
import type { Workspace } from "../../core/access/workspace.ts";
import type { Scope } from "../../contract/keys.ts";
import { refuse } from "../../core/errors.ts";
import { canonicalText } from "../../core/limits/canonicalText.ts";
import type { OnceDep, OnceWork } from "../../core/limits/idempotency.ts";
import { granted, RefusedError } from "../problem.ts";

/** The header, for the document; what is wrong with it is said by `idempotencyKey`. */
export const idempotencyHeaders = z.looseObject({
  "idempotency-key": z
    .string()
    .optional()
    .describe(
      "Of your own, 1 to 255 characters: sent again with the same request within 24 hours, it gives what the first came to; with another one, 409",
    ),
});

/** What two requests must have in common to be one: the operation, what its path names, and what it was sent. */
export interface Operation {
  readonly name: string;
  readonly parts: unknown;
}

/**
 * Does the work once for all requests of this actor in this workspace with the same `Idempotency-Key`; without one, each
 * time. Throws RefusedError: 422 for a key that is none, 409 for one that was used for another request.
 */
export async function idempotent<Outcome>(
  deps: DigestDep & OnceDep,
  request: FastifyRequest,
  { actor, value }: Authorized<Workspace, Scope>,
  { name, parts }: Operation,
  work: OnceWork<Outcome>,
): Promise<Outcome> {
  const key = idempotencyKey(request);
  if (key === null) return granted(await work.run(work.ids(), false));
  const digest = deps.digest(canonicalText([name, parts]));
  return granted(await deps.once({ workspaceId: value.id, actor: actor.id, key, digest }, work));
}

/** Null when none was sent. Throws RefusedError when it is not 1 to 255 printable ASCII characters. */
export function idempotencyKey({ headers }: FastifyRequest): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key === "string" && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  const message = "must be 1 to 255 printable ASCII characters";
  throw new RefusedError(
    refuse("validation_error", `The header Idempotency-Key ${message}.`, [
      { path: "headers.idempotency-key", message },
    ]),
  );
}
