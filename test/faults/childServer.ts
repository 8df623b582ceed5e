import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** What the server process runs: the real command line, or the same house with a model that takes its time. */
export type Program =
  | { readonly kind: "main" }
  | { readonly kind: "slow"; readonly pieces: number; readonly pieceMs: number; readonly endless?: boolean };

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ChildServer {
  /** `http://host:port`. */
  readonly url: string;
  readonly exited: Promise<Exit>;
  /** All that it has printed, errors included. */
  output(): string;
  /** SIGKILL: nothing of it runs on. */
  kill(): Promise<Exit>;
  /** SIGTERM: asks it to stop. */
  stop(): Promise<Exit>;
}

export interface ChildOptions {
  readonly folder: string;
  readonly program?: Program;
  /** `BATUTA_` settings beside folder, port and key; an empty value takes a default away. */
  readonly settings?: Readonly<Record<string, string>>;
}

export const adminKey = "bt_admin_key_of_the_fault_tests";

const root = join(import.meta.dirname, "..", "..");
const startLimitMs = 60_000;
const alive = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** Rejects with what the process printed when it ends, or says nothing for a minute, instead of listening. */
export async function startChild(options: ChildOptions): Promise<ChildServer> {
  const { child, exited, output } = spawnServer(options);
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not listen within ${startLimitMs} ms:\n${output()}`));
    }, startLimitMs);
    child.stdout?.on("data", () => {
      const found = /listening on (http:\S+)/.exec(output())?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    void exited.then(({ code, signal }) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code ?? signal} before listening:\n${output()}`));
    });
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return { url, exited, output, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** A start that is not waited for: it ends by itself or is killed after `lifeMs`. */
export async function startBriefly(
  options: ChildOptions,
  lifeMs: number,
): Promise<Exit & { readonly output: string }> {
  const { child, exited, output } = spawnServer(options);
  const timer = setTimeout(() => child.kill("SIGKILL"), lifeMs);
  const exit = await exited;
  clearTimeout(timer);
  return { ...exit, output: output() };
}

function spawnServer({ folder, program = { kind: "main" }, settings = {} }: ChildOptions) {
  const own = { BATUTA_DATA: folder, BATUTA_PORT: "0", BATUTA_ADMIN_KEY: adminKey, BATUTA_LOG_LEVEL: "warn" };
  const child = spawn(process.execPath, argumentsOf(program), {
    cwd: root,
    env: { PATH: process.env["PATH"], ...own, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  alive.add(child);
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => (printed += text.toString()));
  const exited = new Promise<Exit>((resolve) => {
    child.once("close", (code, signal) => {
      alive.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, exited, output: () => printed };
}

function argumentsOf(program: Program): string[] {
  if (program.kind === "main") return ["bin/batuta.mjs", "serve"];
  const { pieces, pieceMs, endless = false } = program;
  return ["test/faults/slowServer.ts", String(pieces), String(pieceMs), endless ? "silence" : "stop"];
}
