import { createOpenaiResponsesDecoder } from "./openaiResponsesDecoder.ts";
import { openaiResponsesBody } from "./openaiResponsesRequest.ts";
import type { WireFormat } from "./wireFormat.ts";

/** OpenAI's Responses API, also spoken by Azure, xAI, DeepSeek and OpenRouter. Nothing is stored at the vendor. */
export const openaiResponses: WireFormat = {
  request(endpoint, request, stream) {
    const { model, quirks, apiKey } = endpoint;
    const path = (quirks.path ?? "/responses").replace("{model}", () => encodeURIComponent(model));
    return {
      path: quirks.query === undefined ? path : `${path}?${quirks.query}`,
      headers: {
        ...(apiKey !== null &&
          (quirks.keyHeader === undefined
            ? { authorization: `Bearer ${apiKey}` }
            : { [quirks.keyHeader]: apiKey })),
        ...quirks.headers,
      },
      body: JSON.stringify(openaiResponsesBody(endpoint, request, stream)),
    };
  },
  decoder: createOpenaiResponsesDecoder,
};
