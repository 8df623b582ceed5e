import { createAnthropicDecoder } from "./anthropicDecoder.ts";
import { anthropicBody, versionOf } from "./anthropicRequest.ts";
import type { WireFormat } from "./wireFormat.ts";

/** Anthropic's Messages API. The base URL may stand with or without its `/v1`: both are customary. */
export const anthropicMessages: WireFormat = {
  request(endpoint, request, stream) {
    const { model, baseUrl, apiKey, quirks } = endpoint;
    const usual = /\/v\d+$/u.test(baseUrl) ? "/messages" : "/v1/messages";
    const path = (quirks.path ?? usual).replace("{model}", () => encodeURIComponent(model));
    return {
      path: quirks.query === undefined ? path : `${path}?${quirks.query}`,
      headers: {
        "content-type": "application/json",
        ...(apiKey !== null && { [quirks.keyHeader ?? "x-api-key"]: apiKey }),
        ...inLowerCase(quirks.headers ?? {}),
        "anthropic-version": versionOf(quirks),
      },
      body: JSON.stringify(anthropicBody(endpoint, request, stream)),
    };
  },
  decoder: createAnthropicDecoder,
};

/** So that a name written otherwise replaces the header and does not stand beside it. */
function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
