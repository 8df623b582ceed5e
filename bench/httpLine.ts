import { connect, type Socket } from "node:net";
import * as z from "zod";

/** A request and what shows in the answer how far it is. Both marks are read as Latin-1. */
export const callSchema = z.object({
  url: z.url(),
  path: z.string(),
  key: z.string(),
  body: z.string(),
  /** Stands in the answer as soon as there is content. */
  first: z.string(),
  /** Stands in an answer that came to a good end. */
  last: z.string(),
});
export type Call = z.infer<typeof callSchema>;

/** One kept-alive connection for one call at a time; written by hand, so that the load costs the machine little. */
export interface HttpLine {
  /**
   * Resolves with all that came as Latin-1, head and chunk sizes included, at the end of the answer or of the
   * connection. It never rejects: whoever misses a mark in the text knows that the call failed.
   */
  send(request: string, hear?: (textSoFar: string) => void): Promise<string>;
  /** In the middle of an answer this is a hang-up. */
  close(): void;
}

/** Connects at the first call, and again when the server has closed the connection. */
export function openLine(url: string): HttpLine {
  const { hostname, port } = new URL(url);
  let socket: Socket | null = null;
  let hearPiece: (piece: string) => void = () => undefined;
  let hearEnd: () => void = () => undefined;

  const connected = (): Socket => {
    if (socket?.writable) return socket;
    const made = connect(Number(port), hostname);
    made.setNoDelay(true).setEncoding("latin1");
    made.on("data", (piece: string) => hearPiece(piece));
    made.on("error", () => undefined);
    made.on("close", () => {
      if (socket === made) hearEnd();
    });
    socket = made;
    return made;
  };

  return {
    send: (request, hear) =>
      new Promise((resolve) => {
        let text = "";
        let bodyFrom = -1;
        let wholeAt = Number.POSITIVE_INFINITY;
        hearEnd = () => resolve(text);
        hearPiece = (piece) => {
          text += piece;
          hear?.(text);
          if (bodyFrom < 0) {
            bodyFrom = text.indexOf("\r\n\r\n") + 4;
            if (bodyFrom < 4) return void (bodyFrom = -1);
            const length = /content-length: (\d+)/i.exec(text.slice(0, bodyFrom))?.[1];
            if (length !== undefined) wholeAt = bodyFrom + Number(length);
          }
          const last = piece.length >= endOfChunks.length ? piece : text;
          if (text.length >= wholeAt || last.endsWith(endOfChunks)) resolve(text);
        };
        connected().write(request);
      }),
    close() {
      socket?.destroy();
      hearEnd();
    },
  };
}

const endOfChunks = "\r\n0\r\n\r\n";

export function requestOf({ path, key, body }: Pick<Call, "path" | "key" | "body">): string {
  const head = [
    `POST ${path} HTTP/1.1`,
    "host: bench",
    `authorization: Bearer ${key}`,
    "accept: text/event-stream",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** Milliseconds since the epoch with fractions, the same in all processes of a machine. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
