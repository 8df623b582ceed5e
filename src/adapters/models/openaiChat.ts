import { createOpenaiChatDecoder } from "./openaiChatDecoder.ts";
import { openaiChatBody } from "./openaiChatRequest.ts";
import { openaiRequest } from "./openaiRequest.ts";
import type { WireFormat } from "./wireFormat.ts";

/** OpenAI's chat completions and all that speak them; what they do differently stands in the quirks. */
export const openaiChat: WireFormat = {
  request: (endpoint, request, stream) =>
    openaiRequest(endpoint, "/chat/completions", openaiChatBody(endpoint, request, stream)),
  decoder: createOpenaiChatDecoder,
};
