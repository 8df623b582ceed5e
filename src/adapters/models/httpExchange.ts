import type { Dispatcher } from "undici";
import type { ModelEvent } from "../../core/answering/model.ts";
import { type FailureClass, ModelError } from "../../core/answering/modelError.ts";
import { bodyFraming } from "./bodyFraming.ts";
import { BodyReader } from "./bodyReader.ts";
import { httpFailure, type HttpReply } from "./httpFailure.ts";
import type { Decoder } from "./wireFormat.ts";

type Batch = IteratorResult<readonly ModelEvent[], undefined>;
type ReplyHeaders = HttpReply["headers"];

interface Waiting {
  resolve(batch: Batch): void;
  reject(reason: unknown): void;
}

/** Characters that may wait for a consumer before the socket is no longer read. */
const undeliveredLimit = 256 * 1024;
/** Bytes of one answer; more is no answer. */
const answerLimit = 32 * 1024 * 1024;
/** Characters of an error's body that are looked at. */
const errorBodyLimit = 64 * 1024;
/** How long a finished answer may take to end its HTTP body before its connection is given up, in milliseconds. */
const lingerMs = 50;

const open: ModelEvent = Object.freeze({ type: "open" });
const over: Batch = Object.freeze({ done: true, value: undefined });
/** One for all: undici wants an error for each request that is called off, and a stack costs more than the calling off. */
const calledOff = new Error("the answer is not wanted any more");

/**
 * One request and its answer, told by undici's handler calls and read as an iterator, with nothing in between:
 * a stream of fifty tokens is a handful of socket reads, and each is one batch and one promise.
 */
