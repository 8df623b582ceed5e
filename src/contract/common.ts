import * as z from "zod";

export const idSchema = z.uuid().describe("UUIDv7");
export const instantSchema = z.iso.datetime().describe("RFC 3339, UTC");

export const locales = ["es", "en"] as const;
export const localeSchema = z.enum(locales);
export type Locale = z.infer<typeof localeSchema>;

/** Query of every list. */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: idSchema.optional().describe("`next` of the page before"),
});

export function listSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional().describe("Cursor of the next page") });
}
