import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exchange, profile } from "../../../test/wire/exchange.ts";
import { answer, type RawServer, sse, startRawServer, token } from "../../../test/wire/rawServer.ts";
import type { Model } from "../../core/answering/model.ts";
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

const bodies: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  readonly (string | Uint8Array)[],
  string,
  string,
])[] = [
  ["HTML", { "content-type": "text/html; charset=utf-8" }, ["<html>"], "malformed", ""],
  ["a chunk that is no JSON", sse, [token("a"), "data: {oops\n\n"], "malformed", "a"],
  [
    "a JSON error under the name of a stream",
    sse,
    ['\n{"error":{"type":"overloaded_error"}}'],
    "overloaded",
    "",
  ],
  [
    "a JSON error in place of a stream",
    { "content-type": "application/json" },
    ['{"error":{"code":429}}'],
    "rate_limited",
    "",
  ],
  ["no bytes at all", sse, [], "truncated", ""],
  ["nothing but a comment", sse, [": ping\n\n"], "truncated", ""],
  ["half a JSON body", { "content-type": "application/json" }, ['{"choices":['], "malformed", ""],
  ["half an event in good order", sse, [token("a"), 'data: {"choi'], "truncated", "a"],
];

for (const [name, headers, pieces, failure, text] of bodies) {
  test(`${name} is ${failure}`, async () => {
    server.say(headers, ...pieces);
    const said = await exchange(model());
    expect([said.failure?.class, said.text]).toEqual([failure, text]);
  });
}

const whole = JSON.stringify({ choices: [{ index: 0, message: { content: "sí" }, finish_reason: "stop" }] });
const readable: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ["a byte order mark before the events", sse, [`\uFEFF${answer("sí")}`]],
  [
    "a whole answer where a stream was asked for",
    { "content-type": "application/json; charset=utf-8" },
    [`\uFEFF${whole}`],
  ],
  [
    "a line for each event",
    { "content-type": "application/x-ndjson" },
    [answer("sí").replaceAll("data: ", "").replaceAll("\n\n", "\r\n")],
  ],
  ["lines that end with carriage returns", sse, [answer("sí").replaceAll("\n", "\r\n")]],
  ["a last event without its blank line", sse, [token("sí", "stop"), "data: [DONE]"]],
  ["an answer without a type", {}, [answer("sí")]],
];

for (const [name, headers, pieces] of readable) {
  test(`${name} is read`, async () => {
    server.say(headers, ...pieces);
    expect(await exchange(model())).toMatchObject({ text: "sí", finish: "stop", failure: null });
  });
}

test("an error's status, body and headers are read, also when its body breaks off", async () => {
  server.listen((_request, response) => {
    response.writeHead(429, { "content-type": "application/json", "retry-after": "2" });
    response.end('{"error":{"code":"insufficient_quota"}}');
  });
  expect((await exchange(model())).failure).toEqual({
    class: "quota",
    code: "insufficient_quota",
    retryAfterMs: 2000,
  });
  server.listen((_request, response) => {
    response.writeHead(503, { "content-length": "500" });
    response.write('{"err', () => response.destroy());
  });
  expect((await exchange(model())).failure).toEqual({
    class: "overloaded",
    code: "HTTP 503",
    retryAfterMs: null,
  });
});

test("a body beyond all measure is malformed", async () => {
  const piece = Buffer.alloc(1024 * 1024, "x");
  server.say(sse, "data: ", ...Array.from({ length: 34 }, () => piece));
  expect((await exchange(model())).failure).toEqual({
    class: "malformed",
    code: "too_large",
    retryAfterMs: null,
  });
});

test("a token of a megabyte is a token", async () => {
  const text = "ñ".repeat(512 * 1024);
  server.say(sse, answer(text));
  expect((await exchange(model())).text === text).toBe(true);
});

test("an answer does not depend on how its bytes were cut", async () => {
  const text = "«Señor» — 日本 👩‍👩‍👧 fin";
  const bytes = Buffer.from(`${Array.from(text, (letter) => token(letter)).join("")}${answer("")}`);
  const cuts = fc.array(fc.nat(bytes.length), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const edges = [0, ...at.toSorted((a, b) => a - b), bytes.length];
      server.listen(async (_request, response) => {
        response.writeHead(200, sse);
        response.socket?.setNoDelay(true);
        for (const [n, edge] of edges.slice(1).entries()) {
          const piece = bytes.subarray(edges[n], edge);
          if (piece.length > 0) await new Promise((resolve) => void response.write(piece, resolve));
          await new Promise(setImmediate);
        }
        response.end();
      });
      expect(await exchange(model())).toMatchObject({ text, finish: "stop", failure: null });
    }),
    { numRuns: 60 },
  );
});
