import type { IncomingHttpHeaders } from "node:http";
import type { Fault } from "./behaviour.ts";
import type { FormatName } from "./formats/format.ts";

/** One call as the simulator saw it. The record goes on changing until `endedBy` is no longer `open`. */
export interface Call {
  /** Counts from 1; the answer's `x-request-id` is `sim-<id>`. */
  readonly id: number;
  readonly format: FormatName | "embeddings";
  /** As asked for, with its keys. */
  readonly model: string;
  readonly path: string;
  /** Arrival of the request's headers, in milliseconds since the epoch, with fractions. */
  readonly at: number;
  readonly stream: boolean;
  readonly messages: number;
  readonly body: unknown;
  /** Keys and cookies are masked. */
  readonly headers: IncomingHttpHeaders;
  /** The fault that hit this call; null when it was answered well. */
  readonly fault: Fault | null;
  /** Tokens given to the socket, thoughts included. */
  readonly sentTokens: number;
  /** Null as long as no headers were sent. */
  readonly status: number | null;
  readonly endedBy: "server" | "client" | "open";
  readonly endedAt: number | null;
  /** From arrival to the client's hang-up; null when it did not hang up. */
  readonly abortedAfterMs: number | null;
}

export type OpenCall = { -readonly [Key in keyof Call]: Call[Key] };

export interface CallLog {
  add(call: Omit<Call, "id" | "sentTokens" | "status" | "endedBy" | "endedAt" | "abortedAfterMs">): OpenCall;
  end(call: OpenCall, by: "server" | "client"): void;
  list(): readonly Call[];
  open(): number;
  clear(): void;
}

const secrets = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "proxy-authorization"];

/** Keeps the last `kept` calls. */
export function createCallLog(kept: number): CallLog {
  let calls: OpenCall[] = [];
  let ids = 0;
  let open = 0;
  return {
    add(call) {
      ids += 1;
      open += 1;
      const unended = {
        sentTokens: 0,
        status: null,
        endedBy: "open",
        endedAt: null,
        abortedAfterMs: null,
      } as const;
      const added: OpenCall = { id: ids, ...call, ...unended };
      calls.push(added);
      if (calls.length >= kept * 2) calls = calls.slice(-kept);
      return added;
    },
    end(call, by) {
      if (call.endedBy !== "open") return;
      open -= 1;
      call.endedBy = by;
      call.endedAt = epochMs();
      if (by === "client") call.abortedAfterMs = call.endedAt - call.at;
    },
    list: () => calls.slice(-kept),
    open: () => open,
    clear() {
      calls = [];
    },
  };
}

export function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

export function masked(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const shown = secrets.filter((name) => name in headers).map((name) => [name, "***"] as const);
  return { ...headers, ...Object.fromEntries(shown) };
}
