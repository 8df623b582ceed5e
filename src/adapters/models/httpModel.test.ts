import type { RequestListener } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exchange, profile, question } from "../../../test/wire/exchange.ts";
import { answer, type RawServer, sse, startRawServer, token, until } from "../../../test/wire/rawServer.ts";
import type { Model, ModelEvent } from "../../core/answering/model.ts";
import { createHttpModel } from "./httpModel.ts";
import { createHttpPool, type HttpPool } from "./httpPool.ts";
import { openaiChat } from "./openaiChat.ts";

let server: RawServer;
let pool: HttpPool;

beforeEach(async () => {
  pool = createHttpPool();
  server = await startRawServer();
});

afterEach(async () => {
  await pool.close();
  await server[Symbol.asyncDispose]();
});

function model(): Model {
  const endpoint = { model: "m", baseUrl: `${server.url}/v1/`, apiKey: "k", quirks: {} };
  return createHttpModel(profile, endpoint, openaiChat, { stream: true }, pool);
}

/** Reads to the end of the stream or to its error. */
async function drain(from: Model, signal: AbortSignal): Promise<readonly (readonly ModelEvent[])[]> {
  const batches: (readonly ModelEvent[])[] = [];
  for await (const batch of from.stream(question, signal)) batches.push(batch);
  return batches;
}

test("the request goes to the path behind the base URL, with the key and the body", async () => {
  let seen: unknown;
  server.listen(({ url, method, headers }, response) => {
    seen = [method, url, headers.authorization, headers["content-type"], headers["transfer-encoding"]];
    response.writeHead(200, sse).end(answer("sí"));
  });
  expect((await exchange(model())).text).toBe("sí");
  expect(seen).toEqual(["POST", "/v1/chat/completions", "Bearer k", "application/json", undefined]);
});

test("what arrives in one read is one batch, and open comes before anything else", async () => {
  server.listen((_request, response) => {
    response.writeHead(200, sse);
    response.flushHeaders();
    setTimeout(() => {
      response.cork();
      for (const text of "abcdefgh") response.write(token(text));
      response.write(answer("i"));
      response.uncork();
      response.end();
    }, 30);
  });
  const batches = await drain(model(), new AbortController().signal);
  expect(batches[0]).toEqual([{ type: "open" }]);
  expect(
    batches
      .flat()
      .map((event) => ("text" in event ? event.text : event.type))
      .join(" "),
  ).toBe("open a b c d e f g h i finish");
  expect(batches.length).toBeLessThan(6);
});

test("an answer that is finished ends at once, although its body stays open, and its socket is closed soon", async () => {
  server.listen((_request, response) => {
    response.writeHead(200, sse).write(answer("sí"));
  });
  expect(await exchange(model())).toMatchObject({ text: "sí", finish: "stop" });
  await until(() => server.sockets.size === 0);
});

test("the connection of an answer that ended serves the next request", async () => {
  server.say(sse, answer("sí"));
  for (let turn = 0; turn < 5; turn += 1) {
    expect((await exchange(model())).text).toBe("sí");
    await pause(5);
  }
  expect({ requests: server.requests, sockets: server.sockets.size }).toEqual({ requests: 5, sockets: 1 });
});

for (const [when, respond] of Object.entries<RequestListener>({
  "before the headers": () => undefined,
  "before the first token": (_request, response) => {
    response.writeHead(200, sse).flushHeaders();
  },
  "between two tokens": (_request, response) => {
    response.writeHead(200, sse).write(token("a"));
  },
})) {
  test(`an abort ${when} rejects with the signal's reason and closes the socket`, async () => {
    server.listen(respond);
    const control = new AbortController();
    const reason = new Error("enough");
    const drained = drain(model(), control.signal).catch((error: unknown) => error);
    await until(() => server.requests === 1);
    await pause(20);
    control.abort(reason);
    expect(await drained).toBe(reason);
    await until(() => server.sockets.size === 0);
  });
}

test("an abort while connecting rejects at once", async () => {
  const control = new AbortController();
  server.listen(() => undefined);
  const drained = drain(model(), control.signal).catch((error: unknown) => error);
  control.abort("enough");
  expect(await drained).toBe("enough");
  await pause(20);
  expect(server.requests).toBe(0);
});

test("a signal that is aborted already sends nothing", async () => {
  await expect(drain(model(), AbortSignal.abort(new Error("early")))).rejects.toThrow("early");
  expect(server.requests).toBe(0);
});

test("a consumer that leaves closes the socket", async () => {
  server.listen((_request, response) => {
    response.writeHead(200, sse).write(token("a"));
  });
  for await (const batch of model().stream(question, new AbortController().signal)) {
    if (batch.some(({ type }) => type === "text")) break;
  }
  await until(() => server.sockets.size === 0);
  expect(server.requests).toBe(1);
});

test("a consumer that does not read holds the sender up, and misses nothing in the end", async () => {
  const piece = token("x".repeat(64 * 1024));
  let written = 0;
  server.listen(async (_request, response) => {
    response.writeHead(200, sse);
    for (let n = 0; n < 300; n += 1) {
      written += 1;
      if (!response.write(piece)) await new Promise((resolve) => void response.once("drain", resolve));
    }
    response.end(answer(""));
  });
  const stream = model().stream(question, new AbortController().signal)[Symbol.asyncIterator]();
  await stream.next();
  await pause(300);
  expect(written).toBeLessThan(250);
  let length = 0;
  for (let item = await stream.next(); !item.done; item = await stream.next())
    for (const event of item.value) if (event.type === "text") length += event.text.length;
  expect(length).toBe(300 * 64 * 1024);
});

test("a server that is not there is a network failure", async () => {
  const gone = model();
  await server[Symbol.asyncDispose]();
  expect((await exchange(gone)).failure).toEqual({
    class: "network",
    code: "ECONNREFUSED",
    retryAfterMs: null,
  });
});

test("a closed pool sends nothing more", async () => {
  await pool.close();
  expect((await exchange(model())).failure?.class).toBe("network");
  expect(server.requests).toBe(0);
});

test("no listener stays on a signal that outlives its streams", async () => {
  server.say(sse, answer("sí"));
  const { signal } = new AbortController();
  const counts: number[] = [];
  const added = signal.addEventListener.bind(signal);
  let listeners = 0;
  const removed = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof added>) => {
    listeners += 1;
    added(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof removed>) => {
    listeners -= 1;
    removed(...given);
  };
  for (let turn = 0; turn < 3; turn += 1) {
    await drain(model(), signal);
    counts.push(listeners);
  }
  expect(counts).toEqual([0, 0, 0]);
});
