import { expect, test } from "vitest";
import * as z from "zod";
import { looseSynthesisReplySchema, synthesisReplyJsonSchema } from "./synthesisReply.ts";

test("every object of the schema is closed and every field required, as strict decoding wants it", () => {
  const objects: Readonly<Record<string, unknown>>[] = [];
  JSON.stringify(synthesisReplyJsonSchema(), (_, value: unknown) => {
    const { success, data } = objectSchema.safeParse(value);
    if (success) objects.push(data);
    return value;
  });
  expect(objects).toHaveLength(4);
  for (const { properties, ...object } of objects) {
    expect(object).toMatchObject({ additionalProperties: false, required: Object.keys(properties ?? {}) });
  }
});

const objectSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

test("the schema holds only keywords that every vendor takes, the text first", () => {
  const schema = JSON.stringify(synthesisReplyJsonSchema());
  expect(schema).toMatch(/^\{"type":"object","properties":\{"synthesis_text"/);
  expect(schema).not.toMatch(/"(?:\$schema|minimum|maximum|pattern|default|format|minItems|maxItems)"/);
});

test("an object without any field is a reply that says nothing", () => {
  expect(looseSynthesisReplySchema.parse({ other: 1 })).toEqual({
    synthesis_text: null,
    contradictions: [],
    consensus_areas: [],
    key_themes: [],
    recommendations: [],
    suggested_questions: [],
    research_areas: [],
    connections: [],
    claims: [],
  });
});
