import { sql } from "kysely";
import * as z from "zod";
import type { ClockDep } from "../../core/clock.ts";
import type { IdempotencyRecords, KeyedRequest, KeptRequest } from "../../core/limits/idempotency.ts";
import type { Database } from "./database.ts";
import { deleteInSteps } from "./deleteInSteps.ts";
import type { IdempotencyKeyTable } from "./schema.ts";

const keptMs = 24 * 60 * 60 * 1000;

export function createIdempotencyRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): IdempotencyRecords {
  const { query } = database;
  const rowOf = ({ workspaceId, actor, key }: KeyedRequest) =>
    query
      .selectFrom("idempotency_keys")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .where("actor", "=", actor)
      .where("key", "=", key);
  const forget = ({ workspaceId, actor, key }: KeyedRequest) =>
    query
      .deleteFrom("idempotency_keys")
      .where("workspace_id", "=", workspaceId)
      .where("actor", "=", actor)
      .where("key", "=", key);

  return {
    async reserve(request, ids) {
      const { workspaceId, actor, key, digest } = request;
      const now = clock.now();
      const [, inserted, found] = await database.batch([
        forget(request).where("created_at", "<=", now - keptMs),
        query
          .insertInto("idempotency_keys")
          .values({
            workspace_id: workspaceId,
            actor,
            key,
            digest,
            result: JSON.stringify({ ids, result: null }),
            created_at: now,
          })
          .onConflict((conflict) => conflict.doNothing()),
        rowOf(request),
      ]);
      const row = found.rows[0];
      if (!row) throw new TypeError("A reserved key is not there");
      return { kept: keptOf(row), isNew: inserted.changes > 0 };
    },

    async finish(request, ids, result) {
      await query
        .updateTable("idempotency_keys")
        .set({ result: JSON.stringify({ ids, result }) })
        .where("workspace_id", "=", request.workspaceId)
        .where("actor", "=", request.actor)
        .where("key", "=", request.key)
        .where("digest", "=", request.digest)
        .execute();
    },

    async release(request) {
      await forget(request).where("digest", "=", request.digest).execute();
    },

    prune(signal) {
      const where = sql`created_at <= ${clock.now() - keptMs}`;
      const key = ["workspace_id", "actor", "key"];
      return deleteInSteps({ database, clock }, { table: "idempotency_keys", key, where }, signal);
    },
  };
}

const storedSchema = z.object({ ids: z.array(z.string()), result: z.string().nullable() });

function keptOf({ digest, result }: IdempotencyKeyTable): KeptRequest {
  return { digest, ...storedSchema.parse(JSON.parse(result)) };
}
