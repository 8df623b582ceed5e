import type { EmbeddingFormat } from "./embeddingFormat.ts";
import { countOf, expectCount, listOf, recordOf, vectorOf } from "./vectors.ts";

const inputTypes = { document: "search_document", query: "search_query" } as const;

/** Cohere's `embed`, version 2; the base URL ends in `/v2`. */
export const cohereEmbed: EmbeddingFormat = {
  request({ model, apiKey, dimensions }, texts, kind) {
    return {
      path: "/embed",
      headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        model,
        texts,
        input_type: inputTypes[kind],
        embedding_types: ["float"],
        // A text that is too long is an error, not quietly cut.
        truncate: "NONE",
        ...(dimensions !== null && { output_dimension: dimensions }),
      }),
    };
  },
  read(body, count) {
    const answer = recordOf(body);
    const vectors = listOf(recordOf(answer["embeddings"])["float"]);
    expectCount(vectors.length, count);
    const billed = recordOf(recordOf(answer["meta"])["billed_units"]);
    return { vectors: vectors.map((vector) => vectorOf(vector)), tokens: countOf(billed["input_tokens"]) };
  },
};
