import { EmbedError } from "../../core/retrieval/embedder.ts";

/** A vector as JSON numbers or base64. Throws EmbedError `malformed` for anything else and for what is not finite. */
export function vectorOf(value: unknown, component: "float" | "int8" = "float"): Float32Array {
  const vector = typeof value === "string" ? decoded(value, component) : listed(value);
  if (vector === null || vector.length === 0) throw malformed("vector", "a vector cannot be read");
  if (!vector.every(Number.isFinite))
    throw malformed("not_finite", "a vector has a component that is no number");
  return vector;
}

/** The vectors of an answer must be as many as the texts. */
export function expectCount(got: number, expected: number): void {
  if (got !== expected) throw malformed("count", `expected ${expected} vectors, got ${got}`);
}

/** Puts entries where their `index` says; those without one stay where they are. */
export function inOrder(entries: readonly unknown[]): readonly Readonly<Record<string, unknown>>[] {
  const placed: (Readonly<Record<string, unknown>> | undefined)[] = entries.map(() => undefined);
  for (const [position, entry] of entries.entries()) {
    const record = recordOf(entry);
    const index = typeof record["index"] === "number" ? record["index"] : position;
    if (!(index in placed) || placed[index] !== undefined)
      throw malformed("index", "an answer's indexes are no order");
    placed[index] = record;
  }
  return placed.filter((record) => record !== undefined);
}

export function malformed(code: string, detail: string): EmbedError {
  return new EmbedError({ class: "malformed", code, retryAfterMs: null }, detail);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An empty record for anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** Throws EmbedError `malformed` for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed("shape", "the answer holds no vectors");
  return value;
}

/** Null for anything that is no count. */
export function countOf(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : null;
}

function listed(value: unknown): Float32Array | null {
  if (!Array.isArray(value)) return null;
  const numbers: readonly unknown[] = value;
  const vector = new Float32Array(numbers.length);
  for (const [at, number] of numbers.entries()) vector[at] = typeof number === "number" ? number : Number.NaN;
  return vector;
}

function decoded(text: string, component: "float" | "int8"): Float32Array | null {
  const bytes = Buffer.from(text, "base64");
  if (component === "int8") return Float32Array.from(bytes, (_, at) => bytes.readInt8(at));
  if (bytes.length % 4 !== 0) return null;
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}
