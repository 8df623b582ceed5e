import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import type { DocumentReader, ReadOutcome, SourceFile } from "../../core/documents/reader.ts";
import { AppError } from "../../core/errors.ts";
import { failed } from "./format.ts";
import { unpackDocument, unpackTerms, type PackedTerms } from "./packedDocument.ts";
import type { AnalyseTask, PackedOutcome, ReadTask } from "./readerWorker.ts";
import { createTurnstile } from "./turnstile.ts";

export interface ReaderPoolOptions {
  /** Files read at once. */
  readonly threads: number;
  /** Heap of one thread, in MiB. */
  readonly memoryMb?: number;
  /** Milliseconds that a file of so many bytes may take, counted from when its thread begins. */
  readonly timeLimit?: (bytes: number) => number;
}

/**
 * Reads files in worker threads that come as needed and go when idle. A file that takes too much time or memory ends
 * its own thread and nothing else. Throws AppError `internal` when a thread dies of anything else.
 */
export function createReaderPool({
  threads,
  memoryMb = 512,
  timeLimit = usualTimeLimit,
}: ReaderPoolOptions): DocumentReader {
  const pool: ReaderThreads = new Piscina({
    filename: new URL("./readerWorker.ts", import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 10_000,
    atomics: "disabled",
    execArgv: [],
    recordTiming: false,
    // A small nursery: parsing churns, and what a thread's nursery has grown to is not given back.
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16 },
  });
  // An idle thread that dies has no task to fail; without a listener its error would end the process.
  pool.on("error", () => {});
  // Waiting is done here: the pool does not replace a dead thread for tasks that wait in its own queue.
  const turnstile = createTurnstile(threads);

  return {
    async read(file, onProgress, signal) {
      using _turn = await turnstile.enter(signal);
      return await readFile(pool, file, { onProgress, signal, limitMs: timeLimit(file.bytes) });
    },

    async analyse(texts, language) {
      using _turn = await turnstile.enter();
      const task: AnalyseTask = { texts, language };
      try {
        const packed = await pool.run(task, { name: "analyse" });
        return "numbers" in packed ? unpackTerms(packed) : [];
      } catch (cause) {
        throw new AppError("internal", "the reader pool could not analyse", { retryable: true, cause });
      }
    },

    async close() {
      await pool.destroy();
    },
  };
}

/** 120 s for each 50 MB, at least 60 s. */
export function usualTimeLimit(bytes: number): number {
  return Math.max(60_000, (bytes / 50e6) * 120_000);
}

/** Each task is answered by the function of its name in readerWorker.ts. */
type ReaderThreads = Piscina<ReadTask | AnalyseTask, PackedOutcome | PackedTerms>;

interface Reading {
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
  readonly limitMs: number;
}

async function readFile(
  pool: ReaderThreads,
  file: SourceFile,
  { onProgress, signal, limitMs }: Reading,
): Promise<ReadOutcome> {
  const { port1, port2 } = new MessageChannel();
  const overtime = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  port1.on("message", (fraction: unknown) => {
    timer ??= setTimeout(() => overtime.abort(), limitMs);
    if (typeof fraction === "number" && !signal.aborted) onProgress(fraction);
  });
  const task: ReadTask = { file, port: port2 };
  try {
    const outcome = await pool.run(task, {
      name: "read",
      transferList: [port2],
      signal: AbortSignal.any([signal, overtime.signal]),
    });
    if ("numbers" in outcome) throw new Error("a reading answered with terms");
    return outcome.kind === "read" ? { kind: "read", document: unpackDocument(outcome.document) } : outcome;
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (overtime.signal.aborted)
      return failed("timeout", "Reading the file took too long. Split it into smaller files.");
    if (isOutOfMemory(cause)) {
      return failed(
        "out_of_memory",
        "The file needs more memory to be read than is allowed. Split it into smaller files.",
      );
    }
    throw new AppError("internal", `the reader of ${file.mime} failed`, { retryable: true, cause });
  } finally {
    if (timer) clearTimeout(timer);
    port1.close();
  }
}

function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
}
