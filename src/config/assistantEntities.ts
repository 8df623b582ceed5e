import * as z from "zod";
import type { CatalogueEntry, EntityKind } from "../core/understanding/entities/entityKind.ts";
import { localTextSchema, nameSchema, textSchema } from "./assistantTexts.ts";

const named = {
  name: nameSchema,
  label: localTextSchema.describe('What people are asked for, as it stands after "me falta"'),
};
const phraseSchema = textSchema.max(200);
const wordsSchema = z.array(phraseSchema, "a list of words").min(1).max(100).optional();
const betweenSchema = z
  .tuple([z.number(), z.number()], "the smallest and the largest value")
  .refine(([least, most]) => least <= most, "the smaller value first")
  .optional();

const units = ["mm", "cm", "m", "km", "in", "ft", "m2", "l", "m3", "g", "kg", "t", "s", "min", "h", "%"];
const unitSchema = z.enum(units);

const entrySchema = z.union(
  [
    phraseSchema.transform((value): CatalogueEntry => ({ value, aliases: [] })),
    z.strictObject({ value: phraseSchema, aliases: z.array(phraseSchema).max(100).default([]) }),
  ],
  { error: "a text, or `value` and `aliases`" },
);

/** As the type says: what it adds to there is missed here by the compiler. */
export const entityKindSchema: z.ZodType<EntityKind> = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      ...named,
      kind: z.literal("catalogue"),
      entries: z.array(entrySchema, "a list of values").min(1).max(50_000).superRefine(uniqueValues),
    }),
    z.strictObject({
      ...named,
      kind: z.literal("quantity"),
      unit: unitSchema,
      accepts: z.array(unitSchema).min(1).optional(),
      words: wordsSchema,
      between: betweenSchema,
      order: z.int().min(1).max(9).optional(),
      round: z.number().positive().optional(),
    }),
    z.strictObject({
      ...named,
      kind: z.literal("amount"),
      currency: z.string().regex(/^[A-Z]{3}$/, "three capitals (ISO 4217), e.g. UYU"),
    }),
    z.strictObject({ ...named, kind: z.literal("number"), words: wordsSchema, between: betweenSchema }),
    z.strictObject({
      ...named,
      kind: z.literal("phone"),
      country: z.string().regex(/^[A-Z]{2}$/, "two capitals (ISO 3166), e.g. UY"),
    }),
    z.strictObject({ ...named, kind: z.literal("email") }),
    z.strictObject({ ...named, kind: z.literal("person") }),
    z.strictObject({ ...named, kind: z.literal("date") }),
  ],
  { error: "one of catalogue, quantity, amount, number, phone, email, person, date" },
);

function uniqueValues(entries: readonly CatalogueEntry[], context: z.RefinementCtx): void {
  const values = new Set<string>();
  for (const [i, { value }] of entries.entries()) {
    if (values.has(value)) {
      context.addIssue({ code: "custom", path: [i], message: "an earlier one has this value" });
    }
    values.add(value);
  }
}
