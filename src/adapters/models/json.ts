import { ModelError } from "../../core/answering/modelError.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

const nothing: JsonRecord = Object.freeze({});
const none: readonly unknown[] = Object.freeze([]);

/** Throws ModelError `malformed`, without a word of the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ModelError({ class: "malformed", code: "not_json", retryAfterMs: null });
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty record for anything else. */
export function recordOf(value: unknown): JsonRecord {
  return isRecord(value) ? value : nothing;
}

/** An empty list for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none;
}

/** An empty text for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** 0 for anything that is no finite positive number. */
export function countOf(value: unknown): number {
  return typeof value === "number" && value > 0 && value < Number.POSITIVE_INFINITY ? value : 0;
}
