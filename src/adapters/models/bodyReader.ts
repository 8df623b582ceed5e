import { StringDecoder } from "node:string_decoder";
import { createParser, type EventSourceParser } from "eventsource-parser";
import type { ModelEvent } from "../../core/answering/model.ts";
import { ModelError } from "../../core/answering/modelError.ts";
import type { Framing } from "./bodyFraming.ts";
import { parseJson } from "./json.ts";
import type { Decoder } from "./wireFormat.ts";

/** Turns the bytes of one answer into events, however they were cut. Throws what the decoder throws. */
export class BodyReader {
  readonly #decoder: Decoder;
  readonly #emit: (events: readonly ModelEvent[]) => void;
  readonly #parser: EventSourceParser;
  #framing: Framing;
  #utf8: StringDecoder | null = null;
  #begun = false;
  /** What is not complete yet: a line, a JSON body, blanks before it all. */
  #pending = "";

  constructor(framing: Framing, decoder: Decoder, emit: (events: readonly ModelEvent[]) => void) {
    this.#framing = framing;
    this.#decoder = decoder;
    this.#emit = emit;
    this.#parser = createParser({ onEvent: ({ data, event }) => this.#readEvent(data, event) });
  }

  read(chunk: Buffer): void {
    this.#readText(this.#textOf(chunk));
  }

  /** The body ended in good order. */
  end(): void {
    this.#readText(this.#utf8?.end() ?? "");
    if (this.#framing === "whole") {
      if (this.#pending !== "") this.#emit(this.#decoder.whole(parseJson(this.#pending)));
      return;
    }
    if (this.#begun) this.#readLast();
    if (!this.#decoder.finished) this.#emit(this.#decoder.end());
  }

  /** Most chunks end between two characters; only one that may not needs a decoder that remembers. */
  #textOf(chunk: Buffer): string {
    if (this.#utf8 === null && (chunk.at(-1) ?? 0) < 0x80) return chunk.toString("utf8");
    this.#utf8 ??= new StringDecoder("utf8");
    return this.#utf8.write(chunk);
  }

  #readText(text: string): void {
    const rest = this.#begun ? text : this.#begin(text);
    if (rest === "") return;
    if (this.#framing === "events") this.#parser.feed(rest);
    else if (this.#framing === "lines") this.#readLines(rest);
    else this.#pending += rest;
  }

  #begin(text: string): string {
    const rest = text.replace(/^[\uFEFF\s]+/u, "");
    this.#begun = rest !== "";
    // A server-sent event cannot begin so: it is a JSON answer, mostly an error, under the wrong name.
    if (this.#framing === "events" && (rest.startsWith("{") || rest.startsWith("["))) this.#framing = "whole";
    return rest;
  }

  #readEvent(data: string, name: string | undefined): void {
    if (!this.#decoder.finished) this.#emit(this.#decoder.event(data, name));
  }

  #readLines(text: string): void {
    const lines = (this.#pending + text).split("\n");
    this.#pending = lines.pop() ?? "";
    for (const line of lines) {
      const data = line.trim();
      if (data !== "") this.#readEvent(data, undefined);
    }
  }

  /** Some servers leave out the blank line behind the last event. If that event is only a half, the answer was cut. */
  #readLast(): void {
    try {
      if (this.#framing === "lines") this.#readLines("\n");
      else this.#parser.feed("\n\n");
    } catch (error) {
      if (!(error instanceof ModelError) || error.failure.class !== "malformed") throw error;
      throw new ModelError({ class: "truncated", code: null, retryAfterMs: null }, error);
    }
  }
}
