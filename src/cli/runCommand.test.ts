import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createClient } from "../client/client.ts";
import type { ClientInvocation } from "./arguments.ts";
import { runCommand } from "./runCommand.ts";

/** A server that follows a script: what becomes of a file is in its name. */
const idByName: Readonly<Record<string, string>> = {
  "good.txt": id(1),
  "locked.pdf": id(2),
  "twin.txt": id(3),
};
const listeners = new Set<ServerResponse>();
let busy = 0;
let asked: Record<string, unknown> = {};
let cancelled = false;
let stopped = Promise.withResolvers<void>();

const server = createServer((request, response) => void answer(request, response));
let folder = "";
let baseUrl = "";
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batuta-cli-"));
  for (const name of [...Object.keys(idByName), "image.bin"]) await writeFile(at(name), name);
  await writeFile(at("empty.txt"), "");
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
beforeEach(() => {
  [busy, asked, cancelled, stopped] = [0, {}, false, Promise.withResolvers()];
});
afterEach(() => listeners.clear());
afterAll(async () => {
  server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

describe("ask", () => {
  test("reads the files, asks about them alone, and prints the answer with its sources", async () => {
    const { code, out, err } = await run({ ...ask, files: [at("good.txt")] });
    expect(code).toBe(0);
    expect(out).toBe("El plazo es el 12. [S1]\n\n[S1] good.txt, p. 3: “vence el día 12 de marzo”\n");
    expect(err).toBe(`1/1 ${at("good.txt")}: ready\n`);
    expect(asked).toEqual({ message: ask.question, document_ids: [id(1)] });
  });

  test("asks the whole workspace when there are no files", async () => {
    const { code } = await run({ ...ask, locale: "en" });
    expect([code, asked]).toEqual([0, { message: ask.question, locale: "en" }]);
  });

  test("warns of the files that failed and goes on with the others", async () => {
    const { code, err } = await run({ ...ask, files: [at("locked.pdf"), at("good.txt"), at("nowhere.txt")] });
    expect(code).toBe(0);
    expect(err.replace(/\d\/3/u, "n/3").split("\n").toSorted()).toEqual(
      [
        "",
        `${at("locked.pdf")} is protected by a password: remove the password and try again.`,
        `${at("nowhere.txt")} does not exist: check the path.`,
        `n/3 ${at("good.txt")}: ready`,
      ].toSorted(),
    );
    expect(asked["document_ids"]).toEqual([id(1)]);
  });

  test("fails without asking when no file is usable", async () => {
    const { code, out, err } = await run({ ...ask, files: [at("empty.txt")] });
    expect([code, out, err]).toEqual([1, "", `${at("empty.txt")} is empty: choose a file with content.\n`]);
    expect(asked).toEqual({});
  });

  test("gives one JSON object to scripts", async () => {
    const { out } = await run({ ...ask, files: [at("good.txt"), at("locked.pdf")], json: true });
    expect(JSON.parse(out)).toMatchObject({
      answer: "El plazo es el 12. [S1]",
      outcome: "completed",
      sources: [{ n: 1, doc_name: "good.txt", page: 3, snippet: "vence el día\n12 de marzo" }],
      documents: [
        { state: "ready", id: id(1), pages: 4, chunks: 7 },
        { state: "failed", code: "encrypted" },
      ],
      timings: { total_ms: 5 },
    });
  });

  test("at Ctrl-C stops the turn and answers 130", async () => {
    const control = new AbortController();
    const { code, out } = await run({ ...ask, question: "wait" }, control.signal, () => control.abort());
    expect([code, cancelled]).toEqual([130, true]);
    expect(out).toBe("El plazo \n");
  });
});

describe("ingest", () => {
  test("reports on every file, refused and missing ones too, and comes back to a busy server", async () => {
    busy = 2;
    const paths = ["good.txt", "image.bin", "twin.txt", "nowhere.txt"].map(at);
    const { code, out } = await run({ command: "ingest", paths, json: false });
    expect(code).toBe(1);
    expect(out.split("\n").map((line) => line.replace(`${folder}/`, "").split(/ {2,}/u))).toEqual([
      ["FILE", "STATE", "PAGES", "CHUNKS"],
      ["good.txt", "ready", "4", "7"],
      [
        "image.bin",
        "failed",
        "unsupported_media: is of a type that cannot be read: save it as PDF, DOCX, HTML, Markdown, CSV or plain text.",
      ],
      ["twin.txt", "ready", "4", "7", "was already there"],
      ["nowhere.txt", "failed", "missing: does not exist: check the path."],
      [""],
    ]);
  });

  test("answers 0 when all are ready", async () => {
    const { code, out } = await run({ command: "ingest", paths: [at("twin.txt")], json: true });
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { documents: [{ state: "ready", duplicate: true, pages: 4 }] },
    ]);
  });
});

