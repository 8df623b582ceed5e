import { isRecord, listOf, textOf } from "./json.ts";

type Schema = Record<string, unknown>;

const kept = ["$ref", "type", "enum", "const", "title", "description", "default", "required"];
const named = ["properties", "$defs", "definitions"];
const listed = ["anyOf", "allOf"];
const formats = "date-time time date duration email hostname uri ipv4 ipv6 uuid".split(" ");

/**
 * A JSON Schema as Anthropic takes it for an answer: every object closed, and keywords it refuses (`maximum`,
 * `pattern`, ...) told in the description instead. Source: platform.claude.com/docs/en/build-with-claude/structured-outputs.
 */
export function closedSchema(schema: unknown): unknown {
  if (!isRecord(schema)) return schema;
  const closed: Schema = {};
  const told: string[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (named.includes(keyword) && isRecord(value)) closed[keyword] = eachClosed(value);
    else if (listed.includes(keyword)) closed[keyword] = listOf(value).map(closedSchema);
    else if (keyword === "oneOf") closed["anyOf"] = listOf(value).map(closedSchema);
    else if (keyword === "items") closed[keyword] = closedSchema(value);
    else if (isTaken(keyword, value)) closed[keyword] = value;
    else if (keyword !== "$schema" && keyword !== "additionalProperties")
      told.push(`${keyword}: ${JSON.stringify(value)}`);
  }
  if (isObject(schema)) closed["additionalProperties"] = false;
  if (told.length > 0)
    closed["description"] = [textOf(schema["description"]), `{${told.join(", ")}}`].join("\n\n").trimStart();
  return closed;
}

function eachClosed(schemas: Readonly<Schema>): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closedSchema(schema)]));
}

function isTaken(keyword: string, value: unknown): boolean {
  if (keyword === "format") return formats.includes(textOf(value));
  if (keyword === "minItems") return value === 0 || value === 1;
  return kept.includes(keyword);
}

function isObject({ type, properties }: Readonly<Schema>): boolean {
  return type === "object" || listOf(type).includes("object") || (type === undefined && isRecord(properties));
}
