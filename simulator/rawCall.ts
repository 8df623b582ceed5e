import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A request seen from its socket, with nothing between: what no HTTP client would show. */
export interface RawCall {
  /** All bytes so far, as text. */
  raw(): string;
  /** Status line and headers; empty as long as they are not complete. */
  head(): string;
  /** The body without its chunk framing, as far as it has come. */
  body(): string;
  /** `clean` when HTTP's own end was seen, `cut` when the socket closed without it. */
  ended(): "open" | "clean" | "cut";
  /** Resolves when the server has closed the socket. */
  readonly closed: Promise<void>;
  hangUp(): void;
}

/** Posts JSON on a connection of its own and asks the server to close it afterwards. */
export function rawCall(url: string, path: string, body: unknown, headers: readonly string[] = []): RawCall {
  const { hostname, port } = new URL(url);
  const json = Buffer.from(JSON.stringify(body));
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}`,
    "connection: close",
    "authorization: Bearer secret",
  ];
  const lines = [...head, ...headers, `content-length: ${json.length}`, "", ""];
  const received: Buffer[] = [];
  let open = true;

  const socket = connect(Number(port), hostname, () =>
    socket.write(Buffer.concat([Buffer.from(lines.join("\r\n")), json])),
  );
  socket.on("data", (chunk) => received.push(chunk));
  const closed = new Promise<void>((resolve) => {
    socket.on("error", () => undefined);
    socket.on("close", () => {
      open = false;
      resolve();
    });
  });
  const bytes = () => Buffer.concat(received);
  const split = () => bytes().indexOf("\r\n\r\n");
  const headNow = () =>
    bytes().toString().startsWith("HTTP/") && split() > 0 ? bytes().subarray(0, split()).toString() : "";
  const rest = () => (headNow() === "" ? Buffer.alloc(0) : bytes().subarray(split() + 4));
  const chunked = () => /transfer-encoding: chunked/iu.test(headNow());

  return {
    raw: () => bytes().toString(),
    head: headNow,
    body: () => (chunked() ? unchunked(rest()).body : rest()).toString(),
    ended() {
      if (open) return "open";
      const length = Number(/content-length: (\d+)/iu.exec(headNow())?.[1] ?? -1);
      const complete = chunked() ? unchunked(rest()).ended : rest().length === length;
      return complete ? "clean" : "cut";
    },
    closed,
    hangUp: () => socket.destroy(),
  };
}

/** Waits until something is so; gives up after ten seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    if (isSo()) return;
    await pause(5);
  }
  throw new Error("it did not come to that within ten seconds");
}

function unchunked(bytes: Buffer): { readonly body: Buffer; readonly ended: boolean } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const size = lineEnd === -1 ? Number.NaN : Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    if (Number.isNaN(size)) return { body: Buffer.concat(parts), ended: false };
    if (size === 0) return { body: Buffer.concat(parts), ended: true };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
