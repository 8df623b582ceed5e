import type { Member, MemberRecords } from "../../core/access/workspace.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Database } from "./database.ts";
import { prepared, type Slot } from "./prepared.ts";
import type { WorkspaceMemberTable } from "./schema.ts";

export function createMemberRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): MemberRecords {
  const listed = prepared((slot: Slot<{ workspace: string; actor: string }>) =>
    database.query
      .selectFrom("workspace_members")
      .selectAll()
      .where("workspace_id", "=", slot("workspace"))
      .where("actor", "=", slot("actor")),
  );

  return {
    async has(workspaceId, actor) {
      const [{ rows }] = await database.batch([listed({ workspace: workspaceId, actor })]);
      return rows.length > 0;
    },
    async put(workspaceId, actor, addedBy) {
      const row = { workspace_id: workspaceId, actor, added_by: addedBy, created_at: clock.now() };
      const insert = database.query
        .insertInto("workspace_members")
        .values(row)
        .onConflict((conflict) => conflict.columns(["workspace_id", "actor"]).doNothing());
      const [, { rows }] = await database.batch([insert, listed({ workspace: workspaceId, actor })]);
      return memberOf(rows[0] ?? row);
    },
    async remove(workspaceId, actor) {
      const rows = await database.query
        .deleteFrom("workspace_members")
        .where("workspace_id", "=", workspaceId)
        .where("actor", "=", actor)
        .returning("actor")
        .execute();
      return rows.length > 0;
    },
    async list(workspaceId, limit, after = "") {
      const rows = await database.query
        .selectFrom("workspace_members")
        .selectAll()
        .where("workspace_id", "=", workspaceId)
        .where("actor", ">", after)
        .orderBy("actor")
        .limit(limit)
        .execute();
      return rows.map(memberOf);
    },
  };
}

function memberOf(row: WorkspaceMemberTable): Member {
  return { actor: row.actor, addedBy: row.added_by, createdAt: row.created_at };
}
