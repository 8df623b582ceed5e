import type { Model } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import { HttpExchange } from "./httpExchange.ts";
import type { HttpPool } from "./httpPool.ts";
import type { Endpoint, WireFormat, WireRequest } from "./wireFormat.ts";

/** All that a model is apart from answering. */
export type ModelProfile = Omit<Model, "stream">;

interface HttpModelOptions {
  /** False asks for whole answers. */
  readonly stream: boolean;
}

/** A model behind HTTP: the format says what is written and read, the exchange carries it. */
export function createHttpModel(
  profile: ModelProfile,
  endpoint: Endpoint,
  format: WireFormat,
  { stream }: HttpModelOptions,
  pool: HttpPool,
): Model {
  const { origin, pathname } = new URL(endpoint.baseUrl);
  const prefix = pathname.replace(/\/+$/u, "");
  const usual = {
    accept: stream ? "text/event-stream, application/json" : "application/json",
    "content-type": "application/json",
    "user-agent": "batuta",
  };
  return {
    ...profile,
    stream(request, signal) {
      const send = (exchange: HttpExchange) => {
        const { path, headers, body } = written(() => format.request(endpoint, request, stream));
        const options = {
          path: `${prefix}${path}`,
          method: "POST",
          headers: { ...usual, ...headers },
          body,
        };
        pool.to(origin).dispatch(options, exchange);
      };
      return { [Symbol.asyncIterator]: () => new HttpExchange(send, format.decoder(), stream, signal) };
    },
  };
}

/** What cannot be written, a URL that is none or a schema nested too deeply, is the asker's to mend. */
function written(write: () => WireRequest): WireRequest {
  try {
    return write();
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError({ class: "invalid_request", code: "request", retryAfterMs: null }, cause);
  }
}
