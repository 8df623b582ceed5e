import * as z from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { roles } from "./keys.ts";

/** Why a document ended `failed`. */
export const documentFailureCodes = [
  "encrypted",
  "malformed",
  "no_text",
  "too_large",
  "too_many_pages",
  "unsupported",
  "timeout",
  "out_of_memory",
  "embedding_failed",
  "internal",
] as const;

export const documentFailureSchema = z.object({
  code: z.enum(documentFailureCodes),
  reason: z.string().max(500).describe("For people: what was wrong and what to do"),
});

export type DocumentFailure = z.infer<typeof documentFailureSchema>;

/** `uploading` is a client's own state while it sends; the server's first word is `processing`. */
export const documentStatuses = ["uploading", "processing", "ready", "failed", "archived"] as const;
export const documentStages = ["parsing", "chunking", "indexing"] as const;

export const documentStatusSchema = z.enum(documentStatuses);
export type DocumentStatus = z.infer<typeof documentStatusSchema>;
export type DocumentStage = (typeof documentStages)[number];

/** Where a document comes from: a person, or an answer that was to be kept. */
export const sourceTypes = ["upload", "ai_synthesis"] as const;
export type SourceType = (typeof sourceTypes)[number];

export const allowedRolesSchema = z
  .array(z.enum(roles))
  .describe("Roles that may know of it; an empty list restricts nothing. Admins and the uploader always may");

export const documentSchema = z
  .object({
    id: idSchema,
    workspace_id: idSchema,
    name: z.string(),
    status: documentStatusSchema,
    stage: z.enum(documentStages).optional().describe("Only while processing"),
    progress: z.number().min(0).max(1),
    mime: z.string(),
    bytes: z.int(),
    hash: z.string().describe("SHA-256 of the file, hex"),
    pages: z.int().optional().describe("Only for formats that have pages"),
    chunks: z.int(),
    language: z.string().optional(),
    attempts: z.int(),
    source_type: z.enum(sourceTypes),
    allowed_roles: allowedRolesSchema.default([]),
    error: documentFailureSchema.optional(),
    created_at: instantSchema,
    updated_at: instantSchema,
  })
  .meta({ id: "Document" });

export type DocumentView = z.infer<typeof documentSchema>;

export const acceptedDocumentSchema = documentSchema
  .pick({ id: true, name: true, status: true, bytes: true, mime: true, allowed_roles: true })
  .extend({ duplicate: z.boolean() });

export const acceptedDocumentsSchema = z.object({ items: z.array(acceptedDocumentSchema) });
export type AcceptedDocuments = z.infer<typeof acceptedDocumentsSchema>;

export const patchDocumentSchema = z.strictObject({ allowed_roles: allowedRolesSchema });
export type PatchDocument = z.infer<typeof patchDocumentSchema>;

export const documentTextSchema = z.object({
  text: z.string(),
  pages: z.array(
    z.object({
      page: z.int().nullable().describe("From 1; null where the format has no pages"),
      start: z.int(),
      end: z.int(),
    }),
  ),
});

/** The `document` event of a workspace's stream. */
export const documentEventSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    status: documentStatusSchema,
    stage: z.enum(documentStages).optional(),
    progress: z.number(),
    error: documentFailureSchema.optional(),
  })
  .meta({ id: "DocumentEvent" });

export type DocumentEvent = z.infer<typeof documentEventSchema>;
