import * as fc from "fast-check";
import type { JsonSchema } from "./openApiDocument.ts";

/** Ids of what really is on the server, so that requests get past the first check. */
export type KnownIds = readonly string[];

/** Strings that break naive code. */
const hostileStrings = [
  "",
  " ",
  "\u0000",
  "\ud800",
  "\u202e\u200b",
  "../../../etc/passwd",
  "' or 1=1 --",
  "%00%ff",
  "__proto__",
  "1e999",
  "NaN",
  "😀".repeat(300),
  "a".repeat(20_000),
  "[S1]".repeat(500),
  "<script>alert(1)</script>",
];

/** Whatever somebody may put where something else belongs. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileStrings),
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 2 ** 53, -0, 1e308, {}, [], [[[[]]]]),
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values that the schema allows, now and then ones that it does not. */
export function valuesOf(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  ids: KnownIds,
): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: allowed(schema, schemas, ids) },
    { weight: 1, arbitrary: hostile },
  );
}

function allowed(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  ids: KnownIds,
): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const target = schemas[schema.$ref.split("/").at(-1) ?? ""];
    return target ? valuesOf(target, schemas, ids) : hostile;
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum && schema.enum.length > 0) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && choices.length > 0)
    return fc.oneof(...choices.map((choice) => valuesOf(choice, schemas, ids)));
  switch (typeof schema.type === "string" ? schema.type : schema.type?.[0]) {
    case "string":
      return strings(schema, ids);
    case "integer":
      return fc.integer({ min: least(schema), max: greatest(schema) });
    case "number":
      return fc.double({ min: least(schema), max: greatest(schema), noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valuesOf(schema.items ?? {}, schemas, ids), {
        minLength: Math.min(schema.minItems ?? 0, 3),
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "object":
      return objects(schema, schemas, ids);
    default:
      return hostile;
  }
}

function least({ minimum }: JsonSchema): number {
  return Math.max(minimum ?? -1_000, -(2 ** 31));
}

function greatest({ minimum, maximum }: JsonSchema): number {
  return Math.min(maximum ?? (minimum ?? 0) + 1_000, 2 ** 31 - 1);
}

function strings({ format, minLength = 0, maxLength = 60 }: JsonSchema, ids: KnownIds): fc.Arbitrary<string> {
  if (format === "uuid") return fc.oneof(fc.constantFrom(...ids), fc.uuid());
  if (format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const length = { minLength: Math.min(minLength, 60), maxLength: Math.max(1, Math.min(maxLength, 60)) };
  return fc.oneof(
    fc.constantFrom(
      "¿Cuánto dura la garantía?",
      "hola",
      "And the second one?",
      "Quiero cotizar isodec 100mm",
    ),
    fc.string({ unit: "grapheme", ...length }),
  );
}

function objects(
  { properties = {}, required = [] }: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  ids: KnownIds,
): fc.Arbitrary<unknown> {
  const record = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valuesOf(property, schemas, ids)]),
  );
  const requiredKeys = required.filter((name) => name in record);
  const whole = fc.record(record, { requiredKeys });
  return fc.oneof(
    { weight: 10, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(record, { requiredKeys: [] }) },
    { weight: 1, arbitrary: whole.map((value) => ({ ...value, surplus: 1 })) },
  );
}
