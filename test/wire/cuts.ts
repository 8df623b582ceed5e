import { expect } from "vitest";
import type { Model } from "../../src/core/answering/model.ts";
import { exchange } from "./exchange.ts";
import type { Delivery, Reply, ReplayServer } from "./replayServer.ts";

/** What one event of a stream adds, as the vendor's SDK tells it. */
export interface Step {
  readonly text: string;
  readonly reasoning: string;
}

export interface CutStream {
  readonly reply: Reply & { readonly body: Buffer };
  /** One for each event of the stream, in order. */
  readonly steps: readonly Step[];
  readonly cut: NonNullable<Delivery["cut"]>;
  /** The model that asks under this base URL. */
  readonly model: (baseUrl: string) => Model;
}

/** Cuts a stream at every 50th byte: none is a success, and each keeps the text of its complete events. */
export async function expectCutsToFail(server: ReplayServer, stream: CutStream): Promise<void> {
  const { reply, steps, cut, model } = stream;
  const ends = eventEnds(reply.body, cut);
  expect(ends).toHaveLength(steps.length);
  // Behind the last event nothing is missing any more.
  const lastWord = reply.body.toString("latin1").trimEnd().length;
  const offsets = Array.from({ length: Math.ceil(lastWord / 50) }, (_, at) => at * 50);
  for (let at = 0; at < offsets.length; at += 40) {
    const cuts = offsets.slice(at, at + 40).map(async (cutAt) => {
      const { failure, finish, text, reasoning } = await exchange(model(server.serve(reply, { cutAt, cut })));
      return {
        cutAt,
        failed: failure !== null && ["network", "truncated"].includes(failure.class),
        finish,
        text,
        reasoning,
      };
    });
    for (const outcome of await Promise.all(cuts)) {
      const complete = steps.slice(0, ends.filter((end) => end <= outcome.cutAt).length);
      expect(outcome).toEqual({
        cutAt: outcome.cutAt,
        failed: true,
        finish: null,
        text: complete.map((step) => step.text).join(""),
        reasoning: complete.map((step) => step.reasoning).join(""),
      });
    }
  }
}

/**
 * Offsets at which each event that carries data is complete: behind its blank line, which ends with its first character
 * of `CR LF`, and which the end of a body in good order stands for.
 */
function eventEnds(body: Buffer, cut: CutStream["cut"]): readonly number[] {
  const ends: number[] = [];
  for (const { 0: event, index } of body.toString("latin1").matchAll(/[^]*?\r?\n[\r\n]/gu))
    if (/^data:/mu.test(event)) ends.push(index + (cut === "clean" ? event.trimEnd() : event).length);
  return ends;
}
