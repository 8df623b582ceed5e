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

/** As keys and tokens name who is asking. */
export const actorIdSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "no control characters");

const keyFields = z.strictObject({
  name: z.string().trim().min(1).max(200).describe("A label; it gives no rights"),
  actor: actorIdSchema
    .optional()
    .describe("Whose conversations and workspaces it opens; when left out, the key stands for itself"),
  role: z.enum(roles).default("member"),
  scopes: z
    .array(z.enum(scopes))
    .optional()
    .describe("Narrows the role; a service key has only these. Never more than the maker's own"),
  workspaces: z.array(idSchema).optional().describe("The workspaces a service key is bound to"),
  expires_at: z.iso
    .datetime({ offset: true, error: "a time such as 2030-01-31T12:00:00Z" })
    .optional()
    .describe(
      "RFC 3339, in the future: from then on the key opens nothing; when left out, it does not expire",
    ),
});
/** Only a service is bound: a list that did nothing would look like a limit. */
export const createKeySchema = keyFields.refine(
  ({ role, workspaces = [] }) => role === "service" || workspaces.length === 0,
  {
    path: ["workspaces"],
    message: "only a service key is bound to workspaces: say role service, or leave them out",
  },
);
export type CreateKey = z.infer<typeof createKeySchema>;

/** Milliseconds since the epoch; null: the key does not expire. */
export function expiryMs({ expires_at }: CreateKey): number | null {
  return expires_at === undefined ? null : Date.parse(expires_at);
}

export const keySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    actor: z.string(),
    role: z.enum(roles),
    scopes: z.array(z.enum(scopes)),
    workspaces: z.array(idSchema),
    created_at: instantSchema,
    expires_at: instantSchema.optional(),
    revoked_at: instantSchema.optional(),
    last_used_at: instantSchema.optional().describe("At most a minute behind"),
  })
  .meta({ id: "ApiKey" });
export type KeyView = z.infer<typeof keySchema>;

export const createdKeySchema = keySchema.extend({ key: z.string().describe("Shown this once") });
export type CreatedKey = z.infer<typeof createdKeySchema>;
