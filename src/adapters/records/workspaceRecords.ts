import { visibilities, workspaceSettingsSchema } from "../../contract/workspaces.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { Workspace, WorkspaceRecords } from "../../core/access/workspace.ts";
import type { Database } from "./database.ts";
import { prepared, type Slot } from "./prepared.ts";
import type { WorkspaceTable } from "./schema.ts";
import * as z from "zod";

export function createWorkspaceRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): WorkspaceRecords {
  const live = () => database.query.selectFrom("workspaces").selectAll().where("archived_at", "is", null);
  const findById = prepared((slot: Slot<{ id: string }>) => live().where("workspace_id", "=", slot("id")));

  return {
    async create(id, owner, draft) {
      const now = clock.now();
      const row: WorkspaceTable = {
        workspace_id: id,
        name: draft.name,
        description: draft.description,
        visibility: draft.visibility,
        owner,
        settings: JSON.stringify(draft.settings),
        archived_at: null,
        created_at: now,
        updated_at: now,
      };
      await database.query.insertInto("workspaces").values(row).execute();
      return workspaceOf(row);
    },
    async get(id) {
      const [{ rows }] = await database.batch([findById({ id })]);
      return rows[0] ? workspaceOf(rows[0]) : null;
    },
    async list(limit, after = "") {
      const rows = await live()
        .where("workspace_id", ">", after)
        .orderBy("workspace_id")
        .limit(limit)
        .execute();
      return rows.map(workspaceOf);
    },
    async update(id, patch) {
      const { settings, ...columns } = patch;
      const row = await database.query
        .updateTable("workspaces")
        .set({ ...columns, ...(settings && { settings: JSON.stringify(settings) }), updated_at: clock.now() })
        .where("workspace_id", "=", id)
        .where("archived_at", "is", null)
        .returningAll()
        .executeTakeFirst();
      return row ? workspaceOf(row) : null;
    },
    async archive(id) {
      const rows = await database.query
        .updateTable("workspaces")
        .set({ archived_at: clock.now() })
        .where("workspace_id", "=", id)
        .where("archived_at", "is", null)
        .returning("workspace_id")
        .execute();
      return rows.length > 0;
    },
  };
}

const storedVisibility = z.enum(visibilities);

function workspaceOf(row: WorkspaceTable): Workspace {
  return {
    id: row.workspace_id,
    name: row.name,
    description: row.description,
    visibility: storedVisibility.parse(row.visibility),
    owner: row.owner,
    settings: workspaceSettingsSchema.parse(JSON.parse(row.settings)),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
