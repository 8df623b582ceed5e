import { expect, test } from "vitest";
import { closedSchema } from "./anthropicSchema.ts";

test("every object is closed, wherever it stands", () => {
  const open = { type: "object", properties: { a: { type: "string" } }, additionalProperties: true };
  const closed = { type: "object", properties: { a: { type: "string" } }, additionalProperties: false };
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $defs: { inner: open },
    type: ["object", "null"],
    properties: {
      list: { type: "array", items: open, minItems: 1 },
      either: { oneOf: [open, { type: "null" }] },
    },
    required: ["list"],
  };
  expect(closedSchema(schema)).toEqual({
    $defs: { inner: closed },
    type: ["object", "null"],
    properties: {
      list: { type: "array", items: closed, minItems: 1 },
      either: { anyOf: [closed, { type: "null" }] },
    },
    required: ["list"],
    additionalProperties: false,
  });
});

test("a property may be named like a keyword", () => {
  const schema = { type: "object", properties: { pattern: { type: "string" }, properties: { const: 1 } } };
  expect(closedSchema(schema)).toEqual({ ...schema, additionalProperties: false });
});

test("what the vendor does not enforce the model is told", () => {
  const schema = {
    type: "string",
    description: "A code.",
    pattern: "^[A-Z]+$",
    maxLength: 4,
    format: "iban",
  };
  expect(closedSchema(schema)).toEqual({
    type: "string",
    description: 'A code.\n\n{pattern: "^[A-Z]+$", maxLength: 4, format: "iban"}',
  });
  expect(closedSchema({ type: "string", format: "date" })).toEqual({ type: "string", format: "date" });
  expect(closedSchema({ type: "array", minItems: 2 })).toEqual({
    type: "array",
    description: "{minItems: 2}",
  });
});
