import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GoogleGenAI } from "@google/genai";
import { CohereClientV2 } from "cohere-ai";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEmbedder } from "../../src/adapters/embeddings/createEmbedder.ts";
import { httpFailure } from "../../src/adapters/models/httpFailure.ts";
import { createHttpPool, type HttpPool } from "../../src/adapters/models/httpPool.ts";
import { listOf, recordOf, textOf } from "../../src/adapters/models/json.ts";
import type { FailureClass } from "../../src/core/answering/modelError.ts";
import { EmbedError, type EmbedderProvider, type Embeddings } from "../../src/core/retrieval/embedder.ts";
import { type Recording, recordings, recordingsAbsent, wireFolder } from "./recordings.ts";
import { type Delivery, type ReplayServer, startReplayServer } from "./replayServer.ts";

const { signal } = new AbortController();
let server: ReplayServer;
let pool: HttpPool;
beforeAll(async () => {
  server = await startReplayServer();
  pool = createHttpPool();
});
afterAll(async () => {
  await pool.close();
  await server[Symbol.asyncDispose]();
});

/** What our embedder makes of a recorded answer. */
async function ours(
  provider: EmbedderProvider,
  recording: Recording,
  delivery?: Delivery,
  dimensions: number | null = null,
): Promise<Embeddings> {
  const baseUrl = server.serve(recording, delivery);
  const model = modelOf(recording);
  const settings = { provider, model, baseUrl, keyVariable: "KEY", dimensions, batch: null };
  const made = createEmbedder(
    settings,
    { KEY: "no-key" },
    {
      to: (origin) => pool.to(origin),
      failureOf: (reply) => httpFailure(reply, 0),
    },
  );
  if ("problems" in made) throw new Error(JSON.stringify(made.problems));
  return made.embedder.embed(textsOf(recording), "document", signal);
}

function modelOf({ asked }: Recording): string {
  const { model, requests } = recordOf(asked);
  return textOf(model) || textOf(recordOf(listOf(requests)[0])["model"]);
}

/** As many texts as the recording has. */
function textsOf({ asked }: Recording): readonly string[] {
  const { input, texts, requests } = recordOf(asked);
  if (typeof input === "string") return [input];
  return [...listOf(input), ...listOf(texts), ...listOf(requests)].map(() => "text");
}

function numbers({ vectors }: Embeddings): readonly (readonly number[])[] {
  return vectors.map((vector) => [...vector]);
}

/** Vendors count in 64 bits, vectors are kept in 32. */
function inFloats(vectors: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return vectors.map((vector) => vector.map(Math.fround));
}

function answersOf(provider: string): readonly Recording[] {
  return recordings(provider, "embeddings-json");
}

const absent = "no recordings beside the repository";

test.skipIf(recordingsAbsent)(`there are recordings of every vendor (${absent})`, () => {
  const counts = ["openai", "azure", "mistral", "openrouter", "cohere", "gemini", "voyage", "perplexity"].map(
    (provider) => answersOf(provider).length,
  );
  expect(counts).toEqual([2, 1, 1, 2, 1, 2, 2, 1]);
});

test.each([
  ...answersOf("openai").map((each) => ["openai", each] as const),
  ...answersOf("azure").map((each) => ["azure", each] as const),
])("%s: base64 vectors are those of the vendor's SDK ($name)", async (provider, recording) => {
  const client = new OpenAI({ apiKey: "no-key", baseURL: server.serve(recording), maxRetries: 0 });
  const theirs = await client.embeddings.create({
    model: modelOf(recording),
    input: [...textsOf(recording)],
  });
  const got = await ours(provider, recording);
  expect(numbers(got)).toEqual(theirs.data.map(({ embedding }) => embedding));
  expect(got.tokens).toBe(theirs.usage.prompt_tokens);
});

test.each([
  ...answersOf("mistral").map((each) => ["mistral", each] as const),
  ...answersOf("openrouter").map((each) => ["openrouter", each] as const),
])("%s: vectors of numbers are those of OpenAI's SDK", async (provider, recording) => {
  const client = new OpenAI({ apiKey: "no-key", baseURL: server.serve(recording), maxRetries: 0 });
  const theirs = await client.embeddings.create({
    model: modelOf(recording),
    input: [...textsOf(recording)],
    encoding_format: "float",
  });
  const got = await ours(provider, recording);
  expect(numbers(got)).toEqual(inFloats(theirs.data.map(({ embedding }) => embedding)));
  expect(got.tokens).toBe(theirs.usage.prompt_tokens);
});

test.each(answersOf("cohere"))("cohere: vectors are those of the vendor's SDK ($name)", async (recording) => {
  const client = new CohereClientV2({ token: "no-key", environment: server.serve(recording) });
  const theirs = await client.embed({
    model: modelOf(recording),
    texts: [...textsOf(recording)],
    inputType: "search_document",
    embeddingTypes: ["float"],
  });
  const got = await ours("cohere", recording, {}, 1_024);
  expect(numbers(got)).toEqual(inFloats(theirs.embeddings.float ?? []));
  expect(got.tokens).toBe(theirs.meta?.billedUnits?.inputTokens);
});

