import type { ServerResponse } from "node:http";
import { epochMs, type CallLog, type OpenCall } from "./calls.ts";
import { unstamped, type Plan, type Step } from "./plan.ts";

/** Plays a plan to the client and keeps the call's record. It stops at once when the client hangs up. */
export function play(plan: Plan, response: ServerResponse, call: OpenCall, log: CallLog): void {
  const { head, steps, ending, headersMs, stamped = false } = plan;
  const { socket } = response;
  if (socket === null) return whenItsTurn(plan, response, call, log);
  let due = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let next = 0;

  response.on("close", () => {
    clearTimeout(timer);
    log.end(call, response.writableFinished ? "server" : "client");
  });
  after(headersMs, begin);

  function begin(): void {
    if (head !== null) {
      call.status = head.status;
      response.writeHead(head.status, { ...head.headers, "x-request-id": `sim-${call.id}` });
      if (steps.length === 0) response.flushHeaders();
    }
    advance();
  }

  function advance(): void {
    const current = steps[next];
    if (current === undefined) return finish();
    next += 1;
    call.sentTokens += current.tokens;
    if (write(current)) after(steps[next]?.waitMs ?? 0, advance);
    else response.once("drain", () => after(steps[next]?.waitMs ?? 0, advance));
  }

  function finish(): void {
    if (ending === "end") response.end();
    else if (ending === "cut") {
      log.end(call, "server");
      socket?.destroySoon();
    } else if (ending !== "silence") {
      response.write(ending.ping);
      after(ending.everyMs, finish);
    }
  }

  function write({ bytes, raw }: Step): boolean {
    if (raw !== true) return response.write(stamped ? withTime(bytes) : bytes);
    socket?.write(bytes);
    return true;
  }

  /** Times add up from the call's beginning, so that a late timer makes the next one early and not late as well. */
  function after(waitMs: number, act: () => void): void {
    due += waitMs;
    const left = waitMs === 0 ? 0 : due - performance.now();
    if (left > 0) timer = setTimeout(act, Math.ceil(left));
    else setImmediate(() => response.destroyed || act());
  }
}

function withTime(bytes: Buffer): string {
  return bytes.toString().replaceAll(unstamped, String(Math.round(epochMs())));
}

/** A client that sends the next request ahead has its response wait for the connection until the one before has ended. */
function whenItsTurn(plan: Plan, response: ServerResponse, call: OpenCall, log: CallLog): void {
  const { req } = response;
  const left = () => log.end(call, "client");
  if (req.destroyed) return left();
  req.once("close", left);
  response.once("socket", () => {
    req.off("close", left);
    play(plan, response, call, log);
  });
}
