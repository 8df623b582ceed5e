import { Agent } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EmbedderSettings } from "../../core/retrieval/embedder.ts";
import { createEmbedder } from "./createEmbedder.ts";
import { type EmbeddingServer, startEmbeddingServer } from "./fixtures/embeddingServer.ts";

const { signal } = new AbortController();
let server: EmbeddingServer;
beforeAll(async () => {
  server = await startEmbeddingServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const settings: EmbedderSettings = {
  provider: "openai-compatible",
  model: "bge-m3",
  baseUrl: null,
  keyVariable: null,
  dimensions: null,
  batch: null,
};

test.each<[string, Partial<EmbedderSettings>, Record<string, string>, string, string]>([
  ["no address", {}, {}, "embedder.base_url", "openai-compatible needs the server's address"],
  [
    "no HTTP address",
    { baseUrl: "ftp://x" },
    {},
    "embedder.base_url",
    "expected an address that begins with http:// or https://",
  ],
  [
    "no key",
    { provider: "voyage" },
    {},
    "embedder.api_key_env",
    "voyage needs a key: set the variable VOYAGE_API_KEY",
  ],
  [
    "a named key that is empty",
    { provider: "cohere", baseUrl: "http://127.0.0.1/v2", keyVariable: "MINE" },
    { MINE: "" },
    "embedder.api_key_env",
    "cohere needs a key: set the variable MINE",
  ],
  [
    "a bad address in a variable",
    { provider: "openai" },
    { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "nonsense" },
    "embedder.base_url",
    "expected an address that begins with http:// or https:// in OPENAI_BASE_URL",
  ],
])("%s is a problem that names the setting", (_name, changed, variables, path, message) => {
  expect(createEmbedder({ ...settings, ...changed }, variables, server.http)).toEqual({
    problems: [{ path, message }],
  });
});

test.each<[Partial<EmbedderSettings>, string, object]>([
  [
    { provider: "openai", model: "text-embedding-3-small", dimensions: 2 },
    "/v1/embeddings",
    { encoding_format: "base64", dimensions: 2 },
  ],
  [
    { provider: "openai", model: "text-embedding-ada-002", dimensions: 2 },
    "/v1/embeddings",
    { encoding_format: "base64" },
  ],
  [{ provider: "openai-compatible", dimensions: 2 }, "/v1/embeddings", {}],
  [
    { provider: "voyage", model: "voyage-3.5", dimensions: 2 },
    "/v1/embeddings",
    { encoding_format: "base64", input_type: "query", output_dimension: 2 },
  ],
  [{ provider: "azure", model: "my-own", dimensions: 2 }, "/v1/embeddings", { encoding_format: "base64" }],
])("%o asks for what its vendor has", async (changed, path, parameters) => {
  const made = createEmbedder({ ...settings, ...changed, baseUrl: `${server.baseUrl}/` }, {}, server.http);
  if ("problems" in made) throw new Error(JSON.stringify(made.problems));
  await made.embedder.embed(["1"], "query", signal);
  const model = made.embedder.model;
  expect(server.calls.at(-1)).toMatchObject({ path });
  expect(server.calls.at(-1)?.body).toEqual({ model, input: ["1"], ...parameters });
});

test("host and port are enough of an Ollama server", async () => {
  const host = new URL(server.baseUrl).host;
  const made = createEmbedder({ ...settings, provider: "ollama" }, { OLLAMA_HOST: host }, server.http);
  if ("problems" in made) throw new Error(JSON.stringify(made.problems));
  await made.embedder.embed(["1"], "query", signal);
  expect(server.calls.at(-1)?.path).toBe("/v1/embeddings");
  expect(made.embedder.id).toBe("ollama:bge-m3");
});

test.each<[EmbedderSettings["provider"], string, string]>([
  ["ollama", "box", "http://box:11434/v1/embeddings"],
  ["azure", "https://mine.openai.azure.com/", "https://mine.openai.azure.com/openai/v1/embeddings"],
  ["cohere", "https://eu.cohere.example", "https://eu.cohere.example/v2/embed"],
  ["tei", "http://box:8080", "http://box:8080/v1/embeddings"],
])("%s at %s is reached at %s", async (provider, baseUrl, expected) => {
  const control = new AbortController();
  const asked: string[] = [];
  const watching = new Agent().compose(() => (options, _handler) => {
    asked.push(`${String(options.origin)}${options.path}`);
    // Nothing leaves this machine.
    control.abort(new Error("seen"));
    throw new Error("not sent");
  });
  const http = { ...server.http, to: () => watching };
  const made = createEmbedder({ ...settings, provider, baseUrl }, {}, http);
  if ("problems" in made) throw new Error(JSON.stringify(made.problems));
  await expect(made.embedder.embed(["1"], "query", control.signal)).rejects.toThrow("seen");
  expect(asked).toEqual([expected]);
});
