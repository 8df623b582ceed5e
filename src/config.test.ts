import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError, loadConfig, unknownModels } from "./config.ts";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const fileWith = (text: string, prompts?: string) => {
  const folder = mkdtempSync(join(tmpdir(), "batuta-config-"));
  folders.push(folder);
  writeFileSync(join(folder, "batuta.yaml"), text);
  if (prompts !== undefined) writeFileSync(join(folder, "prompts.yaml"), prompts);
  return join(folder, "batuta.yaml");
};
const load = (text: string, prompts?: string, environment: Readonly<Record<string, string>> = {}) =>
  loadConfig({ ...environment, BATUTA_CONFIG: fileWith(text, prompts) });
/** What is said of a wrong configuration, a line a problem. */
const said = (text: string, prompts?: string): readonly string[] => {
  try {
    load(text, prompts);
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.message.split("\n").slice(1);
    throw cause;
  }
  return [];
};

describe("loadConfig", () => {
  test("needs nothing", () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ host: "127.0.0.1", port: 8080, adminKey: null, logLevel: "info" });
    expect(config.file.limits.upload_mb).toBe(50);
  });

  test("names an unknown variable", () => {
    expect(() => loadConfig({ BATUTA_PROT: "80" })).toThrow(/BATUTA_PROT/);
  });

  test("names a variable of the wrong kind and never shows a secret", () => {
    expect(() => loadConfig({ BATUTA_PORT: "eighty" })).toThrow(/BATUTA_PORT/);
    expect(() => loadConfig({ BATUTA_ADMIN_KEY: "hunter2" })).toThrow(
      /^(?!.*hunter2)[\s\S]*BATUTA_ADMIN_KEY/,
    );
  });

  test("leaves other programs' variables alone", () => {
    expect(() => loadConfig({ PATH: "/bin", HOME: "/" })).not.toThrow();
  });

  test("names the path of a wrong key or value in the file", () => {
    expect(() => loadConfig({ BATUTA_CONFIG: fileWith("limits: { upload_mb: -1 }") })).toThrow(
      /limits\.upload_mb/,
    );
    expect(() => loadConfig({ BATUTA_CONFIG: fileWith("limits: { uplaod_mb: 5 }") })).toThrow(/uplaod_mb/);
  });

  test("says where a file is not YAML, and that a named file is missing", () => {
    expect(() => loadConfig({ BATUTA_CONFIG: fileWith("limits: [1") })).toThrow(/line 1/);
    expect(() => loadConfig({ BATUTA_CONFIG: "/nowhere/batuta.yaml" })).toThrow(ConfigError);
  });

  test("says of a wrong file nothing of what stands in it", () => {
    for (const text of [
      "a: [1, hunter2",
      "a: !secret hunter2",
      "a: *hunter2",
      'a: "hunter2\\q"',
      "hunter2",
      "a: b: hunter2",
    ])
      expect(() => load(text)).toThrow(/^(?![\s\S]*hunter2)/);
  });

  test("names every problem with its key and line", () => {
    expect(said("locale: fr\nlimits:\n  upload_mb: 0\n  colour: red\nmodel: []\n")).toEqual([
      '  locale (line 1): Invalid option: expected one of "es"|"en"',
      "  limits.upload_mb (line 3): Too small: expected number to be >0",
      "  limits.colour (line 4): there is no such setting",
      "  model (line 5): there is no such setting",
    ]);
  });

  test("cannot be changed afterwards", () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true);
  });
});

