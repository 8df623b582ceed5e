import * as z from "zod";
import { idSchema, instantSchema, localeSchema } from "./common.ts";
import { actorIdSchema } from "./keys.ts";

export const visibilities = ["private", "org_read", "shared"] as const;

const grounding = z
  .enum(["strict", "open"])
  .describe("strict: without evidence the answer is that there is none, and no model is called");

const dailyUsd = z
  .number()
  .positive()
  .max(1_000_000)
  .describe("What models may cost in a day (UTC), in US dollars; then new turns are refused with 429");

const style = z.string().trim().min(1).max(500).describe("How the moderator speaks, e.g. `brief and formal`");
const temperature = z.number().min(0).max(2).describe("Of the moderator's calls");

export const workspaceSettingsSchema = z.strictObject({
  locale: localeSchema.optional(),
  grounding: grounding.default("open"),
  budget: z.strictObject({ daily_usd: dailyUsd.optional() }).optional(),
  moderator: z
    .strictObject({ style: style.optional(), temperature: temperature.optional() })
    .optional()
    .describe("How one answer is made of several"),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettingsSchema>;

const name = z.string().trim().min(1).max(200);
const description = z.string().max(2000);

export const createWorkspaceSchema = z.strictObject({
  name,
  description: description.default(""),
  visibility: z.enum(visibilities).default("private"),
  settings: workspaceSettingsSchema.prefault({}),
});
export type CreateWorkspace = z.infer<typeof createWorkspaceSchema>;

/** Without defaults: what is left out stays as it is (RFC 7396, as is the null). */
const settingsPatchSchema = z
  .strictObject({
    locale: localeSchema.nullable().describe("null: the server's"),
    grounding,
    budget: z.strictObject({ daily_usd: dailyUsd.nullable().describe("null: the server's") }).partial(),
    moderator: z
      .strictObject({
        style: style.nullable().describe("null: plainly"),
        temperature: temperature.nullable().describe("null: 0.2"),
      })
      .partial(),
  })
  .partial();

export const patchWorkspaceSchema = z
  .strictObject({ name, description, visibility: z.enum(visibilities), settings: settingsPatchSchema })
  .partial();
export type PatchWorkspace = z.infer<typeof patchWorkspaceSchema>;

export const workspaceSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    description: z.string(),
    visibility: z.enum(visibilities),
    owner: z.string(),
    settings: workspaceSettingsSchema,
    created_at: instantSchema,
    updated_at: instantSchema,
  })
  .meta({ id: "Workspace" });
export type WorkspaceView = z.infer<typeof workspaceSchema>;

/** One who may read a workspace of visibility `shared`. */
export const memberSchema = z
  .object({ actor: z.string(), added_by: z.string(), created_at: instantSchema })
  .meta({ id: "Member" });
export type MemberView = z.infer<typeof memberSchema>;

export const memberPageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: actorIdSchema.optional().describe("`next` of the page before"),
});
