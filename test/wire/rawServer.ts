import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server on loopback that does to each request whatever the test at hand says. */
export interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** Requests that came whole. */
  readonly requests: number;
  /** Connections open now. */
  readonly sockets: ReadonlySet<Socket>;
  listen(listener: Listener): void;
  /** Answers each request with 200, these headers and these pieces. */
  say(headers: Readonly<Record<string, string>>, ...pieces: readonly (string | Uint8Array)[]): void;
}

export async function startRawServer(): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let listener: Listener = (_request, response) => {
    response.writeHead(500).end();
  };
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      requests += 1;
      void listener(request, response);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    get requests() {
      return requests;
    },
    sockets,
    listen(next) {
      listener = next;
    },
    say(headers, ...pieces) {
      listener = (_request, response) => {
        response.writeHead(200, headers);
        for (const piece of pieces) response.write(piece);
        response.end();
      };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Waits for what must come true by itself; whatever does not within seconds never will. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 2000) throw new Error("it never came true");
    await pause(2);
  }
}

export const sse = { "content-type": "text/event-stream" };

/** One chunk of a chat completion as a server-sent event. */
export function token(text: string, finish: string | null = null): string {
  const choice = { index: 0, delta: { content: text }, finish_reason: finish };
  return `data: ${JSON.stringify({ choices: [choice] })}\n\n`;
}

/** A whole streamed chat completion. */
export function answer(text: string): string {
  return `${token(text)}${token("", "stop")}data: [DONE]\n\n`;
}
