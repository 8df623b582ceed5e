import { createGeminiDecoder } from "./geminiDecoder.ts";
import { geminiBody } from "./geminiRequest.ts";
import type { Endpoint, WireFormat } from "./wireFormat.ts";

/**
 * Gemini's `generateContent`, at Google AI and at Vertex alike: there the base URL ends in `/publishers/google` and a
 * header of the quirks carries the access token.
 */
export const geminiGenerate: WireFormat = {
  request(endpoint, request, stream) {
    const { quirks, apiKey } = endpoint;
    const query = [stream ? "alt=sse" : "", quirks.query ?? ""].filter((part) => part !== "").join("&");
    const method = stream ? "streamGenerateContent" : "generateContent";
    return {
      path: `${modelPath(endpoint)}:${method}${query === "" ? "" : `?${query}`}`,
      headers: {
        ...(apiKey === null ? {} : { [quirks.keyHeader ?? "x-goog-api-key"]: apiKey }),
        ...quirks.headers,
      },
      body: JSON.stringify(geminiBody(quirks, request)),
    };
  },
  decoder: createGeminiDecoder,
};

/** A bare name is one of `models/`; `tunedModels/mine` says itself where it is. */
function modelPath({ model, quirks }: Endpoint): string {
  const name = model.split("/").map(encodeURIComponent).join("/");
  if (quirks.path !== undefined) return quirks.path.replace("{model}", () => name);
  return name.includes("/") ? `/${name}` : `/models/${name}`;
}
