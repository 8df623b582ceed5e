import { createCohereDecoder } from "./cohereDecoder.ts";
import { cohereBody } from "./cohereRequest.ts";
import type { WireFormat } from "./wireFormat.ts";

/** Cohere's chat, version 2. The base URL may stand with or without its `/v2`. */
export const cohereChat: WireFormat = {
  request(endpoint, request, stream) {
    const { model, baseUrl, apiKey, quirks } = endpoint;
    const usual = /\/v\d+$/u.test(baseUrl) ? "/chat" : "/v2/chat";
    const path = (quirks.path ?? usual).replace("{model}", () => encodeURIComponent(model));
    return {
      path: quirks.query === undefined ? path : `${path}?${quirks.query}`,
      headers: {
        "content-type": "application/json",
        ...(apiKey !== null &&
          (quirks.keyHeader === undefined
            ? { authorization: `Bearer ${apiKey}` }
            : { [quirks.keyHeader]: apiKey })),
        ...quirks.headers,
      },
      body: JSON.stringify(cohereBody(endpoint, request, stream)),
    };
  },
  decoder: createCohereDecoder,
};