describe("any command", () => {
  test("says in one sentence that the server is away", async () => {
    const client = createClient({ baseUrl: "http://127.0.0.1:9", key: "k" });
    let err = "";
    const [out, signal] = [{ write: () => true }, new AbortController().signal];
    const code = await runCommand(
      { client, out, err: { write: (text) => (err += text) }, signal },
      { command: "keys list", json: false },
    );
    expect([code, err]).toEqual([
      1,
      "There is no answer from http://127.0.0.1:9. Check that the server runs, or see `batuta doctor`.\n",
    ]);
  });
});

const ask = { command: "ask", question: "¿Qué plazo hay?", files: [], locale: null, json: false } as const;

async function run(invocation: ClientInvocation, signal = new AbortController().signal, onOut = () => {}) {
  const said = { out: "", err: "" };
  const output = (name: "out" | "err") => ({
    write(text: string) {
      said[name] += text;
      if (name === "out") onOut();
    },
  });
  const client = createClient({ baseUrl, key: "k", patience: { attempts: 2, firstMs: 1, longestMs: 2 } });
  const code = await runCommand({ client, out: output("out"), err: output("err"), signal }, invocation);
  return { code, ...said };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.replace("/api/v1/workspaces/default", "") ?? "";
  const body = Buffer.concat(
    await Readable.from(request)
      .map((piece: Buffer) => piece)
      .toArray(),
  );
  if (path === "/events") {
    listeners.add(events(response));
    response.write(": hello\n\n");
    return;
  }
  if (request.method === "POST" && path === "/documents") return takeUpload(body, response);
  if (path.startsWith("/documents/")) return send(response, 200, documentView(path.split("/")[2] ?? ""));
  if (path.endsWith("/cancel")) {
    cancelled = true;
    stopped.resolve();
    return send(response, 202, {
      id: id(8),
      conversation_id: id(8),
      user_message_id: id(8),
      branch_id: "",
      status: "running",
      started_at: now,
    });
  }
  asked = z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString()));
  await streamTurn(events(response));
}

function takeUpload(body: Buffer, response: ServerResponse): void {
  const name = /name="files"; filename="([^"]+)"/u.exec(body.toString())?.[1] ?? "";
  if (busy-- > 0) return problem(response, 429, "rate_limited", "Slow down.");
  const documentId = idByName[name];
  if (!documentId) return problem(response, 415, "unsupported_media", `"${name}" cannot be read`);
  const duplicate = name === "twin.txt";
  const status = duplicate ? "ready" : "processing";
  // News come before the answer to the upload, which must not matter.
  for (const listener of duplicate ? [] : listeners) {
    const end = documentView(documentId);
    listener.write(
      frame("document", { id: documentId, name, status: "processing", stage: "parsing", progress: 0.3 }),
    );
    listener.write(frame("document", end));
  }
  send(response, 202, { items: [{ id: documentId, name, status, bytes: 1, mime: "text/plain", duplicate }] });
}

async function streamTurn(response: ServerResponse): Promise<void> {
  const ids = { turn_id: id(8), conversation_id: id(8), user_message_id: id(8) };
  const source = {
    n: 1,
    doc_id: id(1),
    doc_name: "good.txt",
    page: 3,
    start: 0,
    end: 24,
    score: 1,
    flagged: false,
  };
  response.write(frame("start", { ...ids, strategy: "single", models: ["m"] }));
  response.write(frame("sources", { sources: [{ ...source, snippet: "vence el día\n12 de marzo" }] }));
  response.write(frame("chunk", { content: "El plazo " }));
  if (asked["message"] === "wait") await stopped.promise;
  else response.write(frame("chunk", { content: "es el 12. [S1]" }));
  const outcome = cancelled ? "cancelled" : "completed";
  const sources = cancelled ? [] : [id(1)];
  if (cancelled) response.write(frame("sources", { sources: [] }));
  response.end(
    frame("done", {
      message_id: id(9),
      documents_used: sources,
      timings: { total_ms: 5 },
      metadata: { outcome },
    }),
  );
}

function documentView(documentId: string) {
  const isLocked = documentId === id(2);
  return {
    id: documentId,
    name: Object.keys(idByName).find((name) => idByName[name] === documentId) ?? "",
    workspace_id: id(7),
    status: isLocked ? "failed" : "ready",
    progress: 1,
    mime: "text/plain",
    bytes: 1,
    hash: "0",
    attempts: 1,
    source_type: "upload",
    chunks: isLocked ? 0 : 7,
    pages: isLocked ? undefined : 4,
    error: isLocked ? { code: "encrypted", reason: "It has a password." } : undefined,
    created_at: now,
    updated_at: now,
  };
}

const now = "2026-01-01T00:00:00.000Z";

function id(n: number): string {
  return `019a0000-0000-7000-8000-00000000000${n}`;
}

function events(response: ServerResponse) {
  return response.writeHead(200, { "content-type": "text/event-stream" });
}

function frame(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  const errors = [{ path: "files.0", message: detail }];
  send(response, status, {
    type: `about:blank/${code}`,
    title: code,
    status,
    detail,
    code,
    instance: "/",
    request_id: "r",
    errors,
  });
}
