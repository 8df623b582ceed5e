import { expect, test } from "vitest";
import { createHashedEmbedder } from "./hashedEmbedder.ts";

const { signal } = new AbortController();

async function vectorsOf(texts: readonly string[], dimensions?: number): Promise<readonly Float32Array[]> {
  return (await createHashedEmbedder(dimensions).embed(texts, "document", signal)).vectors;
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return a === undefined || b === undefined
    ? Number.NaN
    : a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0);
}

test("every vector has unit length and the dimensions asked for, that of an empty text too", async () => {
  const vectors = await vectorsOf(["Licencia por matrimonio: quince días", "", "¿?"], 64);
  expect(vectors.map(({ length }) => length)).toEqual([64, 64, 64]);
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
});

test("the same text gives the same vector in every process", async () => {
  const [vector] = await vectorsOf(["baton"], 8);
  expect([...(vector ?? [])].map((x) => Math.round(x * 1_000))).toMatchInlineSnapshot(`
    [
      -277,
      0,
      0,
      0,
      277,
      277,
      277,
      -832,
    ]
  `);
});

test("like words are near, accents and case aside, and unlike ones are not", async () => {
  const [question, passage, other] = await vectorsOf([
    "¿Cuántos DIAS de licencia por matrimonio?",
    "La licencia por matrimonio es de quince días.",
    "The warehouse ships every Thursday before noon.",
  ]);
  expect(cosine(question, passage)).toBeGreaterThan(0.45);
  expect(cosine(question, other)).toBeLessThan(0.2);
});

test("it says in its name that it is for tests, and how many dimensions it has", () => {
  expect(createHashedEmbedder(32).id).toBe("hashed-test:fnv1a@32");
});