describe("models", () => {
  test("are read with what was left out as null", () => {
    const { file } = load(`
models:
  - id: fast
    provider: openai
    model: gpt-4o-mini
    base_url: http://127.0.0.1:9001/v1
    api_key_env: TEAM_KEY
    price: { input: 0.15, output: 0.60, cached_input: 0.075 }
    window: 128000
    max_output: 16384
    weight: 2.5
    timeouts: { connect_ms: 5000, first_content_ms: 15000, idle_ms: 20000, total_ms: 90000 }
    headers: { X-Team: batuta }
  - { id: "backup:large", provider: anthropic, stream: false, timeouts: { idle_ms: 10 } }
`);
    expect(file.models).toEqual([
      {
        id: "fast",
        provider: "openai",
        model: "gpt-4o-mini",
        module: null,
        baseUrl: "http://127.0.0.1:9001/v1",
        keyVariable: "TEAM_KEY",
        price: { input: 0.15, output: 0.6, cachedInput: 0.075 },
        window: 128_000,
        maxOutput: 16_384,
        weight: 2.5,
        timers: { connectMs: 5_000, firstContentMs: 15_000, idleMs: 20_000, totalMs: 90_000 },
        stream: true,
        headers: { "X-Team": "batuta" },
      },
      {
        id: "backup:large",
        provider: "anthropic",
        model: null,
        module: null,
        baseUrl: null,
        keyVariable: null,
        price: null,
        window: null,
        maxOutput: null,
        weight: 1,
        timers: { idleMs: 10 },
        stream: false,
        headers: {},
      },
    ]);
  });

  test("have ids of their own that mean nothing else", () => {
    const ids = ["a", "a", "batuta/fast", "workspace/1", "default", "version", "-x", "a b", "extractive"];
    const problems = said(
      `models:\n${ids.map((id) => `  - { id: "${id}", provider: openai }`).join("\n")}\n`,
    );
    expect(problems.map((line) => line.trim().split(" ")[0])).toEqual([
      "models.2.id",
      "models.3.id",
      "models.4.id",
      "models.5.id",
      "models.6.id",
      "models.7.id",
      "models.8.id",
      "models.1.id",
    ]);
    expect(said("models: [{ id: extractive, provider: extractive }]")).toEqual([]);
  });

  test("of an OpenAI-compatible server say where it is and what it calls them", () => {
    expect(said("models: [{ id: a, provider: openai-compatible }]")).toEqual([
      "  models.0.base_url (line 1): openai-compatible needs the server's address",
      "  models.0.model (line 1): openai-compatible needs the server's name of the model",
    ]);
  });

  test("with a key where its variable's name belongs are refused without saying it", () => {
    for (const key of ["sk-hunter2", "gsk_hunter2", "BATUTA_ADMIN_KEY"]) {
      const problems = said(`models: [{ id: a, provider: openai, api_key_env: ${key} }]`);
      expect(problems).toEqual([
        "  models.0.api_key_env (line 1): the name of an environment variable, in capitals, not the key itself",
      ]);
    }
  });

  test("are not reached at an address with a key in it, nor with headers that frame a message", () => {
    const addresses = ["http://me:hunter2@host/v1", "https://host/v1?key=hunter2", "ftp://host", "host:9001"];
    for (const address of addresses)
      expect(said(`models: [{ id: a, provider: openai, base_url: "${address}" }]`)[0]).toMatch(
        /^ {2}models\.0\.base_url \(line 1\): an (?!.*hunter2)/,
      );
    const headers = '{ Content-Length: "5", "a b": x, ok: "one\\r\\ntwo" }';
    expect(said(`models: [{ id: a, provider: openai, headers: ${headers} }]`)).toEqual([
      "  models.0.headers.Content-Length (line 1): this header is not yours to set",
      "  models.0.headers.a b (line 1): the name of a header",
      "  models.0.headers.ok (line 1): one line",
    ]);
  });
});

describe("strategy", () => {
  test("has the values of the design where nothing is said", () => {
    expect(load("").file.strategy).toEqual({
      default: "fallback",
      order: [],
      continueMidstream: true,
      retry: { retries: 2, baseMs: 250 },
      onModelFailure: "error",
      quorum: null,
      graceMs: 1_500,
      breaker: { failures: 5, window: 20, share: 0.5, halfOpenMs: 30_000 },
    });
  });

  test("orders only models that are there, each once", () => {
    const models = "models: [{ id: fast, provider: openai }]\n";
    expect(said(`${models}strategy: { order: [extractive, fast, backup] }`)).toEqual([
      "  strategy.order.2: no model has this id; there are: fast, extractive",
    ]);
    expect(said(`${models}strategy: { order: [fast, extractive, fast] }`)).toEqual([
      "  strategy.order.2 (line 2): this model stands here already",
    ]);
  });

  test("may order models that come from the vendors' variables, which whoever makes them checks", () => {
    const config = load(
      "strategy: { order: [openai, groq] }\nprompts: ./prompts.yaml\n",
      "groq: { params: { seed: 1 } }",
    );
    expect(config.file.strategy.order).toEqual(["openai", "groq"]);
    expect(unknownModels(config, ["openai"]).map(({ path }) => path)).toEqual([
      "strategy.order.1",
      "prompts: groq",
    ]);
    expect(unknownModels(config, ["groq", "openai"])).toEqual([]);
  });
});

