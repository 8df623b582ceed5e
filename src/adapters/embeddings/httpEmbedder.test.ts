import { expect, test } from "vitest";
import { EmbedError } from "../../core/retrieval/embedder.ts";
import { type EmbeddingServer, startEmbeddingServer, vectorsBody } from "./fixtures/embeddingServer.ts";
import { createHttpEmbedder, type HttpEmbedderOptions } from "./httpEmbedder.ts";
import { openaiEmbeddings } from "./openaiEmbeddings.ts";

const { signal } = new AbortController();

function embedderAt({ baseUrl, http }: EmbeddingServer, options: Partial<HttpEmbedderOptions> = {}) {
  const target = { model: "bge", apiKey: "secret-key", dimensions: null, quirks: {} };
  const usual = {
    provider: "test",
    baseUrl,
    dimensions: null,
    limits: { texts: 3, characters: 100 },
    retryBaseMs: 1,
  };
  return createHttpEmbedder(target, openaiEmbeddings, { ...usual, ...options }, http);
}

async function failureOf(work: Promise<unknown>): Promise<EmbedError> {
  const error: unknown = await work.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (error instanceof EmbedError) return error;
  throw error;
}

test("texts go in batches and their vectors come back in order, tokens added up", async () => {
  await using server = await startEmbeddingServer(({ input }) => ({ body: vectorsBody(input) }));
  const embedder = embedderAt(server);
  const { vectors: got, tokens } = await embedder.embed(["5", "4", "3", "2"], "document", signal);
  expect(got.map((vector) => [...vector])).toEqual([
    [5, 5.5],
    [4, 4.5],
    [3, 3.5],
    [2, 2.5],
  ]);
  expect(tokens).toBe(4);
  expect(server.calls.map(({ input }) => input)).toEqual([["5", "4", "3"], ["2"]]);
  expect(server.calls[0]?.path).toBe("/v1/embeddings");
  expect(server.calls[0]?.headers.authorization).toBe("Bearer secret-key");
  expect(embedder.dimensions).toBe(2);
});

test("an answer in another order is put right by its indexes", async () => {
  await using server = await startEmbeddingServer(() => ({
    body: '{"data":[{"index":1,"embedding":[2,2]},{"index":0,"embedding":[1,1]}]}',
  }));
  const { vectors: got, tokens } = await embedderAt(server).embed(["a", "b"], "query", signal);
  expect(got.map((vector) => vector[0])).toEqual([1, 2]);
  expect(tokens).toBeNull();
});

test("no texts make no call", async () => {
  await using server = await startEmbeddingServer(() => ({ status: 500, body: "" }));
  expect(await embedderAt(server).embed([], "document", signal)).toEqual({ vectors: [], tokens: 0 });
  expect(server.calls).toHaveLength(0);
});

test("other dimensions than configured are refused with both numbers and without a second call", async () => {
  await using server = await startEmbeddingServer(({ input }) => ({ body: vectorsBody(input) }));
  const error = await failureOf(embedderAt(server, { dimensions: 1_024 }).embed(["1"], "query", signal));
  expect(error.message).toBe(
    "malformed (dimensions): expected 1024 dimensions as embedder.dimensions says, got 2",
  );
  expect(error).toMatchObject({ code: "embedding_unavailable", retryable: false, inputRefused: false });
  expect(server.calls).toHaveLength(1);
});

test("dimensions that change between calls are refused", async () => {
  await using server = await startEmbeddingServer((_seen, call) => ({
    body: JSON.stringify({ data: [{ embedding: call === 1 ? [1, 2, 3] : [1, 2] }] }),
  }));
  const embedder = embedderAt(server);
  await embedder.embed(["a"], "document", signal);
  const { message } = await failureOf(embedder.embed(["b"], "document", signal));
  expect(message).toBe("malformed (dimensions): expected 3 dimensions as before, got 2");
});

test.each([
  ["too few vectors", '{"data":[{"index":0,"embedding":[1]}]}', "count"],
  ["an index twice", '{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}', "index"],
  ["an index beyond the list", '{"data":[{"index":0,"embedding":[1]},{"index":7,"embedding":[1]}]}', "index"],
  ["a number beyond 32 bits", '{"data":[{"embedding":[1]},{"embedding":[1e300]}]}', "not_finite"],
  ["null in a vector", '{"data":[{"embedding":[1]},{"embedding":[null]}]}', "not_finite"],
  ["base64 of NaN", '{"data":[{"embedding":[1]},{"embedding":"AADAfw=="}]}', "not_finite"],
  ["base64 of half a float", '{"data":[{"embedding":[1]},{"embedding":"AAA="}]}', "vector"],
  ["an empty vector", '{"data":[{"embedding":[1]},{"embedding":[]}]}', "vector"],
  ["no vectors", '{"object":"list"}', "shape"],
  ["a page instead of JSON", "<html>secret text</html>", "not_json"],
])("%s is malformed and not asked for again", async (_name, body, code) => {
  await using server = await startEmbeddingServer(() => ({ body }));
  const error = await failureOf(embedderAt(server).embed(["a", "b"], "document", signal));
  expect(error.failure).toEqual({ class: "malformed", code, retryAfterMs: null });
  expect(error.message).not.toContain("secret");
  expect(server.calls).toHaveLength(1);
});

