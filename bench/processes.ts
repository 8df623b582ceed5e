import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod";

/** A process of ours that answers questions, one at a time. */
export interface Child<Ready> {
  readonly pid: number;
  readonly ready: Ready;
  ask<T>(question: Question, answer: z.ZodType<T>): Promise<T>;
  stop(): Promise<void>;
}

export type Question = { readonly ask: string; readonly [detail: string]: unknown };

/** Starts a file of this folder and waits for its first message. It ends with this process, whatever happens. */
export async function startChild<Ready>(
  file: string,
  settings: unknown,
  ready: z.ZodType<Ready>,
): Promise<Child<Ready>> {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(settings)], { env: {} });
  const first = ready.parse(await nextMessage(child));
  return {
    pid: child.pid ?? 0,
    ready: first,
    async ask(question, answer) {
      const reply = nextMessage(child);
      child.send(question);
      return answer.parse(await reply);
    },
    stop: () => stopProcess(child),
  };
}

/** Ends it with SIGTERM, and with SIGKILL when that takes more than 20 s. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(late);
}

/** Megabytes (10^6) from /proc; `peak` is the highest since the start or the last `forgetPeak`. NaN where there is no /proc. */
export function residentMb(pid: number, which: "now" | "peak" = "now"): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = new RegExp(`^${which === "now" ? "VmRSS" : "VmHWM"}:\\s+(\\d+) kB`, "m").exec(
      status,
    )?.[1];
    return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const forget = () => child.off("message", heard).off("exit", ended);
    const heard = (message: unknown) => {
      forget();
      resolve(message);
    };
    const ended = () => {
      forget();
      reject(new Error("the process ended before it answered"));
    };
    child.on("message", heard).on("exit", ended);
  });
}
