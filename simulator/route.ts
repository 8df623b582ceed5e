import { anthropic } from "./formats/anthropic.ts";
import { cohere } from "./formats/cohere.ts";
import type { Format } from "./formats/format.ts";
import { gemini } from "./formats/gemini.ts";
import { azure, openai } from "./formats/openai.ts";

export interface Route {
  readonly kind: "chat" | "embeddings";
  readonly format: Format;
  /** Null where the body tells. */
  readonly model: string | null;
  /** Null where the body tells. */
  readonly stream: boolean | null;
}

const inBody = { kind: "chat", model: null, stream: null } as const;

const routeByPath: Readonly<Record<string, Route>> = {
  "/v1/chat/completions": { ...inBody, format: openai },
  "/v1/embeddings": { ...inBody, kind: "embeddings", format: openai, stream: false },
  "/v1/messages": { ...inBody, format: anthropic },
  "/v2/chat": { ...inBody, format: cohere },
};

/** Where a POST leads; undefined when nowhere. */
export function routeOf(path: string): Route | undefined {
  return routeByPath[path] ?? azureRoute(path) ?? geminiRoute(path);
}

function azureRoute(path: string): Route | undefined {
  const [, model, end] = /^\/openai\/deployments\/(.+)\/(chat\/completions|embeddings)$/u.exec(path) ?? [];
  if (model === undefined) return undefined;
  const route = { format: azure, model: modelInPath(model) };
  return end === "embeddings"
    ? { ...route, kind: "embeddings", stream: false }
    : { ...route, kind: "chat", stream: null };
}

/** The last colon parts model and method: the model's keys may hold colons too. */
function geminiRoute(path: string): Route | undefined {
  const [, model, method] =
    /^\/v1(?:alpha|beta)?\/models\/(.+):(generateContent|streamGenerateContent)$/u.exec(path) ?? [];
  if (model === undefined) return undefined;
  const stream = method === "streamGenerateContent";
  return { kind: "chat", format: gemini, model: modelInPath(model), stream };
}

/** A client that escapes the whole name escapes its semicolons; one that does not leaves its values escaped as given. */
function modelInPath(model: string): string {
  if (model.includes(";") || !model.includes("%")) return model;
  try {
    return decodeURIComponent(model);
  } catch {
    return model;
  }
}