describe("prompts", () => {
  test("are read from the file beside the configuration", () => {
    const config = load(
      "prompts: ./prompts.yaml\nassistant_name: Clara\n",
      `
version: 3
default:
  system: { es: "Sé breve, {assistant_name}.", en: "Be brief." }
  params: { temperature: 0.2, top_p: 0.9, max_tokens: 800, stop: END, seed: 7 }
fast:
  addendum: "Tools: {tools}. {{date}}"
`,
    );
    expect(config.file.assistant_name).toBe("Clara");
    expect(config.prompts).toEqual({
      version: "3",
      entryById: new Map([
        [
          "default",
          {
            system: { es: "Sé breve, {assistant_name}.", en: "Be brief." },
            addendum: null,
            parameters: { temperature: 0.2, topP: 0.9, maxTokens: 800, stop: ["END"], seed: 7 },
          },
        ],
        [
          "fast",
          {
            system: null,
            addendum: { es: "Tools: {tools}. {{date}}", en: "Tools: {tools}. {{date}}" },
            parameters: {},
          },
        ],
      ]),
    });
    expect(load("").prompts).toBeNull();
  });

  test("that are wrong are named with file, key and line", () => {
    const prompts =
      "default:\n  system:\n    es: Hola {nombre}\n    en: Hi\n  params:\n    temprature: 1\nfast: { addendum: 3 }\n";
    expect(() => load("prompts: prompts.yaml", prompts)).toThrow(/prompts\.yaml is wrong/);
    expect(said("prompts: prompts.yaml", prompts)).toEqual([
      "  default.system.es (line 3): {nombre} is none of {assistant_name}, {date}, {tools}, {workspace}; {{nombre}} stands for {nombre} itself",
      "  default.params.temprature (line 6): there is no such setting",
      "  fast.addendum (line 7): a text, or `es` and `en` with one each",
    ]);
    expect(() => load("prompts: ./none.yaml")).toThrow(/^prompts: .*none\.yaml cannot be read \(ENOENT\)/);
  });

  test("are for models that are there", () => {
    const models = "models: [{ id: fast, provider: openai }]\nprompts: prompts.yaml";
    expect(said(models, "fats: { system: Hi }")).toEqual([
      "  prompts: fats: no model has this id; there are: fast, extractive",
    ]);
  });
});

describe("the rest", () => {
  test("is off where nothing is said", () => {
    const { file } = load("");
    expect([file.cache.responses, file.budget.daily_usd, file.embedder]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(load("cache: { responses: {} }").file.cache.responses).toEqual({ ttl_minutes: 60, max_mb: 64 });
  });

  test("names an embedder", () => {
    const { file } = load(
      "embedder: { provider: tei, model: bge-m3, base_url: http://h:9002/v1, dimensions: 1024 }",
    );
    expect(file.embedder).toEqual({
      provider: "tei",
      model: "bge-m3",
      baseUrl: "http://h:9002/v1",
      keyVariable: null,
      dimensions: 1_024,
      batch: null,
    });
    expect(said("embedder: { provider: anthropic, model: x }")[0]).toMatch(
      /^ {2}embedder\.provider \(line 1\)/,
    );
  });

  test("passes on vendors' variables and those that the file names, and no others", () => {
    const environment = {
      OPENAI_API_KEY: " sk-1\n",
      GROQ_API_KEY: "",
      OPENAI_BASE_URL: "http://h",
      AZURE_OPENAI_API_VERSION: "2024-10-21",
      OLLAMA_HOST: "127.0.0.1",
      TEAM_KEY: "k1",
      SEARCH_KEY: "k2",
      OTHER_KEY: "k3",
      BATUTA_ADMIN_KEY: "x".repeat(32),
      PATH: "/bin",
    };
    const file =
      "models: [{ id: a, provider: openai, api_key_env: TEAM_KEY }]\nembedder: { provider: tei, model: m, base_url: http://h, api_key_env: SEARCH_KEY }";
    const { variables } = load(file, undefined, environment);
    expect(variables).toEqual({
      OPENAI_API_KEY: "sk-1",
      OPENAI_BASE_URL: "http://h",
      AZURE_OPENAI_API_VERSION: "2024-10-21",
      OLLAMA_HOST: "127.0.0.1",
      TEAM_KEY: "k1",
      SEARCH_KEY: "k2",
    });
    expect(Object.isFrozen(variables)).toBe(true);
  });
});
