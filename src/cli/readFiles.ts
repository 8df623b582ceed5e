import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "../client/problemError.ts";
import type { CommandContext } from "./context.ts";
import { watchDocuments, type DocumentState, type DocumentWatch } from "./documentWatch.ts";
import { failureSentence, uploadFailure, type FileFailure } from "./failureSentence.ts";
import { openLocalFile, type LocalFile } from "./localFiles.ts";
import { createProgressBar, type ProgressBar } from "./progressBar.ts";

/** What became of one file. */
export type FileReport =
  | {
      readonly path: string;
      readonly state: "ready";
      readonly id: string;
      readonly name: string;
      /** The same bytes under the same name were there before. */
      readonly duplicate: boolean;
      readonly pages: number | null;
      readonly chunks: number;
    }
  | {
      readonly path: string;
      readonly state: "failed";
      readonly id: string | null;
      readonly failure: FileFailure;
    };

type Calls = Pick<CommandContext, "client" | "signal">;
type ShowFile = (fraction: number, label: string) => void;

const workspaceId = "default";

/** Files on their way at once: enough to keep the server's readers busy, few enough to leave room for others. */
const atOnce = 8;
/** How much of a file's bar its upload takes. */
const uploadShare = 0.1;
const longestWaitMs = 15_000;
const uploadAttempts = 40;

/**
 * Sends the files to the default workspace and waits until each is ready or failed, with a progress bar and a warning
 * for each failure. Reports come in the order of `paths`. Throws only what stops all of them.
 */
export async function readFiles(context: CommandContext, paths: readonly string[]): Promise<FileReport[]> {
  const { client } = context;
  const bar = createProgressBar(context.err);
  const board = createBoard(bar, paths.length);
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  try {
    let watch: Promise<DocumentWatch> | null = null;
    return await pooled(paths, async (path, index) => {
      const opened = await openLocalFile(path);
      let report: FileReport;
      if ("failure" in opened) report = { path, state: "failed", id: null, failure: opened.failure };
      else {
        board.show(index, 0, `sending ${opened.name}`);
        watch ??= watchDocuments(client, workspaceId, signal);
        const show: ShowFile = (fraction, label) => board.show(index, fraction, label);
        report = await readFile({ client, signal }, await watch, opened, show);
      }
      board.finish(index, report);
      return report;
    });
  } finally {
    over.abort();
    bar.clear();
  }
}

async function readFile(
  { client, signal }: Calls,
  watch: DocumentWatch,
  file: LocalFile,
  show: ShowFile,
): Promise<FileReport> {
  const { path, name } = file;
  const accepted = await upload({ client, signal }, file).catch((cause: unknown) => {
    signal.throwIfAborted();
    return uploadFailure(cause);
  });
  if ("reason" in accepted) return { path, state: "failed", id: null, failure: accepted };
  const { id, duplicate } = accepted;
  const onChange = (state: DocumentState) =>
    show(uploadShare + (1 - uploadShare) * state.progress, `${state.stage ?? "waiting for"} ${name}`);
  if (accepted.status === "processing") await watch.settled(id, onChange);
  const document = await client.documents.get(workspaceId, id, signal);
  if (document.status === "ready") {
    return {
      path,
      state: "ready",
      id,
      name: document.name,
      duplicate,
      pages: document.pages ?? null,
      chunks: document.chunks,
    };
  }
  return {
    path,
    state: "failed",
    id,
    failure: document.error ?? { code: "internal", reason: `It is ${document.status}.` },
  };
}

/** Comes back when the server says that it is busy. */
async function upload({ client, signal }: Calls, file: LocalFile) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { items } = await client.documents.upload(workspaceId, [file], {}, signal);
      const [accepted] = items;
      if (!accepted) throw new Error("The server took nothing.");
      return accepted;
    } catch (cause) {
      if (!(cause instanceof ProblemError && cause.retryable) || attempt >= uploadAttempts) throw cause;
      const growing = Math.min(longestWaitMs, 250 * 2 ** attempt);
      await sleep(Math.max(cause.retryAfterMs ?? 0, growing), undefined, { signal });
    }
  }
}

/** Adds the files up. A file's share never falls, though a retry starts it anew. */
function createBoard(bar: ProgressBar, total: number) {
  const fractions = Array.from({ length: total }, () => 0);
  let done = 0;
  const draw = (label: string) =>
    bar.show({ fraction: fractions.reduce((sum, each) => sum + each, 0) / total, done, total, label });
  return {
    show(index: number, fraction: number, label: string) {
      fractions[index] = Math.max(fractions[index] ?? 0, fraction);
      draw(label);
    },
    finish(index: number, report: FileReport) {
      fractions[index] = 1;
      done += 1;
      if (report.state === "failed") bar.note(failureSentence(report.path, report.failure));
      else
        bar.step(`${done}/${total} ${report.path}: ready${report.duplicate ? " (was already there)" : ""}`);
      draw("");
    },
  };
}

async function pooled<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
