import { createOpenaiChatDecoder } from "./openaiChatDecoder.ts";
import { openaiChatBody } from "./openaiChatRequest.ts";
import type { WireFormat } from "./wireFormat.ts";

/** OpenAI's chat completions and all that speak them; what they do differently stands in the quirks. */
export const openaiChat: WireFormat = {
  request(endpoint, request, stream) {
    const { model, apiKey, quirks } = endpoint;
    const path = (quirks.path ?? "/chat/completions").replace("{model}", () => encodeURIComponent(model));
    return {
      path: quirks.query === undefined ? path : `${path}?${quirks.query}`,
      headers: {
        ...(apiKey !== null &&
          (quirks.keyHeader === undefined
            ? { authorization: `Bearer ${apiKey}` }
            : { [quirks.keyHeader]: apiKey })),
        ...quirks.headers,
      },
      body: JSON.stringify(openaiChatBody(endpoint, request, stream)),
    };
  },
  decoder: createOpenaiChatDecoder,
};
