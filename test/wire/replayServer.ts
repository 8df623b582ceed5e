import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** What a server of models says to any request. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How it says it. */
export interface Delivery {
  /** Bytes of each write; all at once when left out. */
  readonly pieceBytes?: number;
  /** Before each write but the first. */
  readonly pieceMs?: number;
  /** Bytes after which nothing more comes. */
  readonly cutAt?: number;
  /** `broken` (default) destroys the socket, `clean` ends the body in good order, `never` leaves it open. */
  readonly cut?: "broken" | "clean" | "never";
}

export interface ReplayServer extends AsyncDisposable {
  /** Base URL under which every path gets this reply. */
  serve(reply: Reply, delivery?: Delivery): string;
  /** Connections open now. */
  connections(): Promise<number>;
}

/** A real HTTP server on loopback that replays recorded answers, as whole or as broken as a test wants. */
export async function startReplayServer(): Promise<ReplayServer> {
  const served: { readonly reply: Reply; readonly delivery: Delivery }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const found = served[Number(request.url?.split("/")[1])];
      if (found) void say(found.reply, found.delivery, request, response);
      else response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    serve(reply, delivery = {}) {
      served.push({ reply, delivery });
      return `http://127.0.0.1:${String(port)}/${String(served.length - 1)}`;
    },
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function say(
  { status, headers, body }: Reply,
  { pieceBytes = body.length, pieceMs = 0, cutAt = body.length, cut = "broken" }: Delivery,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(status, headers);
  response.flushHeaders();
  // Small writes would wait for each other's acknowledgement.
  request.socket.setNoDelay(true);
  const isCut = cutAt < body.length;
  const end = isCut ? cutAt : body.length;
  for (let at = 0; at < end && !response.destroyed; at += pieceBytes) {
    if (at > 0 && pieceMs > 0) await pause(pieceMs);
    const piece = body.subarray(at, Math.min(end, at + pieceBytes));
    await new Promise((resolve) => {
      response.write(piece, resolve);
    });
  }
  if (isCut && cut === "never") return;
  if (isCut && cut === "broken") request.socket.destroy();
  else response.end();
}
