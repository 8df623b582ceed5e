import { readFile } from "node:fs/promises";
import type { DocumentFailure } from "../../contract/documents.ts";
import type { Block } from "../../core/documents/assemble.ts";

/** One file to be parsed: `path` is local, `bytes` its size, `name` what its owner called it. */
export interface FormatInput {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

export interface FailedParse {
  readonly kind: "failed";
  readonly failure: DocumentFailure;
  /** `traceOf` what was thrown, which may be a bug and no fault of the file. */
  readonly trace?: string;
}

export type ParseOutcome = { readonly kind: "parsed"; readonly blocks: readonly Block[] } | FailedParse;

/** One file format. `parse` returns what is wrong with a file as an outcome; what it throws counts as malformed. */
export interface Format {
  readonly mimes: readonly string[];
  /** `onProgress` gets 0..1, rising. */
  parse(input: FormatInput, onProgress: (fraction: number) => void): Promise<ParseOutcome>;
}

export function parsed(blocks: readonly Block[]): ParseOutcome {
  return { kind: "parsed", blocks };
}

/**
 * `reason` is for people: what was wrong and what to do. It is cut at the contract's 500 characters. `cause` is what
 * was thrown, if anything.
 */
export function failed(code: DocumentFailure["code"], reason: string, cause?: unknown): FailedParse {
  return {
    kind: "failed",
    failure: { code, reason: reason.length > 500 ? `${reason.slice(0, 499)}…` : reason },
    ...(cause !== undefined && { trace: traceOf(cause) }),
  };
}

const mostFrames = 8;

/** The class of what was thrown and its stack frames. Never the message, which may quote the document. */
export function traceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const { message, stack = "" } = cause;
  // Lines of the message could look like frames.
  const quoted = stack.indexOf(message);
  const frames = (quoted < 0 ? "" : stack.slice(quoted + message.length))
    .split("\n")
    .filter((line) => /^ +at /.test(line))
    .slice(0, mostFrames);
  return [cause.constructor.name, ...frames].join("\n");
}

/** The whole file in memory of its own, so that it can be transferred. */
export async function readBytes(input: FormatInput): Promise<Uint8Array<ArrayBuffer>> {
  const { buffer, byteOffset, byteLength } = await readFile(input.path);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export const noText = failed(
  "no_text",
  "The file holds no text. If it is a scan, run text recognition (OCR) on it first.",
);

export function body(text: string): Block {
  return { page: null, level: 0, text };
}
