import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminKeyIn, ownerOf } from "./adapters/system/dataFolder.ts";
import { parseArguments, type ClientInvocation } from "./cli/arguments.ts";
import { exitCode } from "./cli/context.ts";
import { doctor } from "./cli/doctor.ts";
import { injectFetch } from "./cli/injectFetch.ts";
import { adminKeyCheck, dataFolderCheck, nodeVersionCheck, portCheck } from "./cli/machineChecks.ts";
import { runCommand } from "./cli/runCommand.ts";
import { createClient, type Client } from "./client/client.ts";
import { ConfigError, loadConfig, type Config } from "./config.ts";
import { AppError } from "./core/errors.ts";

/** The command line. Returns the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const invocation = parseArguments(argv);
  switch (invocation.command) {
    case "help":
      return say(invocation.text);
    case "usage":
      process.stderr.write(`${invocation.message}\n`);
      return exitCode.usage;
    case "version":
      return say(`${loadConfig().version}\n`);
    case "serve":
      return serve(loadConfig());
    case "doctor":
      return diagnose(loadConfig(), invocation.json);
    default:
      return withClient(loadConfig(), invocation);
  }
}

async function serve(config: Config): Promise<number> {
  const { createServer } = await houseParts();
  const server = await createServer(config);
  const stopped = interrupted();
  const url = await server.listen().catch((cause: unknown) => notListening(cause, config));
  const { folder, newAdminKey } = server.composition;
  folder.announce(url);
  if (newAdminKey !== null)
    say(`Your admin key, shown this once and kept in ${folder.path("admin.key")}:\n  ${newAdminKey}\n`);
  say(`listening on ${url}\n`);
  say(`API reference: ${url}/docs\nTry it: npx batuta ingest <files>, then npx batuta ask "<question>"\n`);
  await stopped;
  say("stopping: running turns may end first\n");
  await server.close();
  return exitCode.ok;
}

async function notListening(cause: unknown, { host, port }: Config): Promise<never> {
  if (cause instanceof Error && "code" in cause && unusableHost.has(String(cause.code))) {
    throw new ConfigError(`BATUTA_HOST: ${host} is no address of this machine (${String(cause.code)}).`);
  }
  if (cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE") {
    throw new ConfigError(
      `BATUTA_PORT: ${host}:${port} is taken by another program; set another port, or 0 for any free one.`,
    );
  }
  throw cause;
}

const unusableHost = new Set(["ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL", "EINVAL", "EACCES"]);

/**
 * Resolves at the first SIGINT or SIGTERM; a later one ends the process at once. Ctrl-C reaches a process that was
 * handed over to twice: from the terminal, and from the one that handed over.
 */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    let first = Number.POSITIVE_INFINITY;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        const now = performance.now();
        if (now - first > oneStrokeMs) process.exit(exitCode.interrupted);
        first = Math.min(first, now);
        resolve();
      });
    }
  });
}

/** Signals so close together are one. */
const oneStrokeMs = 500;

/** A running server of this data folder is used; without one, the house is put up in this process. */
async function withClient(config: Config, invocation: ClientInvocation): Promise<number> {
  const context = { out: process.stdout, err: process.stderr, signal: interruption() };
  // Files given with a question are read for this answer alone.
  if (invocation.command === "ask" && invocation.files.length > 0) {
    const folder = await mkdtemp(join(tmpdir(), "batuta-"));
    try {
      return await inProcess({ ...config, dataFolder: folder }, (client) =>
        runCommand({ ...context, client }, invocation),
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const url = ownerOf(config.dataFolder);
  const key = config.adminKey ?? adminKeyIn(config.dataFolder);
  if (url === null || !(await answers(url))) {
    return inProcess(config, (client) => runCommand({ ...context, client }, invocation));
  }
  if (key === null)
    throw new ConfigError(
      "BATUTA_ADMIN_KEY: the running server was started with a key of its own; set the same here.",
    );
  return runCommand({ ...context, client: createClient({ baseUrl: url, key }) }, invocation);
}

async function inProcess(config: Config, run: (client: Client) => Promise<number>): Promise<number> {
  const { createServer } = await houseParts();
  const server = await createServer({ ...config, logLevel: "error" });
  const key = config.adminKey ?? server.composition.folder.adminKey();
  try {
    if (key === null)
      throw new ConfigError(
        "BATUTA_ADMIN_KEY: this data folder was set up with a key of your own; set it here.",
      );
    return await run(createClient({ baseUrl: "http://in-process", key, fetch: injectFetch(server.app) }));
  } finally {
    await server.close();
  }
}

/** Loaded only where the house is put up: a command that talks to a running server starts in a fraction of the time. */
function houseParts(): Promise<typeof import("./server.ts")> {
  return import("./server.ts");
}

/** A server that was killed leaves its announcement behind. */
function answers(url: string): Promise<boolean> {
  return createClient({ baseUrl: url, key: "" })
    .live(AbortSignal.timeout(2_000))
    .then(
      () => true,
      () => false,
    );
}

function interruption(): AbortSignal {
  const control = new AbortController();
  process.once("SIGINT", () => control.abort(new Error("interrupted")));
  return control.signal;
}

async function diagnose(config: Config, json: boolean): Promise<number> {
  const { storesCheck, modelsCheck } = await houseParts();
  const checks = [
    nodeVersionCheck(process.version),
    dataFolderCheck(config.dataFolder),
    portCheck(config.host, config.port),
    storesCheck(config),
    modelsCheck(config),
    adminKeyCheck(join(config.dataFolder, "admin.key")),
  ];
  return doctor(process.stdout, checks, json);
}

function say(text: string): number {
  process.stdout.write(text);
  return exitCode.ok;
}

/** Everything is closed by now, but Node keeps files that an upload read only in part open for good. */
function exit(code: number): void {
  process.stdout.write("", () => process.exit(code));
}

// The reader of a pipe may leave early, as `head` does.
process.stdout.on("error", () => process.exit(exitCode.failed));

try {
  exit(await main(process.argv.slice(2)));
} catch (cause) {
  if (!(cause instanceof ConfigError || cause instanceof AppError)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  exit(exitCode.failed);
}
