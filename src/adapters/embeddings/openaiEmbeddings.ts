import type { EmbeddingFormat, EmbeddingTarget } from "./embeddingFormat.ts";
import { countOf, expectCount, inOrder, listOf, recordOf, vectorOf } from "./vectors.ts";

/** OpenAI's `/embeddings`, as most vendors and all local servers speak it; Voyage's differs in names of fields only. */
export const openaiEmbeddings: EmbeddingFormat = {
  request(target, texts, kind) {
    const { model, dimensions, quirks } = target;
    return {
      path: quirks.path ?? "/embeddings",
      headers: keyHeaders(target),
      body: JSON.stringify({
        model,
        input: texts,
        ...(quirks.base64 === true && { encoding_format: "base64" }),
        ...(quirks.kindField !== undefined && { [quirks.kindField]: kind }),
        ...(dimensions !== null && { [quirks.dimensionsField ?? "dimensions"]: dimensions }),
      }),
    };
  },
  read(body, count, { quirks }) {
    const answer = recordOf(body);
    const entries = inOrder(listOf(answer["data"]));
    expectCount(entries.length, count);
    const usage = recordOf(answer["usage"]);
    return {
      vectors: entries.map(({ embedding }) => vectorOf(embedding, quirks.component)),
      tokens: countOf(usage["prompt_tokens"]) ?? countOf(usage["total_tokens"]),
    };
  },
};

function keyHeaders({ apiKey, quirks }: EmbeddingTarget): Readonly<Record<string, string>> {
  if (apiKey === null) return {};
  return quirks.keyHeader === undefined
    ? { authorization: `Bearer ${apiKey}` }
    : { [quirks.keyHeader]: apiKey };
}
