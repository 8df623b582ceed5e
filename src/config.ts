import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import * as z from "zod";
import packageFile from "../package.json" with { type: "json" };
import { defaultAssistantPath, loadAssistant } from "./config/assistant.ts";
import { authSchema, tokenSettings } from "./config/auth.ts";
import { cacheSchema } from "./config/cache.ts";
import { embedderSchema } from "./config/embedder.ts";
import { corsSchema, quotaSchema, ratesSchema, trustProxySchema } from "./config/limits.ts";
import { unknownModels } from "./config/modelNames.ts";
import { modelsSchema } from "./config/models.ts";
import { moderatorSchema } from "./config/moderator.ts";
import { ConfigError, parse, problemsError } from "./config/parse.ts";
import { phoneSchema } from "./config/phone.ts";
import { loadPrompts } from "./config/prompts.ts";
import { strategySchema } from "./config/strategy.ts";
import { understandingSchema } from "./config/understanding.ts";
import { vendorVariables } from "./config/variables.ts";
import { readYaml, type YamlFile } from "./config/yamlFile.ts";
import { localeSchema } from "./contract/common.ts";
import type { TokenSettings } from "./core/access/tokenVerifier.ts";
import type { PromptSettings } from "./core/answering/promptRegistry.ts";

import type { AssistantProfile } from "./core/understanding/profile.ts";

export { ConfigError, defaultAssistantPath, loadAssistant, problemsError, unknownModels };

/** Settings from the environment; every key starts with `BATUTA_`. */
export const environmentSchema = z.strictObject({
  BATUTA_HOST: z.string().min(1).default("127.0.0.1").describe("Address to listen on"),
  BATUTA_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe("Port; 0 takes a free one and prints it"),
  BATUTA_DATA: z.string().min(1).default("./data").describe("Folder that holds everything"),
  BATUTA_CONFIG: z
    .string()
    .min(1)
    .default("./batuta.yaml")
    .describe("Configuration file; optional unless named"),
  BATUTA_ADMIN_KEY: z.string().min(20).optional().describe("The first admin key, instead of an invented one"),
  BATUTA_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

/** `batuta.yaml`; everything is optional. */
export const fileSchema = z.strictObject({
  locale: localeSchema
    .default("es")
    .describe("Language of messages when neither request nor workspace names one"),
  limits: z
    .strictObject({
      upload_mb: z.number().positive().max(1024).default(50),
      turn_deadline_ms: z.int().min(1_000).max(3_600_000).default(120_000),
      shutdown_grace_ms: z
        .int()
        .min(0)
        .max(600_000)
        .default(30_000)
        .describe("How long running turns may go on at a stop"),
      rate: ratesSchema.prefault({}),
      quota: quotaSchema.prefault({}),
    })
    .prefault({}),
  server: z.strictObject({ trust_proxy: trustProxySchema.optional() }).prefault({}),
  cors: corsSchema.prefault({}),
  auth: authSchema.optional().describe("Tokens beside keys; none when left out"),
  audit: z
    .strictObject({ keep_days: z.int().min(1).max(36_500).default(365) })
    .prefault({})
    .describe("Answers older than that leave the books, and the figures with them"),
  ingestion: z
    .strictObject({
      parsers: z
        .int()
        .min(1)
        .max(64)
        .default(availableParallelism)
        .describe("Documents read at once; default: cores"),
      parser_memory_mb: z.int().min(64).max(16_384).default(512),
    })
    .prefault({}),
  assistant_name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .default("Batuta")
    .describe("What {assistant_name} of a prompt stands for"),
  models: modelsSchema.default([]).describe("Left out: one for each vendor whose key is present"),
  strategy: strategySchema.prefault({}),
  moderator: moderatorSchema.prefault({}),
  prompts: z.string().min(1).optional().describe("Prompts by model; relative to this file"),
  cache: cacheSchema.prefault({}),
  budget: z
    .strictObject({ daily_usd: z.number().positive().max(1_000_000).optional() })
    .prefault({})
    .describe("Of each workspace that has none of its own"),
  embedder: embedderSchema.optional(),
  understanding: understandingSchema.prefault({}),
  assistant: z
    .string()
    .min(1)
    .optional()
    .describe("Intents and entities of the phone channel; relative to this file; left out: the built-in one"),
  phone: phoneSchema.prefault({}),
});

export interface Config {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** Absolute path. */
  readonly dataFolder: string;
  /** The configuration file, there or not. */
  readonly path: string;
  readonly adminKey: string | null;
  readonly logLevel: z.infer<typeof environmentSchema>["BATUTA_LOG_LEVEL"];
  readonly file: z.infer<typeof fileSchema>;
  /** Null: the built-in ones. */
  readonly prompts: PromptSettings | null;
  /** Null: the built-in one. */
  readonly assistant: AssistantProfile | null;
  /** Null: only keys are taken. */
  readonly tokens: TokenSettings | null;
  /** The environment's variables for vendors: their keys, addresses and versions, and those that the file names. */
  readonly variables: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads environment and configuration files. Throws ConfigError; nothing is guessed. */
export function loadConfig(environment: Environment = process.env): Config {
  const given = Object.entries(environment).filter(
    ([key, value]) => key.startsWith("BATUTA_") && value !== "",
  );
  const settings = parse(environmentSchema, Object.fromEntries(given), "environment");
  const path = settings.BATUTA_CONFIG;
  const source = readFile(path, environment["BATUTA_CONFIG"] !== undefined);
  const file = parse(fileSchema, source.value, path, source.lineOf);
  const prompts = file.prompts === undefined ? null : loadPrompts(resolve(dirname(path), file.prompts));
  const assistant =
    file.assistant === undefined ? null : loadAssistant(resolve(dirname(path), file.assistant));
  const tokens = file.auth ? tokenSettings(file.auth, dirname(path)) : null;
  if (file.models.length > 0) {
    const problems = unknownModels(
      { file, prompts },
      file.models.map(({ id }) => id),
    );
    if (problems.length > 0) throw problemsError(path, problems);
  }
  const named = [...file.models, ...(file.embedder ? [file.embedder] : [])].map((each) => each.keyVariable);
  const config: Config = {
    version: packageFile.version,
    host: settings.BATUTA_HOST,
    port: settings.BATUTA_PORT,
    dataFolder: resolve(settings.BATUTA_DATA),
    path,
    adminKey: settings.BATUTA_ADMIN_KEY ?? null,
    logLevel: settings.BATUTA_LOG_LEVEL,
    file,
    prompts,
    assistant,
    tokens,
    variables: vendorVariables(environment, named),
  };
  return Object.freeze(config);
}

function readFile(path: string, named: boolean): YamlFile {
  if (existsSync(path)) return readYaml(path, "BATUTA_CONFIG");
  if (named) throw new ConfigError(`BATUTA_CONFIG: there is no file ${path}`);
  return { value: {}, lineOf: () => null };
}
