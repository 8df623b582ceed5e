import * as z from "zod";

export const idSchema = z.uuid().describe("UUIDv7");
export const instantSchema = z.iso.datetime().describe("RFC 3339, UTC");

export const locales = ["es", "en"] as const;
export const localeSchema = z.enum(locales);
export type Locale = z.infer<typeof localeSchema>;

/** `continue` leans on what was said before, `new` does not, `auto` where a question needs it. */
export const conversationModes = ["auto", "continue", "new"] as const;
export type ConversationMode = (typeof conversationModes)[number];
export const conversationModeSchema = z
  .enum(conversationModes)
  .describe("continue: what was said before counts; new: it does not; auto: where the question leans on it");

/** Query of every list. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: idSchema.optional().describe("`next` of the page before"),
});

export function listSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional().describe("Cursor of the next page") });
}
