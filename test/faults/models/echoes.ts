import type { IncomingMessage, ServerResponse } from "node:http";

const json = { "content-type": "application/json" };
const sse = { "content-type": "text/event-stream" };
const html = { "content-type": "text/html" };

type Echo = (quote: string, response: ServerResponse) => void;

function refusing(status: number): Echo {
  return (quote, response) => {
    const error = {
      message: `Incorrect API key provided: ${quote}`,
      type: "invalid_request_error",
      param: quote,
    };
    response.writeHead(status, { ...json, "x-quoted": quote }).end(JSON.stringify({ error, detail: quote }));
  };
}

/** Upstreams that quote in their errors what was sent to them, by the first part of the path. */
export const echoes: Readonly<Record<string, Echo>> = {
  badRequest: refusing(400),
  badKey: refusing(401),
  forbidden: refusing(403),
  limited: refusing(429),
  broken: refusing(500),
  page: (quote, response) => response.writeHead(502, html).end(`<html>${quote}</html>`),
  pageInSuccess: (quote, response) => response.writeHead(200, html).end(`<html>${quote}</html>`),
  prose: (quote, response) => response.writeHead(200, json).end(`upstream said: ${quote}`),
  event: (quote, response) =>
    response.writeHead(200, sse).end(`event: error\ndata: {"error":{"message":"${quote}"}}\n\n`),
  torn: (quote, response) => response.writeHead(200, sse).end(`data: {"choices":["${quote}\n\n`),
};

/** Answers with the echo that the path names, quoting key and `prompt`. */
export function echo(prompt: string, { url, headers }: IncomingMessage, response: ServerResponse): void {
  const [, name = ""] = (url ?? "").split("/");
  echoes[name]?.(`${headers.authorization} ${prompt}`, response);
}
