import type { Client } from "../client/client.ts";

/** `process.stdout` is one. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What every command is given. */
export interface CommandContext {
  readonly client: Client;
  /** Results only, so that it can be piped. */
  readonly out: Output;
  /** Progress, warnings and failures. */
  readonly err: Output;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Exit codes: 2 is a command line that cannot be understood, 130 a Ctrl-C. */
export const exitCode = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;
