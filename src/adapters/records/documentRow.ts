import {
  documentFailureSchema,
  documentStages,
  documentStatuses,
  sourceTypes,
  type DocumentFailure,
} from "../../contract/documents.ts";
import { roles } from "../../contract/keys.ts";
import type { StoredDocument } from "../../core/documents/documentRecords.ts";
import * as z from "zod";
import { isLanguage } from "../../core/language.ts";
import type { DocumentTable } from "./schema.ts";

const storedSource = z.enum(sourceTypes);
const storedRoles = z.array(z.enum(roles));

export function documentOf(row: DocumentTable): StoredDocument {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    name: row.name,
    hash: row.hash,
    mime: row.mime,
    bytes: row.bytes,
    status: statusOf(row),
    stage: documentStages.find((stage) => stage === row.stage) ?? null,
    progress: row.progress,
    pages: row.pages,
    chunks: row.chunks,
    language: row.language !== null && isLanguage(row.language) ? row.language : null,
    version: row.version,
    attempts: row.attempts,
    error: failureOf(row),
    uploadedBy: row.uploaded_by,
    sourceType: storedSource.parse(row.source_type),
    allowedRoles: allowedRolesOf(row.allowed_roles),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** No row is asked to be parsed that restricts nothing, as nearly all do. */
export function allowedRolesOf(stored: string): StoredDocument["allowedRoles"] {
  return stored === "[]" ? [] : storedRoles.parse(JSON.parse(stored));
}

function statusOf({ status }: DocumentTable): StoredDocument["status"] {
  const known = documentStatuses.find((name) => name === status);
  if (known === undefined) throw new TypeError(`A document has the unknown status ${status}`);
  return known;
}

function failureOf({ error_code, error_reason }: DocumentTable): DocumentFailure | null {
  return error_code === null
    ? null
    : documentFailureSchema.parse({ code: error_code, reason: error_reason ?? "" });
}
