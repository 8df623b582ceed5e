import { afterAll, expect, test } from "vitest";
import type { ModelSettings } from "../../core/answering/modelSettings.ts";
import { createModels } from "./createModels.ts";
import { createHttpPool } from "./httpPool.ts";
import { listedPrice } from "./prices.ts";
import { vendors } from "./vendors.ts";

const pool = createHttpPool();
afterAll(() => pool.close());

const plain: ModelSettings = {
  id: "fast",
  provider: "openai",
  model: null,
  module: null,
  baseUrl: null,
  keyVariable: null,
  price: null,
  window: null,
  maxOutput: null,
  weight: 1,
  timers: {},
  stream: true,
  headers: {},
};

async function create(settings: readonly ModelSettings[], variables: Readonly<Record<string, string>>) {
  const made = await createModels({ settings, variables, pool });
  return "models" in made ? { models: made.models, problems: [] } : { models: [], problems: made.problems };
}

test("without settings each provider whose key is there starts under its own name, in a fixed order", async () => {
  const variables = {
    XAI_API_KEY: "x",
    GOOGLE_API_KEY: "g",
    OPENAI_API_KEY: "o",
    ANTHROPIC_API_KEY: " ",
    OLLAMA_HOST: "127.0.0.1",
  };
  const { models } = await create([], variables);
  expect(models.map(({ id, keyVariable }) => [id, keyVariable])).toEqual([
    ["openai", "OPENAI_API_KEY"],
    ["google", "GOOGLE_API_KEY"],
    ["ollama", null],
    ["xai", "XAI_API_KEY"],
  ]);
});

test("without settings and keys there are no models and no problems", async () => {
  expect(await create([], { PATH: "/bin" })).toEqual({ models: [], problems: [] });
});

test("Azure starts by itself only when its address and its deployment are known too", async () => {
  const key = { AZURE_OPENAI_API_KEY: "k" };
  const address = { AZURE_OPENAI_ENDPOINT: "https://mine.openai.azure.com/" };
  expect((await create([], { ...key, ...address })).models).toEqual([]);
  const { models } = await create([], { ...key, ...address, AZURE_OPENAI_DEPLOYMENT: "mine" });
  expect(models.map(({ id, name }) => [id, name])).toEqual([["azure", "mine"]]);
});

test("with settings exactly those start, and extractive is left out", async () => {
  const settings = [plain, { ...plain, id: "extractive", provider: "extractive" as const }];
  const { models } = await create(settings, { OPENAI_API_KEY: "o", GROQ_API_KEY: "g" });
  expect(models.map(({ id }) => id)).toEqual(["fast"]);
});

test("a missing key is a problem that names the field and the variable", async () => {
  const settings = [
    plain,
    { ...plain, id: "other", keyVariable: "MY_KEY", baseUrl: "http://127.0.0.1:9/v1" },
  ];
  expect((await create(settings, {})).problems).toEqual([
    { path: "models.0.api_key_env", message: "OPENAI_API_KEY is not set, and openai needs its key" },
    { path: "models.1.api_key_env", message: "MY_KEY is not set, and openai needs its key" },
  ]);
});

test("a server of one's own needs no key", async () => {
  const { models } = await create([{ ...plain, baseUrl: "http://127.0.0.1:9/v1" }], {});
  expect(models.map(({ keyVariable }) => keyVariable)).toEqual([null]);
});

test("an address or a model that only the customer knows is a problem when it is missing or wrong", async () => {
  const settings = [
    { ...plain, provider: "azure" as const },
    { ...plain, provider: "openai-compatible" as const, baseUrl: "http://127.0.0.1:9" },
    { ...plain, baseUrl: "ftp://secret@host" },
  ];
  const { problems } = await create(settings, { AZURE_OPENAI_API_KEY: "k" });
  expect(problems.map(({ path }) => path)).toEqual([
    "models.0.base_url",
    "models.1.model",
    "models.2.base_url",
  ]);
  expect(JSON.stringify(problems)).not.toContain("secret");
});

test("a wrong address in a variable is a problem of that variable", async () => {
  expect((await create([], { OPENAI_API_KEY: "k", OPENAI_BASE_URL: "nowhere at all" })).problems).toEqual([
    { path: "OPENAI_BASE_URL", message: "OPENAI_BASE_URL is no HTTP address" },
  ]);
});

test("price, window and timers come from the settings, else from the list, else from the vendor", async () => {
  const variables = { OPENAI_API_KEY: "o", OLLAMA_HOST: "x" };
  const price = { input: 1, output: 2 };
  const settings = [
    { ...plain, model: "gpt-4o-mini" },
    { ...plain, id: "own", model: "gpt-4o-mini", price, window: 5000, timers: { idleMs: 7 } },
    { ...plain, id: "local", provider: "ollama" as const, model: "anything" },
  ];
  const { models } = await create(settings, variables);
  expect(
    models.map((model) => [model.price, model.window, model.timers.connectMs, model.timers.idleMs]),
  ).toEqual([
    [listedPrice("openai", "gpt-4o-mini")?.price, 128_000, 5000, 20_000],
    [price, 5000, 5000, 7],
    [null, vendors.ollama.window, 60_000, 20_000],
  ]);
});

test("a model that gives only whole answers has its whole time for the headers", async () => {
  const { models } = await create([{ ...plain, stream: false, timers: { totalMs: 30_000 } }], {
    OPENAI_API_KEY: "o",
  });
  expect(models[0]?.timers).toEqual({
    connectMs: 30_000,
    firstContentMs: 30_000,
    idleMs: 20_000,
    totalMs: 30_000,
  });
});

test("every vendor's usual model has a list price, where it has one at all", async () => {
  const free = new Set(["openrouter", "ollama"]);
  for (const [provider, { model }] of Object.entries(vendors)) {
    if (model === null || free.has(provider)) continue;
    const listed = Object.keys(vendors).some((name) => name === provider && isListed(name, model));
    expect([provider, listed]).toEqual([provider, true]);
  }
});

function isListed(provider: string, model: string): boolean {
  const names = Object.keys(vendors).filter((name): name is keyof typeof vendors => name === provider);
  return names.some((name) => listedPrice(name, model) !== null);
}
