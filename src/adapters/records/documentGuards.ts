import type { ExpressionBuilder } from "kysely";
import type { Viewer } from "../../core/documents/documentAccess.ts";
import { erasedActor } from "../../core/reservedActors.ts";
import type { Schema } from "./schema.ts";

/** The policy of `mayReadDocument` as a condition on `documents`, which the query may join with other tables. */
export function readableBy(viewer: Viewer | undefined) {
  return (row: ExpressionBuilder<Schema, "documents">) => {
    if (viewer?.role === "admin") return row.lit(true);
    const open = row("documents.allowed_roles", "=", "[]");
    if (!viewer) return open;
    return row.or([
      open,
      // What erased people uploaded is nobody's.
      ...(viewer.id === erasedActor ? [] : [row("documents.uploaded_by", "=", viewer.id)]),
      // A role's name has no character that `like` or JSON would take for its own.
      row("documents.allowed_roles", "like", `%"${viewer.role}"%`),
    ]);
  };
}
