import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import type { TurnEvent } from "../contract/events.ts";
import { createClient, type Client } from "./client.ts";
import { ConnectionError } from "./connectionError.ts";
import { ProblemError } from "./problemError.ts";

const turnId = "019a0000-0000-7000-8000-000000000001";
const frames = [
  frame(1, "start", {
    turn_id: turnId,
    conversation_id: turnId,
    user_message_id: turnId,
    strategy: "single",
    models: ["m"],
  }),
  frame(2, "chunk", { content: "uno " }),
  frame(3, "chunk", { content: "dos " }),
  frame(4, "chunk", { content: "tres" }),
  frame(5, "done", { message_id: turnId, documents_used: [], metadata: { outcome: "completed" } }),
];
const patience = { attempts: 3, firstMs: 1, longestMs: 2 };
const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

describe("the stream of a turn", () => {
  test("goes on over a new connection from the last event seen, without asking again", async () => {
    const asked: string[] = [];
    const client = await serve((request, response) => {
      asked.push(`${request.method} ${request.url} ${String(request.headers["last-event-id"])}`);
      const after = Number(request.headers["last-event-id"] ?? 0);
      // Two frames a connection, then it breaks in the middle of the next one.
      sse(response).write(frames.slice(after, after + 2).join("") + (frames[after + 2]?.slice(0, 12) ?? ""));
      setTimeout(() => response.destroy(), 5);
    });
    expect(textOf(await collect(client))).toBe("uno dos tres");
    expect(asked).toEqual([
      "POST /api/v1/chat undefined",
      `GET /api/v1/turns/${turnId}/events 2`,
      `GET /api/v1/turns/${turnId}/events 4`,
    ]);
  });

  test("ends with the turn's last word though the connection stays open", async () => {
    const client = await serve((_request, response) => void sse(response).write(frames.join("")));
    expect((await collect(client)).map(({ event }) => event)).toEqual([
      "start",
      "chunk",
      "chunk",
      "chunk",
      "done",
    ]);
  });

  test("reads frames that arrive byte by byte, with pings and unknown events between them", async () => {
    const bytes = Buffer.from(
      [
        ": ping\n\n",
        "event: future\ndata: {}\n\n",
        frames[0],
        frame(2, "chunk", { content: "ñandú €" }),
        frames[4],
      ].join(""),
    );
    const client = await serve(async (_request, response) => {
      sse(response);
      for (const byte of bytes) if (!response.write(Buffer.of(byte))) await once(response, "drain");
    });
    expect(textOf(await collect(client))).toBe("ñandú €");
  });

  test("outlives a server that is restarting", async () => {
    let calls = 0;
    const client = await serve((request, response) => {
      calls += 1;
      if (calls === 1) return void sse(response).end(frames.slice(0, 2).join(""));
      if (calls < 4) return problem(response, 503, "database_unavailable");
      return void sse(response).end(frames.slice(Number(request.headers["last-event-id"])).join(""));
    });
    expect([textOf(await collect(client)), calls]).toEqual(["uno dos tres", 4]);
  });

  test("is given up after its attempts, and keeps what arrived", async () => {
    let calls = 0;
    const client = await serve((_request, response) => {
      calls += 1;
      if (calls === 1) sse(response).end(frames.slice(0, 2).join(""));
      else response.destroy();
    });
    const events: TurnEvent[] = [];
    await expect(collect(client, events)).rejects.toBeInstanceOf(ConnectionError);
    expect([textOf(events), calls]).toEqual(["uno ", 1 + patience.attempts]);
  });

  test("does not ask twice when the connection breaks before the turn is known", async () => {
    let calls = 0;
    const client = await serve((_request, response) => {
      calls += 1;
      sse(response).end(": ping\n\n");
    });
    await expect(collect(client)).rejects.toBeInstanceOf(ConnectionError);
    expect(calls).toBe(1);
  });

  test("ends at a refusal that time does not mend", async () => {
    let calls = 0;
    const client = await serve((_request, response) => {
      calls += 1;
      if (calls === 1) sse(response).end(frames.slice(0, 2).join(""));
      else problem(response, 404, "not_found");
    });
    await expect(collect(client)).rejects.toMatchObject({ problem: { code: "not_found" } });
    expect(calls).toBe(2);
  });

  test("ends with the signal's reason, and hangs up", async () => {
    const hungUp = Promise.withResolvers<void>();
    const client = await serve((_request, response) => {
      response.once("close", hungUp.resolve);
      sse(response).write(frames.slice(0, 2).join(""));
    });
    const control = new AbortController();
    const reading = async () => {
      for await (const event of client.turns.chat({ message: "hola" }, control.signal)) {
        if (event.event === "chunk") control.abort(new Error("enough"));
      }
    };
    await expect(reading()).rejects.toThrow("enough");
    await hungUp.promise;
  });
});

describe("a refusal", () => {
  test("carries the server's problem and when to come back", async () => {
    const client = await serve((_request, response) =>
      problem(response, 429, "rate_limited", { "retry-after": "7" }),
    );
    const refusal: unknown = await client.conversations.create().catch((cause: unknown) => cause);
    expect(refusal).toBeInstanceOf(ProblemError);
    expect(refusal).toMatchObject({
      retryable: true,
      retryAfterMs: 7000,
      problem: { code: "rate_limited", request_id: "r1" },
    });
  });

  test("of a proxy is a problem too", async () => {
    const client = await serve(
      (_request, response) => void response.writeHead(413).end("<html>too big</html>"),
    );
    await expect(client.keys.list()).rejects.toMatchObject({
      problem: { code: "payload_too_large", status: 413 },
    });
  });

  test("is told from an address where nobody answers and from a stranger", async () => {
    const nobody = createClient({ baseUrl: "http://127.0.0.1:9", key: "k" });
    await expect(nobody.live()).rejects.toThrow("There is no answer from http://127.0.0.1:9.");
    const stranger = await serve((_request, response) => void response.end("hello"));
    await expect(stranger.live()).rejects.toThrow("does not speak as Batuta does");
  });
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<Client> {
  const server = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return createClient({ baseUrl: `http://127.0.0.1:${port}/`, key: "secret", patience });
}

async function collect(client: Client, events: TurnEvent[] = []): Promise<TurnEvent[]> {
  for await (const event of client.turns.chat({ message: "hola" })) events.push(event);
  return events;
}

function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.event === "chunk" ? event.data.content : "")).join("");
}

function sse(response: ServerResponse) {
  return response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
}

function problem(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  const body = {
    type: `about:blank/${code}`,
    title: code,
    status,
    detail: code,
    code,
    instance: "/",
    request_id: "r1",
  };
  response
    .writeHead(status, { "content-type": "application/problem+json", ...headers })
    .end(JSON.stringify(body));
}

function frame(id: number, event: string, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
