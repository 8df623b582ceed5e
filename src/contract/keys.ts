import * as z from "zod";
import { idSchema, instantSchema } from "./common.ts";

export const roles = ["admin", "member", "service"] as const;
export type Role = (typeof roles)[number];

export const scopes = [
  "documents:create",
  "documents:read",
  "documents:delete",
  "query:search",
  "query:ask",
  "query:stream",
  "admin:metrics",
  "admin:health",
  "admin:config",
] as const;
export type Scope = (typeof scopes)[number];

export const createKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(200).describe("A label; it gives no rights"),
  actor: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe("Whose conversations and workspaces it opens; when left out, the key stands for itself"),
  role: z.enum(roles).default("member"),
  scopes: z
    .array(z.enum(scopes))
    .optional()
    .describe("Narrows the role; a service key has only these. Never more than the maker's own"),
  workspaces: z.array(idSchema).optional().describe("The workspaces a service key is bound to"),
});
export type CreateKey = z.infer<typeof createKeySchema>;

export const keySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    actor: z.string(),
    role: z.enum(roles),
    scopes: z.array(z.enum(scopes)),
    workspaces: z.array(idSchema),
    created_at: instantSchema,
    revoked_at: instantSchema.optional(),
  })
  .meta({ id: "ApiKey" });
export type KeyView = z.infer<typeof keySchema>;

export const createdKeySchema = keySchema.extend({ key: z.string().describe("Shown this once") });
export type CreatedKey = z.infer<typeof createdKeySchema>;
