import type { ModelEvent, ModelRequest } from "../../core/answering/model.ts";

/** Where a model is reached and what its vendor does differently. */
export interface Endpoint {
  /** The vendor's name of the model. */
  readonly model: string;
  /** Without a trailing slash, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly quirks: Quirks;
}

/** Deviations of vendors that speak one format, as data. All optional: none means the format's own maker. */
export interface Quirks {
  /** Name of the header that carries the key, instead of the format's own; the key stands in it alone. */
  readonly keyHeader?: string;
  /** Appended to the path, e.g. `api-version=2024-10-21`. */
  readonly query?: string;
  /** Path under the base URL, with `{model}` for the model's name. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Field that limits the answer. */
  readonly maxTokensField?: "max_tokens" | "max_completion_tokens";
  /** Whether `stream_options: {include_usage: true}` is understood; usage may come without it. */
  readonly streamUsageOption?: boolean;
  /** How a JSON schema is asked for: `json_schema`, only as an `object` without a schema, or not at all. */
  readonly structuredOutput?: "json_schema" | "json_object" | "none";
  /** Name of the seed parameter, e.g. Mistral's `random_seed`; null when it has none. */
  readonly seedField?: string | null;
  /** Parameters that the vendor refuses. */
  readonly refused?: readonly ("temperature" | "topP" | "stop" | "seed")[];
}

export interface WireRequest {
  /** Path and query behind the endpoint's base URL, beginning with a slash. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One vendor's language: how a request is written and how its answers are read. No network in here. */
export interface WireFormat {
  request(endpoint: Endpoint, request: ModelRequest, stream: boolean): WireRequest;
  /** Reads one response; its state is that response's alone. */
  decoder(): Decoder;
}

/** Any of these may throw ModelError: an error inside a success, or something that is no answer of this format. */
export interface Decoder {
  /** One server-sent event: its data and, when named, its name. Several model events, one or none. */
  event(data: string, name: string | undefined): readonly ModelEvent[];
  /** A whole JSON answer, its `finish` included. */
  whole(body: unknown): readonly ModelEvent[];
  /** The vendor's mark that nothing follows has been read: `finish` was given out. */
  readonly finished: boolean;
  /** The response ended in good order. Gives `finish` when all that it takes has been read, else nothing. */
  end(): readonly ModelEvent[];
}
