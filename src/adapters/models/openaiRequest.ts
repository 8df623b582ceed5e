import type { Endpoint, WireRequest } from "./wireFormat.ts";

/** Address and key as OpenAI's interfaces and their imitators take them. */
export function openaiRequest(
  { model, apiKey, quirks }: Endpoint,
  usualPath: string,
  body: object,
): WireRequest {
  const path = (quirks.path ?? usualPath).replace("{model}", () => encodeURIComponent(model));
  const key =
    apiKey === null
      ? {}
      : quirks.keyHeader === undefined
        ? { authorization: `Bearer ${apiKey}` }
        : { [quirks.keyHeader]: apiKey };
  return {
    path: quirks.query === undefined ? path : `${path}?${quirks.query}`,
    headers: { ...key, ...quirks.headers },
    body: JSON.stringify(body),
  };
}