test("what may pass is tried again, twice at most", async () => {
  await using second = await startEmbeddingServer(({ input }, call) =>
    call < 3 ? { status: 503, body: "" } : { body: vectorsBody(input) },
  );
  expect((await embedderAt(second).embed(["7"], "query", signal)).vectors[0]?.[1]).toBe(7.5);
  expect(second.calls).toHaveLength(3);

  await using never = await startEmbeddingServer(() => ({ status: 503, body: "" }));
  const error = await failureOf(embedderAt(never).embed(["7"], "query", signal));
  expect(error).toMatchObject({ retryable: true, failure: { class: "server_error" } });
  expect(never.calls).toHaveLength(3);
});

test("a vendor that asks for more patience than there is gets no second call", async () => {
  await using server = await startEmbeddingServer(() => ({
    status: 429,
    headers: { "retry-after": "120" },
    body: "",
  }));
  const error = await failureOf(embedderAt(server).embed(["7"], "query", signal));
  expect(error.failure.retryAfterMs).toBe(120_000);
  expect(server.calls).toHaveLength(1);
});

test("a vendor that asks for no patience is asked again at once", async () => {
  await using server = await startEmbeddingServer(({ input }, call) =>
    call === 1 ? { status: 429, headers: { "retry-after": "0" }, body: "" } : { body: vectorsBody(input) },
  );
  await embedderAt(server, { retryBaseMs: 3_600_000 }).embed(["7"], "query", signal);
  expect(server.calls).toHaveLength(2);
});

test("refused texts are told from a wrong key, and neither is sent again", async () => {
  await using refusing = await startEmbeddingServer(() => ({
    status: 400,
    body: '{"error":{"message":"your text"}}',
  }));
  const refused = await failureOf(embedderAt(refusing).embed(["7"], "document", signal));
  expect(refused).toMatchObject({ retryable: false, inputRefused: true });
  expect(refused.message).toBe("invalid_request (HTTP 400)");

  await using locked = await startEmbeddingServer(() => ({ status: 401, body: "" }));
  const denied = await failureOf(embedderAt(locked).embed(["7"], "document", signal));
  expect(denied).toMatchObject({ retryable: false, inputRefused: false, failure: { class: "auth" } });
  expect([refusing.calls.length, locked.calls.length]).toEqual([1, 1]);
});

test("an error inside a success counts as the status it names", async () => {
  await using server = await startEmbeddingServer(() => ({
    body: '{"error":{"code":429,"message":"slow down"}}',
  }));
  const error = await failureOf(embedderAt(server, { retries: 0 }).embed(["7"], "document", signal));
  expect(error.failure.class).toBe("rate_limited");
});

test("a server that is not there is a network failure", async () => {
  await using server = await startEmbeddingServer();
  const error = await failureOf(
    embedderAt({ ...server, baseUrl: "http://127.0.0.1:1" }, { retries: 1 }).embed(["7"], "document", signal),
  );
  expect(error.failure).toMatchObject({ class: "network", code: "ECONNREFUSED" });
});

test("a server that never answers is given up at the time limit, once", async () => {
  await using server = await startEmbeddingServer(() => ({}));
  const error = await failureOf(embedderAt(server, { timeoutMs: 30 }).embed(["7"], "document", signal));
  expect(error.failure.class).toBe("total_timeout");
  expect(error.retryable).toBe(true);
  expect(server.calls).toHaveLength(1);
});

test("calling off ends the call with the signal's reason and closes the socket", async () => {
  const control = new AbortController();
  const reason = new Error("nobody waits");
  await using server = await startEmbeddingServer(() => {
    control.abort(reason);
    return {};
  });
  await expect(embedderAt(server).embed(["7"], "document", control.signal)).rejects.toBe(reason);
  await expect.poll(() => server.connections()).toBe(0);
});

test("calling off ends a pause before a retry", async () => {
  const control = new AbortController();
  const reason = new Error("nobody waits");
  await using server = await startEmbeddingServer(() => {
    setTimeout(() => control.abort(reason), 20);
    return { status: 429, headers: { "retry-after": "19" }, body: "" };
  });
  await expect(embedderAt(server).embed(["7"], "document", control.signal)).rejects.toBe(reason);
});
