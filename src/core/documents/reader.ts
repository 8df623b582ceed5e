import type { DocumentFailure } from "../../contract/documents.ts";
import type { Language } from "../language.ts";
import type { Chunk, PageSpan } from "./chunking.ts";

/** A stored file to be read. `path` is a local path; `mime` was sniffed from the bytes at upload. */
export interface SourceFile {
  readonly path: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
}

/** Everything taken from one file. All offsets are UTF-16 code units into `text`. */
export interface ReadDocument {
  readonly text: string;
  /** Ascending and gap-free over `text`; one span with `page: null` where the format has no pages. */
  readonly pages: readonly PageSpan[];
  readonly chunks: readonly Chunk[];
  /** Per chunk, in the same order: its analysed terms. */
  readonly terms: readonly (readonly string[])[];
  readonly language: Language | null;
}

export type ReadOutcome =
  | { readonly kind: "read"; readonly document: ReadDocument }
  | {
      readonly kind: "failed";
      readonly failure: DocumentFailure;
      /** What broke and where in the code, when it may be a bug; for logs, without a word of the file. */
      readonly trace?: string;
    };

/**
 * Turns a file into text, chunks and terms, away from the event loop, within memory and time limits.
 * A file that cannot be read is an outcome; only a broken reader throws.
 */
export interface DocumentReader {
  /** `onProgress` gets 0..1, rising. Aborting ends the parser at once and rejects with the signal's reason. */
  read(file: SourceFile, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<ReadOutcome>;
  /** Analysed terms of chunk texts, for rebuilding the index. */
  analyse(texts: readonly string[], language: Language | null): Promise<readonly (readonly string[])[]>;
  close(): Promise<void>;
}

export interface DocumentReaderDep {
  readonly reader: DocumentReader;
}
