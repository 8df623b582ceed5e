import type { BatchResult } from "./database.ts";

/** What passes between the main thread and a worker. Everything here survives a structured clone. */

/** The only values a column takes in every database behind `Database`. */
export type SqlValue = string | number | bigint | null | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Statements that succeed or fail together. */
export type Unit = readonly Statement[];

/** Answers come in the order of the units: a reply answers the oldest units that are still waiting. */
export type Outcome = { readonly results: readonly BatchResult[] } | { readonly failure: Failure };

export interface Failure {
  /** SQLite's extended result code, or null when the statement never reached it. */
  readonly resultCode: number | null;
  readonly message: string;
}

export type Request = { readonly units: readonly Unit[] } | { readonly close: true };

export interface WorkerSettings {
  readonly path: string;
  readonly role: "reader" | "writer";
  readonly busyTimeoutMs: number;
}
