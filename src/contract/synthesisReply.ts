import * as z from "zod";

const labels = z.array(z.string()).describe("Labels of the answers that say so, e.g. A");
const excerpt = z.string().describe("5 to 30 words of one of these answers, copied exactly");

/**
 * What a moderator model is asked for. The text comes first, so that a reply that breaks off loses least. Closed, every
 * field required and without limits, as strict decoding wants it.
 */
export const synthesisReplySchema = z.object({
  synthesis_text: z.string(),
  contradictions: z.array(
    z.object({ topic: z.string(), stances: z.array(z.object({ models: labels, quote: excerpt })) }),
  ),
  consensus_areas: z.array(z.string()).describe("What at least two answers say"),
  key_themes: z.array(z.string()),
  recommendations: z.array(z.string()),
  suggested_questions: z.array(z.string()),
  research_areas: z.array(z.string()).describe("What neither answers nor passages settle"),
  connections: z.array(z.string()).describe("How themes of different answers belong together"),
  claims: z.array(
    z.object({
      text: z.string().describe("A sentence of synthesis_text"),
      models: labels,
      quote: excerpt,
      sources: z.array(z.number()).describe("The 1 of [S1]"),
    }),
  ),
});
export type SynthesisReply = z.infer<typeof synthesisReplySchema>;

/** The same for a vendor's structured output. */
export function synthesisReplyJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(synthesisReplySchema);
  return schema;
}

const fieldsSchema = z.record(z.string(), z.unknown());
const lineSchema = z.union([
  z.string(),
  z.number().transform(String),
  fieldsSchema.transform((fields) => Object.values(fields).find((value) => typeof value === "string") ?? ""),
]);
const lines = listOf(lineSchema, /\n+|;\s+/);
const sources = listOf(z.union([z.number(), z.string().transform(numberIn)])).transform((numbers) =>
  numbers.filter(Number.isInteger),
);

/**
 * A reply as models really write it, of any object: a wrong field or item costs itself alone, one value may stand where
 * a list belongs and a list of paragraphs where the text does. `synthesis_text` is null without any.
 */
export const looseSynthesisReplySchema = z.object({
  synthesis_text: z
    .union([lineSchema, z.array(lineSchema).transform((paragraphs) => paragraphs.join("\n\n"))])
    .nullable()
    .catch(null),
  contradictions: listOf(
    fieldsSchema.transform(({ topic, stances, positions }) => ({
      topic: lineSchema.catch("").parse(topic),
      stances: listOf(
        fieldsSchema.transform(({ models, model, quote, text }) => ({
          models: lines.parse(models ?? model),
          quote: lineSchema.catch("").parse(quote ?? text),
        })),
      ).parse(stances ?? positions),
    })),
  ),
  consensus_areas: lines,
  key_themes: listOf(lineSchema, /\n+|;\s+|,\s+/),
  recommendations: lines,
  suggested_questions: lines,
  research_areas: lines,
  connections: lines,
  claims: listOf(
    fieldsSchema.transform((claim) => ({
      text: lineSchema.catch("").parse(claim["text"] ?? claim["claim"]),
      models: lines.parse(claim["models"] ?? claim["model"]),
      quote: lineSchema.catch("").parse(claim["quote"]),
      sources: sources.parse(claim["sources"]),
    })),
  ),
});
export type LooseSynthesisReply = z.infer<typeof looseSynthesisReplySchema>;

/** The items that fit; a string where a list belongs is cut at `separator`. */
function listOf<T>(item: z.ZodType<T>, separator?: RegExp) {
  return z
    .unknown()
    .default([])
    .transform((value): T[] => {
      const items = Array.isArray(value)
        ? value
        : separator && typeof value === "string"
          ? value.split(separator)
          : [value];
      return items.flatMap((each: unknown) => {
        const read = item.safeParse(each);
        return read.success ? [read.data] : [];
      });
    });
}

function numberIn(text: string): number {
  return Number(/\d+/.exec(text)?.[0] ?? Number.NaN);
}
