import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseDocument } from "yaml";
import * as z from "zod";
import packageFile from "../package.json" with { type: "json" };
import { localeSchema } from "./contract/common.ts";

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
    })
    .prefault({}),
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
});

export interface Config {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** Absolute path. */
  readonly dataFolder: string;
  readonly adminKey: string | null;
  readonly logLevel: z.infer<typeof environmentSchema>["BATUTA_LOG_LEVEL"];
  readonly file: z.infer<typeof fileSchema>;
}

/** A setting that is wrong: names the key, what was expected, and nothing of its value. */
export class ConfigError extends Error {}

/** Reads environment and configuration file. Throws ConfigError; nothing is guessed. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.entries(environment).filter(
    ([key, value]) => key.startsWith("BATUTA_") && value !== "",
  );
  const settings = parse(environmentSchema, Object.fromEntries(given), "environment");
  const config: Config = {
    version: packageFile.version,
    host: settings.BATUTA_HOST,
    port: settings.BATUTA_PORT,
    dataFolder: resolve(settings.BATUTA_DATA),
    adminKey: settings.BATUTA_ADMIN_KEY ?? null,
    logLevel: settings.BATUTA_LOG_LEVEL,
    file: parse(
      fileSchema,
      readFile(settings.BATUTA_CONFIG, environment["BATUTA_CONFIG"] !== undefined),
      settings.BATUTA_CONFIG,
    ),
  };
  return Object.freeze(config);
}

function readFile(path: string, named: boolean): unknown {
  if (!existsSync(path)) {
    if (named) throw new ConfigError(`BATUTA_CONFIG: there is no file ${path}`);
    return {};
  }
  const document = parseDocument(textOf(path));
  const [broken] = document.errors;
  if (broken) throw new ConfigError(`${path}: not valid YAML, ${broken.message.split("\n")[0] ?? ""}`);
  return document.toJS() ?? {};
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new ConfigError(`BATUTA_CONFIG: ${path} cannot be read (${code}).`, { cause });
  }
}

function parse<T extends z.ZodType>(schema: T, value: unknown, where: string): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `  ${issue.path.join(".") || "(top)"}: ${issue.message}`,
  );
  throw new ConfigError(`The configuration in ${where} is wrong:\n${problems.join("\n")}`);
}
