/** JSON as careless models write it: single quotes, commas behind the last of a list, line feeds inside strings. */
export function looseJson(value: unknown): string {
  if (typeof value === "string") return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map((each) => `${looseJson(each)},`).join(" ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `  '${name}': ${looseJson(field)},`);
  return `{\n${fields.join("\n")}\n}`;
}
