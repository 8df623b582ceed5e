import type { EmbeddedKind, Embeddings } from "../../core/retrieval/embedder.ts";

/** Where vectors are made and what the vendor does differently. */
export interface EmbeddingTarget {
  readonly model: string;
  readonly apiKey: string | null;
  /** To be asked for; null leaves the parameter out. */
  readonly dimensions: number | null;
  readonly quirks: EmbeddingQuirks;
}

/** Deviations of vendors that speak one format, as data. All optional: none means the format's own maker. */
export interface EmbeddingQuirks {
  /** Name of the header that carries the key, instead of the format's own; the key stands in it alone. */
  readonly keyHeader?: string;
  /** Path under the base URL. */
  readonly path?: string;
  /** Vectors may be asked for as base64 of little-endian 32-bit floats: a third of the bytes. */
  readonly base64?: boolean;
  /** What a base64 text holds when it is no floats. */
  readonly component?: "int8";
  /** Field that says whether a question or a passage is embedded. */
  readonly kindField?: string;
  /** Field that asks for a number of dimensions. */
  readonly dimensionsField?: string;
}

export interface EmbeddingRequest {
  /** Path behind the base URL, beginning with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One vendor's language for vectors. No network in here. */
export interface EmbeddingFormat {
  request(target: EmbeddingTarget, texts: readonly string[], kind: EmbeddedKind): EmbeddingRequest;
  /** Reads the answer for `count` texts. Throws EmbedError `malformed`. */
  read(body: unknown, count: number, target: EmbeddingTarget): Embeddings;
}
