import type { EmbeddingFormat } from "./embeddingFormat.ts";
import { countOf, expectCount, listOf, recordOf, vectorOf } from "./vectors.ts";

const taskTypes = { document: "RETRIEVAL_DOCUMENT", query: "RETRIEVAL_QUERY" } as const;

/** Gemini's `batchEmbedContents`. Vectors of fewer dimensions than the model's own come without unit length. */
export const geminiEmbed: EmbeddingFormat = {
  request({ model, apiKey, dimensions }, texts, kind) {
    const name = model.startsWith("models/") ? model : `models/${model}`;
    const path = name.split("/").map(encodeURIComponent).join("/");
    return {
      path: `/${path}:batchEmbedContents`,
      headers: apiKey === null ? {} : { "x-goog-api-key": apiKey },
      body: JSON.stringify({
        requests: texts.map((text) => ({
          model: name,
          content: { parts: [{ text }] },
          taskType: taskTypes[kind],
          ...(dimensions !== null && { outputDimensionality: dimensions }),
        })),
      }),
    };
  },
  read(body, count) {
    const answer = recordOf(body);
    const entries = listOf(answer["embeddings"]);
    expectCount(entries.length, count);
    return {
      vectors: entries.map((entry) => vectorOf(recordOf(entry)["values"])),
      tokens: countOf(recordOf(answer["usageMetadata"])["promptTokenCount"]),
    };
  },
};
