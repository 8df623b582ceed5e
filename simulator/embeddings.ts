import { createHash } from "node:crypto";
import type { JsonRecord } from "./json.ts";
import { countWords } from "./words.ts";

const usualDimensions = 1_536;

/** OpenAI's answer to `/v1/embeddings`: floats, or base64 of little-endian 32-bit floats as its own client asks for. */
export function embeddingsOf(body: JsonRecord, model: string): JsonRecord {
  const { input, dimensions, encoding_format: encoding } = body;
  const inputs = (Array.isArray(input) ? input : [input]).map(String);
  const size = typeof dimensions === "number" && dimensions > 0 ? Math.floor(dimensions) : usualDimensions;
  const data = inputs.map((text, index) => {
    const vector = vectorOf(text, size);
    const base64 = Buffer.from(vector.buffer).toString("base64");
    return { object: "embedding", index, embedding: encoding === "base64" ? base64 : [...vector] };
  });
  const tokens = inputs.reduce((sum, text) => sum + countWords(text), 0);
  return { object: "list", data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** Unit length. Every word adds to four places by its hash, so texts that share words lie closer. */
function vectorOf(text: string, size: number): Float32Array<ArrayBuffer> {
  const vector = new Float32Array(size);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const hash = createHash("sha256").update(word).digest();
    for (let at = 0; at < 16; at += 4) {
      const place = hash.readUInt32LE(at) % size;
      vector[place] = (vector[place] ?? 0) + ((hash[at + 16] ?? 0) < 128 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector.fill(1 / Math.sqrt(size)) : vector.map((value) => value / length);
}
