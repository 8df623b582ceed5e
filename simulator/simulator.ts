import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseBehaviour } from "./behaviour.ts";
import { createCallLog, epochMs, masked, type Call, type CallLog } from "./calls.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { createPlanner, type Asked, type Planner } from "./planner.ts";
import { play } from "./play.ts";
import { routeOf } from "./route.ts";

export type { Call } from "./calls.ts";

export interface SimulatorOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Calls that stay on record. */
  readonly kept?: number;
}

export interface Simulator {
  /** e.g. `http://127.0.0.1:4010`, without a trailing slash. */
  readonly url: string;
  /** Oldest first. */
  calls(): readonly Call[];
  /** Calls that neither side has ended. */
  openCalls(): number;
  /** Open sockets, idle kept-alive ones included. */
  connections(): number;
  /** From now on the model behaves as if these keys stood behind its name, e.g. `first=1000`; "" takes them back. */
  behave(model: string, keys: string): void;
  /** Forgets the calls, what `behave` said and the counts behind `times` and `fail`. */
  reset(): void;
  /** Cuts whatever is still open. */
  close(): Promise<void>;
}

interface Parts {
  readonly log: CallLog;
  readonly planner: Planner;
  readonly keysByModel: Map<string, string>;
}

const models = ["sim", "sim;tokens=50;first=100;gap=20", "sim;fault=stall;after=3"];

/** An upstream on loopback that speaks the vendors' formats. README.md says what can be asked of it. */
export async function createSimulator({
  port = 0,
  kept = 10_000,
}: SimulatorOptions = {}): Promise<Simulator> {
  const parts: Parts = { log: createCallLog(kept), planner: createPlanner(), keysByModel: new Map() };
  let connections = 0;

  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 60_000, noDelay: true });
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.on("connection", (socket) => {
    connections += 1;
    socket.on("close", () => (connections -= 1));
  });
  server.on("request", (request, response) => {
    const at = epochMs();
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => serve(parts, request, Buffer.concat(chunks).toString(), response, at));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", backlog: 8_192 }, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;

  return {
    url: `http://127.0.0.1:${bound}`,
    calls: () => parts.log.list(),
    openCalls: () => parts.log.open(),
    connections: () => connections,
    behave: (model, keys) => parts.keysByModel.set(model, keys),
    reset: () => reset(parts),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serve(
  parts: Parts,
  request: IncomingMessage,
  text: string,
  response: ServerResponse,
  at: number,
): void {
  const [path = ""] = (request.url ?? "").split("?", 1);
  switch (`${request.method} ${path}`) {
    case "GET /v1/models": {
      const data = models.map((id) => ({ id, object: "model", created: 0, owned_by: "simulator" }));
      return reply(response, 200, { object: "list", data });
    }
    case "GET /simulator/calls":
      return reply(response, 200, parts.log.list());
    case "POST /simulator/behave": {
      const { model, keys } = parsed(text) ?? {};
      parts.keysByModel.set(String(model), String(keys));
      return reply(response, 200, {});
    }
    case "POST /simulator/reset":
      reset(parts);
      return reply(response, 200, {});
    default: {
      const asked = read(parts, request, path, text);
      if (typeof asked === "string")
        return reply(response, 400, { error: { message: `simulator: ${asked}` } });
      return answer(parts, asked, request, response, { path, at });
    }
  }
}

/** Gives the complaint about what the simulator cannot make sense of. */
function read(
  { keysByModel }: Parts,
  { method, headers }: IncomingMessage,
  path: string,
  text: string,
): Asked | string {
  const route = method === "POST" ? routeOf(path) : undefined;
  if (!route) return `nothing is served at ${method} ${path}`;
  const body = parsed(text);
  if (!body) return "the body is no JSON object";
  const model = route.model ?? String(body["model"]);
  const keys = `${keysByModel.get(model) ?? ""};${String(headers["x-simulate"] ?? "")}`;
  const behaviour = parseBehaviour(model, keys);
  if (typeof behaviour === "string") return behaviour;
  const stream = route.stream ?? body["stream"] === true;
  return {
    route,
    model,
    name: `${model}\n${keys}`,
    stream,
    body,
    prompt: route.format.read(body),
    behaviour,
  };
}

function answer(
  { log, planner }: Parts,
  asked: Asked,
  request: IncomingMessage,
  response: ServerResponse,
  arrival: Pick<Call, "path" | "at">,
): void {
  const { route, model, stream, body, prompt } = asked;
  const { plan, fault } = planner.plan(asked);
  const format = route.kind === "embeddings" ? "embeddings" : route.format.name;
  const messages = prompt.messages.length;
  const headers = masked(request.headers);
  const call = log.add({ ...arrival, format, model, stream, messages, body, headers, fault });
  play(plan, response, call, log);
}

function reset({ log, planner, keysByModel }: Parts): void {
  log.clear();
  keysByModel.clear();
  planner.reset();
}

function parsed(text: string): JsonRecord | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
