import { describe, expect, test } from "vitest";
import { createLocalDocumentEvents } from "../../adapters/bus/localDocumentEvents.ts";
import { admitted } from "../../../test/ports/admitted.ts";
import type { StoredDocumentEvent } from "./documentRecords.ts";
import { tailDocumentEvents } from "./tailDocumentEvents.ts";

const nth = (n: number) => `id-${String(n).padStart(6, "0")}`;

const ana = await admitted("w", "documents:read");
const news = { name: "a.txt", status: "processing" } as const;

/** Events as the records keep them: stored first, then published, in the order of their ids. */
function opening() {
  const documentEvents = createLocalDocumentEvents();
  const stored: StoredDocumentEvent[] = [];
  const readings: string[] = [];
  let whileReading = () => {};
  const documents = {
    async events(_: string, afterId: string, limit: number) {
      readings.push(afterId);
      const found = stored.filter(({ id }) => id > afterId).slice(0, limit);
      await Promise.resolve();
      whileReading();
      return found;
    },
    restricted: async () => [],
  };
  const store = () => {
    const event = { id: nth(stored.length + 1), documentId: "d", data: `${stored.length + 1}` };
    stored.push(event);
    documentEvents.publish("w", { ...event, ...news });
  };
  const progress = (documentId: string, data: string) =>
    documentEvents.publish("w", { id: null, documentId, ...news, data });
  const stop = new AbortController();
  const tail = (afterId: string | null) =>
    tailDocumentEvents({ documents, documentEvents }, ana, afterId, stop.signal);
  return { store, progress, tail, stop, readings, during: (run: () => void) => (whileReading = run) };
}

async function takeUntil(
  tail: AsyncGenerator<{ id: string | null; data: string }[], void>,
  last: string,
): Promise<string[]> {
  const seen: string[] = [];
  while (seen.at(-1) !== last) {
    const { value, done } = await tail.next();
    if (done) break;
    seen.push(...value.map(({ data }) => data));
  }
  return seen;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `${from + n}`);

describe("tailDocumentEvents", () => {
  test("replays what was missed, then goes on live, each event once", async () => {
    const { store, tail } = opening();
    for (let n = 0; n < 450; n += 1) store();
    const events = tail(nth(3));
    expect(await takeUntil(events, "450")).toEqual(numbers(4, 450));
    const next = events.next();
    store();
    expect((await next).value).toEqual([{ id: nth(451), data: "451" }]);
  });

  test("without a place to resume from, only what happens now is told", async () => {
    const { store, tail, readings } = opening();
    store();
    const events = tail(null);
    const next = events.next();
    store();
    expect((await next).value).toEqual([{ id: nth(2), data: "2" }]);
    expect(readings).toEqual([]);
  });

  test("what happens during the replay is neither lost nor told twice", async () => {
    const { store, tail, during } = opening();
    for (let n = 0; n < 250; n += 1) store();
    let left = 3;
    during(() => {
      if (left > 0) store();
      left -= 1;
    });
    expect(await takeUntil(tail(nth(0)), "252")).toEqual(numbers(1, 252));
  });

  test("a reader slower than the buffer is served from the records", async () => {
    const { store, tail, readings } = opening();
    const events = tail(null);
    const first = events.next();
    store();
    await first;
    for (let n = 0; n < 2500; n += 1) store();
    expect(await takeUntil(events, "2501")).toEqual(numbers(2, 2501));
    expect(readings[0]).toBe(nth(1001));
    store();
    expect((await events.next()).value).toEqual([{ id: nth(2502), data: "2502" }]);
  });

  test("of progress a busy reader sees the newest of each document, and none after its end", async () => {
    const { store, progress, tail } = opening();
    const events = tail(null);
    const first = events.next();
    store();
    await first;
    progress("a", "a 10%");
    progress("b", "b 10%");
    progress("a", "a 20%");
    progress("d", "d 99%");
    store();
    expect((await events.next()).value).toEqual([
      { id: nth(2), data: "2" },
      { id: null, data: "b 10%" },
      { id: null, data: "a 20%" },
    ]);
  });

  test("aborting ends a waiting tail", async () => {
    const { tail, stop } = opening();
    const next = tail(null).next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await tail(nth(0)).next()).toEqual({ done: true, value: undefined });
  });
});
