import { createOpenaiResponsesDecoder } from "./openaiResponsesDecoder.ts";
import { openaiResponsesBody } from "./openaiResponsesRequest.ts";
import { openaiRequest } from "./openaiRequest.ts";
import type { WireFormat } from "./wireFormat.ts";

/** OpenAI's Responses API, also spoken by Azure, xAI, DeepSeek and OpenRouter. Nothing is stored at the vendor. */
export const openaiResponses: WireFormat = {
  request: (endpoint, request, stream) =>
    openaiRequest(endpoint, "/responses", openaiResponsesBody(endpoint, request, stream)),
  decoder: createOpenaiResponsesDecoder,
};
