import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { openConnection } from "./sqliteConnection.ts";
import type { Connection } from "./sqliteConnection.ts";
import { commitGroup, failureOf, readGroup } from "./sqliteGroupCommit.ts";
import type { Outcome, Request, Unit, WorkerSettings } from "./sqliteMessages.ts";

/** Bounds how long the first of a group waits for the others; far above what one fsync time gathers. */
const groupLimit = 1000;

const port = parentPort;
const settings = settingsOf(workerData);
let connection: Connection | null = null;

port?.on("message", (first: Request) => {
  const units: Unit[] = [];
  let closing = false;
  for (let request: Request | undefined = first; request; request = nextRequest()) {
    if ("close" in request) closing = true;
    else units.push(...request.units);
  }
  answer(units);
  if (!closing) return;
  connection?.close();
  port.close();
});

/** What was posted while the last commit was being made durable. */
function nextRequest(): Request | undefined {
  const received: { message: Request } | undefined = port ? receiveMessageOnPort(port) : undefined;
  return received?.message;
}

function answer(units: readonly Unit[]): void {
  for (let start = 0; start < units.length; start += groupLimit) {
    port?.postMessage(outcomesOf(units.slice(start, start + groupLimit)));
  }
}

function outcomesOf(units: readonly Unit[]): readonly Outcome[] {
  try {
    // Opened by the first unit, so that a file that could not be opened is tried again by the next.
    const open = (connection ??= openConnection(settings));
    return settings.role === "writer" ? commitGroup(open, units) : readGroup(open, units);
  } catch (error) {
    // A transaction that cannot even be rolled back would block every later one.
    discardConnection();
    const failure = failureOf(error);
    return units.map(() => ({ failure }));
  }
}

function discardConnection(): void {
  try {
    connection?.close();
  } catch {
    // The failure that led here is the one that is reported.
  }
  connection = null;
}

function settingsOf(given: unknown): WorkerSettings {
  if (isSettings(given)) return given;
  throw new TypeError("The database thread was started without its settings");
}

function isSettings(given: unknown): given is WorkerSettings {
  return (
    typeof given === "object" &&
    given !== null &&
    "path" in given &&
    "role" in given &&
    "busyTimeoutMs" in given
  );
}
