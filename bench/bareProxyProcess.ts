import { createServer, type ServerResponse } from "node:http";
import { StringDecoder } from "node:string_decoder";
import { createParser } from "eventsource-parser";
import { Pool, type Dispatcher } from "undici";
import * as z from "zod";
import { answerParent, settingsOfChild } from "./childSide.ts";

/** The least that a streamed answer takes on its way: parsed, written anew, passed on. No policy, no records. */
const { upstream } = z.object({ upstream: z.url() }).parse(settingsOfChild());
const pool = new Pool(upstream, { connections: null, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
const gone = new Error("the client left");

const server = createServer({ noDelay: true }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => forward(JSON.parse(Buffer.concat(chunks).toString()), response));
});

function forward(body: unknown, response: ServerResponse): void {
  let upstreamCall: Dispatcher.DispatchController | null = null;
  const utf8 = new StringDecoder("utf8");
  const parser = createParser({
    onEvent({ data }) {
      response.write(
        data === "[DONE]" ? "data: [DONE]\n\n" : `data: ${JSON.stringify(JSON.parse(data))}\n\n`,
      );
    },
  });
  response.on("close", () => upstreamCall?.abort(gone));
  const options = {
    path: "/v1/chat/completions",
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer none" },
    body: JSON.stringify(body),
  } as const;
  pool.dispatch(options, {
    onRequestStart(controller) {
      upstreamCall = controller;
    },
    onResponseStart(_controller, status) {
      response.writeHead(status, { "content-type": "text/event-stream; charset=utf-8" });
    },
    onResponseData: (_controller, chunk) => parser.feed(utf8.write(chunk)),
    onResponseEnd() {
      upstreamCall = null;
      response.end();
    },
    onResponseError() {
      upstreamCall = null;
      response.destroy();
    },
  });
}

await new Promise<void>((resolve) => {
  server.listen({ host: "127.0.0.1", port: 0, backlog: 8_192 }, resolve);
});
const address = server.address();
const port = typeof address === "object" && address !== null ? address.port : 0;
process.once("SIGTERM", () => process.exit());
answerParent({ url: `http://127.0.0.1:${port}` });
