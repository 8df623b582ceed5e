import * as z from "zod";
import type { ClockDep } from "../../core/clock.ts";
import type { IdempotencyRecords, KeyedRequest, KeptRequest } from "../../core/limits/idempotency.ts";
import type { Database } from "./database.ts";
import type { IdempotencyKeyTable } from "./schema.ts";

const keptMs = 24 * 60 * 60 * 1000;
const prunedAtOnce = 1_000;

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

    async prune(signal) {
      const before = clock.now() - keptMs;
      for (let forgotten = 0; ;) {
        const old = query
          .selectFrom("idempotency_keys as old")
          .select(["old.workspace_id", "old.actor", "old.key"])
          .where("old.created_at", "<=", before)
          .limit(prunedAtOnce)
          .$asTuple("workspace_id", "actor", "key");
        const { numDeletedRows } = await query
          .deleteFrom("idempotency_keys")
          .where((row) => row(row.refTuple("workspace_id", "actor", "key"), "in", old))
          .executeTakeFirstOrThrow();
        forgotten += Number(numDeletedRows);
        if (numDeletedRows < prunedAtOnce || signal.aborted) return forgotten;
      }
    },
  };
}

const storedSchema = z.object({ ids: z.array(z.string()), result: z.string().nullable() });

function keptOf({ digest, result }: IdempotencyKeyTable): KeptRequest {
  return { digest, ...storedSchema.parse(JSON.parse(result)) };
}
