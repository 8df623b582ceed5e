import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { afterAll, describe, expect, test } from "vitest";
import { injectFetch } from "./injectFetch.ts";

/** What the app saw, by name. */
const seen = { closed: Promise.withResolvers<void>(), written: 0, drained: 0 };
const app = fastify();

app.addContentTypeParser("multipart/form-data", (_request, payload, done) => done(null, payload));
const count = async (request: FastifyRequest) => {
  let bytes = 0;
  const body: unknown = request.body;
  if (!isIterable(body)) throw new Error("no body");
  for await (const piece of body) bytes += piece.length;
  return { bytes, type: request.headers["content-type"]?.split(";")[0] };
};
app.route({ method: "POST", url: "/count", handler: count });
const refuseLate = async (request: FastifyRequest, reply: FastifyReply) => {
  const body: unknown = request.body;
  if (!isIterable(body)) throw new Error("no body");
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > 500_000) break;
  }
  return reply.code(413).send({ refused: true });
};
app.route({ method: "POST", url: "/refuse-late", handler: refuseLate });
app.post("/refuse", (_request, reply) => reply.code(413).send({ refused: true }));
app.post("/echo", (request) => request.body);
app.delete("/thing", (_request, reply) => reply.code(204).send());
app.get("/endless", (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { "content-type": "text/event-stream" });
  reply.raw.flushHeaders();
  const timer = setInterval(() => reply.raw.write("data: x\n\n"), 1);
  reply.raw.once("close", () => {
    // As a busy handler does: it writes once more before it notices.
    reply.raw.write("data: late\n\n");
    reply.raw.write("data: later\n\n");
    clearInterval(timer);
    reply.raw.end();
    seen.closed.resolve();
  });
});
const flood = async (_request: FastifyRequest, reply: FastifyReply) => {
  reply.hijack();
  reply.raw.writeHead(200, { "content-type": "text/event-stream" });
  for (let n = 0; n < 64; n += 1) {
    seen.written += 1;
    if (!reply.raw.write(`${String(n).padStart(9_999, ".")}\n`)) {
      seen.drained += 1;
      await once(reply.raw, "drain");
    }
  }
  reply.raw.end();
};
app.route({ method: "GET", url: "/flood", handler: flood });
app.get("/broken", (_request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { "content-type": "text/event-stream" });
  reply.raw.write("data: 1\n\n");
  setImmediate(() => reply.raw.destroy());
});

const fetch = injectFetch(app);
const root = "http://in.process";
afterAll(() => app.close());

describe("fetch over an app in the process", () => {
  test("sends JSON and reads it back", async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${root}/echo`, {
      method: "POST",
      headers,
      body: JSON.stringify({ a: "ñ" }),
    });
    expect([response.status, await response.json()]).toEqual([200, { a: "ñ" }]);
  });

  test("sends a form with a large file as it is", async () => {
    const form = new FormData();
    form.append("files", new Blob([new Uint8Array(3_000_000)]), "zeros.bin");
    const response = await fetch(`${root}/count`, { method: "POST", body: form });
    const sent = await new Response(form).arrayBuffer();
    expect(await response.json()).toEqual({ bytes: sent.byteLength, type: "multipart/form-data" });
  });

  test("gives the answer of an app that does not read the request", async () => {
    const form = new FormData();
    form.append("files", new Blob([new Uint8Array(3_000_000)]), "zeros.bin");
    const response = await fetch(`${root}/refuse`, { method: "POST", body: form });
    expect([response.status, await response.json()]).toEqual([413, { refused: true }]);
  });

  test("outlives a refusal in the middle of a file on disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "batuta-inject-"));
    await writeFile(join(folder, "big.bin"), new Uint8Array(8_000_000));
    const form = new FormData();
    form.append("files", await openAsBlob(join(folder, "big.bin")), "big.bin");
    const response = await fetch(`${root}/refuse-late`, { method: "POST", body: form });
    expect([response.status, await response.json()]).toEqual([413, { refused: true }]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await rm(folder, { recursive: true });
  });

  test("gives an empty body for 204", async () => {
    const response = await fetch(`${root}/thing`, { method: "DELETE" });
    expect([response.status, response.body]).toEqual([204, null]);
  });

  test("makes a writer wait for a slow reader and loses nothing", async () => {
    const response = await fetch(`${root}/flood`);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(seen.written).toBeLessThan(64);
    const lines = (await response.text()).trimEnd().split("\n");
    expect(seen.drained).toBeGreaterThan(2);
    expect(lines.map((line) => Number(line.replaceAll(".", "")))).toEqual(
      Array.from({ length: 64 }, (_, n) => n),
    );
  });

  test("tells the app when the reader leaves, and survives its late writes", async () => {
    seen.closed = Promise.withResolvers();
    const response = await fetch(`${root}/endless`);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await seen.closed.promise;
    expect(response.status).toBe(200);
  });

  test("tells the app when the signal aborts, and the reader gets its reason", async () => {
    seen.closed = Promise.withResolvers();
    const control = new AbortController();
    const response = await fetch(`${root}/endless`, { signal: control.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    control.abort();
    await expect(readAll(reader)).rejects.toThrow("aborted");
    await seen.closed.promise;
  });

  test("breaks the body when the app drops the connection", async () => {
    const response = await fetch(`${root}/broken`);
    await expect(response.text()).rejects.toThrow("destroyed");
  });
});

async function readAll(reader: ReadableStreamDefaultReader | undefined): Promise<void> {
  for (let done = !reader; !done;) done = (await reader?.read())?.done ?? true;
}

function isIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
