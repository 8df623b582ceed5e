export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is no object reads as an empty one. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** A message's text: a string, or the `text` of every part of a list. */
export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  const texts = listOf(content).map((part) => recordOf(part)["text"]);
  return texts.filter((text) => typeof text === "string").join("");
}