test.each(answersOf("gemini"))("google: vectors are those of the vendor's SDK ($name)", async (recording) => {
  const client = new GoogleGenAI({ apiKey: "no-key", httpOptions: { baseUrl: server.serve(recording) } });
  const theirs = await client.models.embedContent({
    model: modelOf(recording),
    contents: [...textsOf(recording)],
  });
  const got = await ours("google", recording);
  expect(numbers(got)).toEqual(inFloats((theirs.embeddings ?? []).map(({ values }) => values ?? [])));
  expect(got.vectors[0]?.length).toBeGreaterThan(700);
});

test.each(answersOf("voyage"))("voyage: vectors are the floats of its base64 ($name)", async (recording) => {
  const answer: unknown = JSON.parse(recording.body.toString());
  const got = await ours("voyage", recording);
  const expected = listOf(recordOf(answer)["data"]).map((entry) => {
    const bytes = Uint8Array.from(atob(textOf(recordOf(entry)["embedding"])), (letter) =>
      letter.charCodeAt(0),
    );
    return [...new Float32Array(bytes.buffer)];
  });
  expect(numbers(got)).toEqual(expected);
  // Its vectors have unit length: bytes read in another way would not.
  for (const vector of got.vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
  expect(got.tokens).toBe(recordOf(recordOf(answer)["usage"])["total_tokens"]);
});

test.each(answersOf("perplexity"))("perplexity: vectors are signed bytes ($name)", async (recording) => {
  const answer: unknown = JSON.parse(recording.body.toString());
  const got = await ours("perplexity", recording, {}, 256);
  const expected = listOf(recordOf(answer)["data"]).map((entry) => {
    const letters = atob(textOf(recordOf(entry)["embedding"]));
    return [...Int8Array.from(letters, (letter) => letter.charCodeAt(0))];
  });
  expect(numbers(got)).toEqual(expected);
  expect(got.tokens).toBe(3);
});

test.skipIf(recordingsAbsent)(`several vectors come in the order of their texts (${absent})`, async () => {
  const fixture = (path: string, asked: object): Recording => ({
    name: path,
    url: "",
    asked,
    status: 200,
    headers: { "content-type": "application/json" },
    streamed: false,
    body: readFileSync(join(wireFolder, "vercel-ai-fixtures", path)),
  });
  const openai = fixture("openai/embedding-openai-embedding.json", { model: "m", input: ["a", "b"] });
  const cohere = fixture("cohere/cohere-embedding.json", { model: "m", texts: ["a", "b"] });
  const [one, two] = await Promise.all([ours("openai", openai), ours("cohere", cohere)]);
  expect(numbers(one).map(([first]) => first)).toEqual([0.0057293195, -0.037104916].map(Math.fround));
  expect(numbers(two).map(([first]) => first)).toEqual([0.03302002, -0.04660034].map(Math.fround));
  expect([one.tokens, two.tokens]).toEqual([12, 10]);
});

test.skipIf(recordingsAbsent)(`an answer in small pieces is the same answer (${absent})`, async () => {
  for (const recording of answersOf("openai"))
    expect(numbers(await ours("openai", recording, { pieceBytes: 7 }))).toEqual(
      numbers(await ours("openai", recording)),
    );
});

test.skipIf(recordingsAbsent)(`a cut answer is never a success (${absent})`, async () => {
  const [recording] = answersOf("voyage");
  if (!recording) throw new Error(absent);
  const classes = await Promise.all(
    ["broken" as const, "clean" as const].map(async (cut) => {
      const work = ours("voyage", recording, { cutAt: recording.body.length - 40, cut });
      return work.then(
        () => "success",
        (error: unknown) => (error instanceof EmbedError ? error.failure.class : error),
      );
    }),
  );
  expect(classes).toEqual(["network", "malformed"]);
});

const errors: readonly (readonly [EmbedderProvider, string, FailureClass, boolean])[] = [
  ["openai", "openai", "invalid_request", false],
  ["azure", "azure", "auth", false],
  ["google", "gemini", "invalid_request", false],
  ["voyage", "voyage", "invalid_request", true],
];

test.skipIf(recordingsAbsent).each(errors)(
  "%s: every recorded error of %s is %s",
  async (provider, folder, failureClass, inputRefused) => {
    const recorded = recordings(folder, "embeddings-error");
    expect(recorded.length).toBeGreaterThan(0);
    for (const recording of recorded) {
      const error: unknown = await ours(provider, recording).catch((cause: unknown) => cause);
      if (!(error instanceof EmbedError)) throw error;
      expect(error).toMatchObject({ code: "embedding_unavailable", retryable: false, inputRefused });
      expect(error.failure.class).toBe(failureClass);
      expect(error.message).not.toMatch(/exist|Access denied|nonexistent|no-key/u);
    }
  },
);