export class HttpExchange
  implements Dispatcher.DispatchHandler, AsyncIterator<readonly ModelEvent[], undefined>
{
  readonly #send: (exchange: HttpExchange) => void;
  readonly #decoder: Decoder;
  readonly #streamed: boolean;
  readonly #signal: AbortSignal;

  #started = false;
  /** Nothing of the answer is read any more: it is finished, failed or called off. */
  #settled = false;
  #failure: { readonly reason: unknown } | null = null;
  #batch: ModelEvent[] = [];
  #undelivered = 0;
  #waiting: Waiting | null = null;
  #scheduled = false;

  #controller: Dispatcher.DispatchController | null = null;
  #linger: NodeJS.Timeout | null = null;
  #status = 0;
  #headers: ReplyHeaders = {};
  /** Null until the headers of a success. */
  #body: BodyReader | null = null;
  /** Body of an error; null until the headers of one. */
  #errorText: string | null = null;
  #received = 0;
  #content = false;

  /** `send` dispatches the request to this handler; it is called at the first `next`. */
  constructor(
    send: (exchange: HttpExchange) => void,
    decoder: Decoder,
    streamed: boolean,
    signal: AbortSignal,
  ) {
    this.#send = send;
    this.#decoder = decoder;
    this.#streamed = streamed;
    this.#signal = signal;
  }

  /** One consumer, one call at a time. */
  next(): Promise<Batch> {
    if (!this.#started) this.#start();
    if (this.#batch.length > 0) return Promise.resolve({ done: false, value: this.#take() });
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- a signal's reason is whatever its owner chose
    if (this.#failure) return Promise.reject(this.#givenFailure());
    if (this.#settled) return Promise.resolve(over);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<Batch> {
    this.#started = true;
    this.#batch = [];
    this.#failure = null;
    if (!this.#settled) {
      this.#settle();
      this.#controller?.abort(calledOff);
    }
    this.#deliver();
    return Promise.resolve(over);
  }

  /** The signal aborts. What came before is not wanted either. */
  handleEvent(): void {
    this.#batch = [];
    this.#fail(this.#signal.reason);
    this.#deliver();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(calledOff);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ReplyHeaders): void {
    if (this.#settled || status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (status > 299) {
      this.#errorText = "";
      return;
    }
    const framing = bodyFraming(headers["content-type"], this.#streamed);
    if (framing === null) {
      this.#failAs("malformed", "content_type");
      return;
    }
    this.#body = new BodyReader(framing, this.#decoder, (events) => this.#emit(events));
    this.#batch.push(open);
    this.#wake();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    this.#received += chunk.length;
    if (this.#received > answerLimit) {
      this.#failAs("malformed", "too_large");
      return;
    }
    if (this.#errorText !== null) {
      this.#errorText += chunk.toString("utf8");
      if (this.#errorText.length > errorBodyLimit) this.#failByStatus(this.#errorText);
      return;
    }
    this.#guarded(() => this.#body?.read(chunk));
    if (this.#batch.length === 0) return;
    if (this.#undelivered > undeliveredLimit && !this.#settled) controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    this.#controller = null;
    if (this.#linger) clearTimeout(this.#linger);
    if (this.#settled) return;
    if (this.#errorText !== null) this.#failByStatus(this.#errorText);
    else this.#guarded(() => this.#body?.end());
    if (!this.#settled) this.#failAs("truncated", null);
    this.#wake();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#controller = null;
    if (this.#linger) clearTimeout(this.#linger);
    if (this.#settled) return;
    const code = "code" in error && typeof error.code === "string" ? error.code : null;
    if (this.#errorText !== null) this.#failByStatus(this.#errorText);
    else if (code === "UND_ERR_INVALID_ARG") this.#failAs("invalid_request", code, error);
    else if (isNoHttp(error, code) && this.#status === 0) this.#failAs("malformed", code ?? "no_http", error);
    else this.#failAs(this.#content ? "truncated" : "network", code, error);
  }

  #start(): void {
    this.#started = true;
    if (this.#signal.aborted) {
      this.#fail(this.#signal.reason);
      return;
    }
    this.#signal.addEventListener("abort", this);
    this.#guarded(() => this.#send(this));
  }

  /** A decoder's ModelError ends the answer; so does a bug, which is the consumer's to see. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #emit(events: readonly ModelEvent[]): void {
    for (const event of events) {
      this.#batch.push(event);
      if (event.type === "finish") {
        this.#settle();
        // The end of the body mostly comes right behind; then the connection can serve the next request.
        if (this.#controller) this.#linger = setTimeout(giveUp, lingerMs, this.#controller);
        return;
      }
      this.#content = true;
      if (event.type === "tool_call") this.#undelivered += event.arguments.length;
      else if (event.type !== "open") this.#undelivered += event.text.length;
    }
  }

  #take(): readonly ModelEvent[] {
    const batch = this.#batch;
    this.#batch = [];
    this.#undelivered = 0;
    if (this.#controller?.paused && !this.#settled) this.#controller.resume();
    return batch;
  }

  /** It is given once; then the iterator is at its end. */
  #givenFailure(): unknown {
    const reason = this.#failure?.reason;
    this.#failure = null;
    return reason;
  }

  /** Not at once: one socket read calls `onResponseData` for each of its HTTP chunks, and makes one batch. */
  #wake(): void {
    if (this.#scheduled || !this.#waiting) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const waiting = this.#waiting;
    if (!waiting || (this.#batch.length === 0 && !this.#settled)) return;
    this.#waiting = null;
    if (this.#batch.length > 0) waiting.resolve({ done: false, value: this.#take() });
    else if (this.#failure) waiting.reject(this.#givenFailure());
    else waiting.resolve(over);
  }

  #failAs(failure: FailureClass, code: string | null, cause?: unknown): void {
    this.#fail(new ModelError({ class: failure, code, retryAfterMs: null }, cause));
  }

  #failByStatus(body: string): void {
    const reply = { status: this.#status, headers: this.#headers, body };
    this.#fail(new ModelError(httpFailure(reply, Date.now())));
  }

  #fail(reason: unknown): void {
    if (this.#settled) return;
    this.#settle();
    this.#failure = { reason };
    this.#controller?.abort(calledOff);
    this.#wake();
  }

  #settle(): void {
    this.#settled = true;
    this.#signal.removeEventListener("abort", this);
  }
}

function giveUp(controller: Dispatcher.DispatchController): void {
  controller.abort(calledOff);
}

/** Bytes that are no HTTP, or more headers than anybody reads: asking again would get the same. */
function isNoHttp(error: Error, code: string | null): boolean {
  return error.name === "HTTPParserError" || code === "UND_ERR_HEADERS_OVERFLOW";
}
