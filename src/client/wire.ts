import { ConnectionError } from "./connectionError.ts";
import { problemErrorOf } from "./problemError.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface SendOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses outside 2xx that are answers as well. */
  readonly accepted?: readonly number[];
}

/** What parses an answer; every contract schema does. */
export interface Parser<T> {
  parse(value: unknown): T;
}

/** HTTP with the key in it. */
export interface Wire {
  /** Throws ProblemError, ConnectionError, or the signal's reason. */
  send(method: string, path: string, options?: SendOptions, signal?: AbortSignal): Promise<Response>;
  /** The parsed body. Throws like `send`, and ConnectionError for a body that is not Batuta's. */
  read<T>(
    parser: Parser<T>,
    method: string,
    path: string,
    options?: SendOptions,
    signal?: AbortSignal,
  ): Promise<T>;
}

export function createWire(baseUrl: string, key: string, fetch: Fetch): Wire {
  const root = baseUrl.replace(/\/+$/u, "");

  const send: Wire["send"] = async (method, path, options = {}, signal) => {
    const response = await fetch(
      `${root}${path}${queryOf(options.query)}`,
      initOf(method, key, options, signal),
    ).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new ConnectionError(`There is no answer from ${root}.`, cause);
    });
    if (response.ok || options.accepted?.includes(response.status)) return response;
    throw await problemErrorOf(response);
  };

  return {
    send,
    async read(parser, method, path, options, signal) {
      const response = await send(method, path, options, signal);
      try {
        return parser.parse(await response.json());
      } catch (cause) {
        signal?.throwIfAborted();
        throw new ConnectionError(`What answers at ${root} does not speak as Batuta does.`, cause);
      }
    },
  };
}

function initOf(
  method: string,
  key: string,
  { body, form, headers }: SendOptions,
  signal?: AbortSignal,
): RequestInit {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  return {
    method,
    headers: { accept: "application/json", authorization: `Bearer ${key}`, ...json, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(form && { body: form }),
    ...(signal && { signal }),
  };
}

function queryOf(query: SendOptions["query"] = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? "" : `?${given.toString()}`;
}
