import { Readable } from "node:stream";

/** As much of Fastify's `inject` as this needs. */
export interface InjectableApp {
  inject(options: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly payload?: Readable;
    readonly payloadAsStream: true;
    readonly signal: AbortSignal;
  }): Promise<InjectedResponse>;
}

interface InjectedResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly raw: { readonly res: { on(event: "error", listener: () => void): unknown } };
  stream(): Readable;
}

/** Statuses whose Response may have no body at all. */
const bodiless = [101, 103, 204, 205, 304];

/**
 * `fetch` over an app in this process, with no socket. Bodies stream both ways and wait for a slow reader. Aborting,
 * or cancelling the response's body, looks to the app as a client that hangs up.
 */
export function injectFetch(app: InjectableApp): (url: string, init?: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const request = new Request(url, init);
    const hangUp = new AbortController();
    const signal = AbortSignal.any([request.signal, hangUp.signal]);
    signal.throwIfAborted();
    const payload = request.body === null ? null : Readable.from(piecesOf(request.body));
    const { pathname, search } = new URL(url);
    try {
      const injected = await app.inject({
        method: request.method,
        url: `${pathname}${search}`,
        headers: Object.fromEntries(request.headers),
        ...(payload && { payload }),
        payloadAsStream: true,
        signal,
      });
      // A write after the hang-up makes an error event that nobody else listens for.
      injected.raw.res.on("error", () => undefined);
      const body = bodyOf(injected.stream(), hangUp);
      const { statusCode: status, headers } = injected;
      return new Response(bodiless.includes(status) ? null : body, { status, headers: headersOf(headers) });
    } catch (cause) {
      request.signal.throwIfAborted();
      throw cause;
    }
  };
}

/**
 * An app may answer before it has read the whole request. What is left is never cancelled, only read no further: a
 * form that is cancelled while it reads throws where nobody can catch it.
 */
async function* piecesOf(body: ReadableStream): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  for (;;) {
    const next: { readonly value?: unknown } = await reader.read();
    if (!(next.value instanceof Uint8Array)) return;
    yield next.value;
  }
}

function bodyOf(stream: Readable, hangUp: AbortController): ReadableStream {
  const pieces = stream.iterator();
  return new ReadableStream<unknown>(
    {
      async pull(controller) {
        const next: { readonly done?: boolean; readonly value: unknown } = await pieces.next();
        if (!next.done) return controller.enqueue(next.value);
        controller.close();
      },
      cancel(reason) {
        hangUp.abort(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function headersOf(given: InjectedResponse["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const each of [value].flat()) if (each !== undefined) headers.append(name, String(each));
  }
  return headers;
}
