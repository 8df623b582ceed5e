import { visibilities, workspaceSettingsSchema } from "../../contract/workspaces.ts";
import type { ClockDep } from "../../core/clock.ts";
import type { ExpressionBuilder } from "kysely";
import type { Workspace, WorkspaceReader, WorkspaceRecords } from "../../core/access/workspace.ts";
import type { Database } from "./database.ts";
import { createMemberRecords } from "./memberRecords.ts";
import { prepared, type Slot } from "./prepared.ts";
import type { Schema, WorkspaceTable } from "./schema.ts";
import * as z from "zod";

export function createWorkspaceRecords({
  database,
  clock,
}: { readonly database: Database } & ClockDep): WorkspaceRecords {
  const live = () => database.query.selectFrom("workspaces").selectAll().where("archived_at", "is", null);
  const page = (limit: number, after = "") =>
    live().where("workspace_id", ">", after).orderBy("workspace_id").limit(limit);
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
    async list(reader, limit, after) {
      return (await page(limit, after).where(readableBy(reader)).execute()).map(workspaceOf);
    },
    async all(limit, after) {
      return (await page(limit, after).execute()).map(workspaceOf);
    },
    async update(id, patch) {
      const { settings: patched, ...columns } = patch;
      for (;;) {
        const [{ rows }] = await database.batch([findById({ id })]);
        const [before] = rows;
        if (!before) return null;
        const settings = JSON.stringify(mergedWith(JSON.parse(before.settings), patched));
        const row = await database.query
          .updateTable("workspaces")
          .set({ ...columns, settings, updated_at: clock.now() })
          .where("workspace_id", "=", id)
          .where("archived_at", "is", null)
          // A patch in between is not lost: this one is made anew on top of it.
          .where("settings", "=", before.settings)
          .returningAll()
          .executeTakeFirst();
        if (row) return workspaceOf(row);
      }
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
    members: createMemberRecords({ database, clock }),
  };
}

/** The access policy's columns "read" as a condition: `mayRead` of core/access/authorized.ts says the same of one row. */
function readableBy(reader: WorkspaceReader) {
  return (workspace: ExpressionBuilder<Schema, "workspaces">) => {
    switch (reader.kind) {
      case "all":
        return workspace.and([]);
      case "bound":
        // `in ()` is no SQL; no workspace has an empty id.
        return workspace("workspace_id", "in", reader.workspaces.length > 0 ? reader.workspaces : [""]);
      case "member":
        return workspace.or([
          workspace("owner", "=", reader.actor),
          workspace("visibility", "=", "org_read"),
          workspace.and([
            workspace("visibility", "=", "shared"),
            workspace.exists(
              workspace
                .selectFrom("workspace_members")
                .select("workspace_members.actor")
                .whereRef("workspace_members.workspace_id", "=", "workspaces.workspace_id")
                .where("workspace_members.actor", "=", reader.actor),
            ),
          ]),
        ]);
    }
  };
}

/** A merge patch (RFC 7396): null takes a member away, objects are merged, all else takes the place of what was there. */
function mergedWith(target: unknown, patch: unknown): unknown {
  if (patch === undefined) return target;
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, mergedWith(result.get(name), value));
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
