import type { Embedder } from "../../core/retrieval/embedder.ts";
import { foldAccents } from "../../core/retrieval/foldAccents.ts";
import { tokens } from "../../core/retrieval/words.ts";

/**
 * A test embedder: words and their letter triples hashed into a unit vector, so that texts of like words are near each
 * other. It knows nothing of meaning. For tests, evaluations without a vendor and trying Batuta out.
 * Source: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009.
 */
export function createHashedEmbedder(dimensions = 256): Embedder {
  return {
    id: `hashed-test:fnv1a@${dimensions}`,
    provider: "hashed-test",
    model: "fnv1a",
    dimensions,
    async embed(texts, _kind, signal) {
      signal.throwIfAborted();
      const vectors = texts.map((text) => hashedVector(text, dimensions));
      return { vectors, tokens: texts.reduce((sum, text) => sum + tokens(text).length, 0) };
    },
  };
}

function hashedVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = fnv1a(feature);
    const at = (hash >>> 1) % dimensions;
    vector[at] = (vector[at] ?? 0) + (hash % 2 === 0 ? weight : -weight);
  };
  for (const token of tokens(text)) {
    const word = foldAccents(token);
    const padded = `^${word}$`;
    add(word, 1);
    for (let at = 0; at + 3 <= padded.length; at++) add(`#${padded.slice(at, at + 3)}`, 0.5);
  }
  const length = Math.hypot(...vector);
  // Nothing to hash, or everything cancelled out: no direction is nearer than another, yet every vector has one.
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((component) => component / length);
}

/** 32 bits over UTF-16 units, mixed at the end because neighbouring words would else share their low bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
