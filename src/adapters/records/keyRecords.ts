import * as z from "zod";
import { roles, scopes } from "../../contract/keys.ts";
import type { KeyRecords, StoredKey } from "../../core/access/keys.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { TelemetryDep } from "../../core/telemetry.ts";
import type { Database } from "./database.ts";
import { prepared, type Slot } from "./prepared.ts";
import type { ApiKeyTable } from "./schema.ts";

export function createKeyRecords({
  database,
  clock,
  telemetry,
}: { readonly database: Database } & ClockDep & TelemetryDep): KeyRecords {
  const find = (column: "hash" | "id", value: string) =>
    database.query.selectFrom("api_keys").selectAll().where(column, "=", value).executeTakeFirst();
  const byHash = prepared((slot: Slot<{ hash: string }>) =>
    database.query.selectFrom("api_keys").selectAll().where("hash", "=", slot("hash")),
  );

  const notedById = new Map<string, number>();

  return {
    async create(key, hash) {
      await database.query
        .insertInto("api_keys")
        .values({
          id: key.id,
          hash,
          actor: key.actor,
          name: key.name,
          role: key.role,
          scopes: JSON.stringify(key.scopes),
          workspaces: JSON.stringify(key.workspaces),
          created_at: clock.now(),
          revoked_at: null,
          expires_at: key.expiresAt,
          last_used_at: null,
        })
        .onConflict((conflict) => conflict.column("hash").doNothing())
        .execute();
      const row = await find("hash", hash);
      if (!row) throw new Error("a key that was just stored is not there");
      return keyOf(row);
    },
    async findByHash(hash) {
      const [{ rows }] = await database.batch([byHash({ hash })]);
      return rows[0] ? keyOf(rows[0]) : null;
    },
    async list() {
      const rows = await database.query.selectFrom("api_keys").selectAll().orderBy("id").execute();
      return rows.map(keyOf);
    },
    async revoke(id) {
      await database.query
        .updateTable("api_keys")
        .set({ revoked_at: clock.now() })
        .where("id", "=", id)
        .where("revoked_at", "is", null)
        .execute();
      const row = await find("id", id);
      return row ? keyOf(row) : null;
    },
    noteUse(id) {
      const now = clock.now();
      const latest = now - noteEveryMs;
      if ((notedById.get(id) ?? -Infinity) > latest) return;
      if (notedById.size >= mostNoted) notedById.clear();
      notedById.set(id, now);
      // Other processes note the same key: the row says whether the minute is over.
      const note = database.query
        .updateTable("api_keys")
        .set({ last_used_at: now })
        .where("id", "=", id)
        .where((key) => key.or([key("last_used_at", "is", null), key("last_used_at", "<=", latest)]))
        .execute();
      note.catch((cause: unknown) => telemetry.warn("key_use_unnoted", { key_id: id }, cause));
    },
  };
}

const noteEveryMs = 60_000;
const mostNoted = 10_000;

const storedRole = z.enum(roles);
const storedScopes = z.array(z.enum(scopes));
const storedWorkspaces = z.array(z.string());

function keyOf(row: ApiKeyTable): StoredKey {
  return {
    role: storedRole.parse(row.role),
    scopes: storedScopes.parse(JSON.parse(row.scopes)),
    workspaces: storedWorkspaces.parse(JSON.parse(row.workspaces)),
    id: row.id,
    name: row.name,
    actor: row.actor,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
