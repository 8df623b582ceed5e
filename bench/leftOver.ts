import { getEventListeners } from "node:events";
import { Session } from "node:inspector/promises";
import { setTimeout as pause } from "node:timers/promises";

const looks = 5;
const lookMs = 100;

/** What this process holds after a full collection: heap in megabytes (10^6), handles by kind, listeners. */
export async function leftOver(lastingSignal: AbortSignal) {
  const session = new Session();
  session.connect();
  // What one collection lets go of with a finaliser falls to the next one.
  for (let round = 0; round < 3; round++) await session.post("HeapProfiler.collectGarbage");
  session.disconnect();
  const heapMb = process.memoryUsage().heapUsed / 1e6;
  const ofProcess = process.eventNames().reduce((all, name) => all + process.listenerCount(name), 0);
  return {
    heapMb,
    resources: await lastingResources(),
    listeners: ofProcess + getEventListeners(lastingSignal, "abort").length,
  };
}

/** By kind, the fewest of several looks: what comes and goes is not left over. */
async function lastingResources(): Promise<Readonly<Record<string, number>>> {
  const seen: Map<string, number>[] = [];
  while (seen.length < looks) {
    const now = new Map<string, number>();
    for (const kind of process.getActiveResourcesInfo()) now.set(kind, (now.get(kind) ?? 0) + 1);
    seen.push(now);
    await pause(lookMs);
  }
  const kinds = new Set(seen.flatMap((now) => [...now.keys()]));
  return Object.fromEntries(
    [...kinds].map((kind) => [kind, Math.min(...seen.map((now) => now.get(kind) ?? 0))]),
  );
}
