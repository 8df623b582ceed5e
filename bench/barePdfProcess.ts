import { once } from "node:events";
import { Worker } from "node:worker_threads";
import * as z from "zod";
import { answerParent } from "./childSide.ts";

/** Milliseconds that the bare PDF library takes for a file in a new thread, and again in the same one. */
answerParent({}, async (question) => {
  const { path } = z.object({ path: z.string() }).parse(question);
  const started = performance.now();
  const worker = new Worker(new URL("./barePdfWorker.ts", import.meta.url));
  const read = async () => {
    worker.postMessage(path);
    await once(worker, "message");
    return performance.now() - started;
  };
  const cold = await read();
  const both = await read();
  await worker.terminate();
  return { coldMs: cold, warmMs: both - cold };
});
