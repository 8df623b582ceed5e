import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { makeBigPdf } from "./bigPdf.ts";
import { createCorpus } from "./corpus.ts";
import type { Figure } from "./figures.ts";
import { residentMb, startChild } from "./processes.ts";
import { median, percentile } from "./statistics.ts";
import { documentsOf, upload } from "./uploads.ts";

const key = "bt_admin_key_of_the_benchmarks";
const uploads = 30;
const readings = 5;
const pages = 100;
const largeFiles = 20;
/** Reader threads end 10 s after their last file; what they held is to be given back by then. */
const restMs = 15_000;
const urlSchema = z.object({ url: z.url() });
const readSchema = z.object({ coldMs: z.number(), warmMs: z.number() });
const corpus = createCorpus(4);

/** P5, P6 and P7: uploads, time to ready and memory, over HTTP. */
export async function ingest(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-bench-ingest-"));
  const configFile = join(folder, "batuta.yaml");
  await writeFile(configFile, "limits:\n  upload_mb: 100\n");
  try {
    return [
      ...(await withServer(join(folder, "pages"), configFile, (url) =>
        hundredPages(url, join(folder, "100.pdf")),
      )),
      ...(await withServer(join(folder, "uploads"), configFile, (url) =>
        tenMegabytes(url, join(folder, "bare")),
      )),
      ...(await withServer(join(folder, "large"), configFile, sixtyMegabytes)),
      ...(await withServer(join(folder, "dense"), configFile, denseText)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function withServer(
  folder: string,
  configFile: string,
  measure: (url: string, pid: number) => Promise<Figure[]>,
): Promise<Figure[]> {
  const server = await startChild("serverProcess.ts", { folder, key, configFile }, urlSchema);
  try {
    return await measure(server.ready.url, server.pid);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first file meets no reader thread, as the bare library's first meets a new one; the others meet it warm. */
async function hundredPages(url: string, path: string): Promise<Figure[]> {
  const documents = documentsOf(url, key);
  const bare = await startChild("barePdfProcess.ts", null, z.object({}));
  try {
    const times: number[] = [];
    const bareTimes: z.infer<typeof readSchema>[] = [];
    for (let n = 0; n < readings; n++) {
      const file = makeBigPdf(corpus, { pages, lines: 45 }, n);
      await writeFile(path, file);
      bareTimes.push(await bare.ask({ ask: "read", path }, readSchema));
      const started = performance.now();
      const { id } = await documents.add(`${n}.pdf`, file);
      const { pages: found } = await documents.ready(id);
      if (found !== pages) throw new Error(`${found} pages were found in a PDF of ${pages}`);
      times.push(performance.now() - started);
    }
    const warm = median(times.slice(1));
    const bareWarm = median(bareTimes.map(({ warmMs }) => warmMs));
    const cold = { what: "bare pdfjs", value: median(bareTimes.map(({ coldMs }) => coldMs)) };
    const rate = (ms: number) => (1_000 * pages) / ms;
    return [
      {
        what: "100-page PDF to ready, first",
        value: times[0] ?? Number.NaN,
        unit: "ms",
        target: { atMost: 3_000 },
        reference: cold,
      },
      {
        what: "100-page PDF to ready, next",
        value: warm,
        unit: "ms",
        target: { atMost: 3_000 },
        reference: { what: "bare pdfjs", value: bareWarm },
      },
      {
        what: "pages, warm",
        value: rate(warm),
        unit: "/s",
        reference: { what: "bare pdfjs", value: rate(bareWarm) },
      },
      {
        what: "share of the bare library's pages/s, warm",
        value: (100 * bareWarm) / warm,
        unit: "%",
        target: { atLeast: 70 },
      },
    ];
  } finally {
    await bare.stop();
  }
}

/** While earlier ones are being read, as with a person who uploads a folder. */
async function tenMegabytes(url: string, bareFolder: string): Promise<Figure[]> {
  await mkdir(bareFolder);
  const bare = await startChild("bareUploadProcess.ts", { folder: bareFolder }, urlSchema);
  try {
    const documents = documentsOf(url, key);
    const [taken, bareTaken]: [number[], number[]] = [[], []];
    for (let n = 0; n < uploads; n++) {
      const file = makeBigPdf(corpus, { pages: 50, lines: 40, pictureBytes: 196_000 }, n);
      taken.push((await documents.add(`${n}.pdf`, file)).afterLastByteMs);
      bareTaken.push((await upload(`${bare.ready.url}/upload`, key, `${n}.pdf`, file)).afterLastByteMs);
    }
    const line = (what: string, share: number): Figure => ({
      what: `10 MB upload accepted after the last byte, ${what} of ${uploads}`,
      value: percentile(taken, share),
      unit: "ms",
      reference: { what: "bare upload", value: percentile(bareTaken, share) },
    });
    return [line("p50", 0.5), { ...line("p95", 0.95), target: { atMost: 100 } }];
  } finally {
    await bare.stop();
  }
}

async function sixtyMegabytes(url: string, pid: number): Promise<Figure[]> {
  const documents = documentsOf(url, key);
  await pause(3_000);
  const idle = residentMb(pid);
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < largeFiles; n++) {
    const file = makeBigPdf(corpus, { pages: 400, lines: 45, pictureBytes: 145_000 }, n);
    bytes = file.length;
    const started = performance.now();
    const { id } = await documents.add(`${n}.pdf`, file);
    await documents.ready(id);
    times.push(performance.now() - started);
    await documents.remove(id);
  }
  const peak = residentMb(pid, "peak");
  await pause(restMs);
  const what = `${Math.round(bytes / 1e6)} MB PDF of 400 pages with pictures, ${largeFiles} times`;
  return [
    { what: `${what}: idle memory before`, value: idle, unit: "MB" },
    { what: `${what}: peak over idle`, value: peak - idle, unit: "MB", target: { atMost: 300 } },
    {
      what: `${what}: memory after, of idle`,
      value: (100 * residentMb(pid)) / idle,
      unit: "%",
      target: { atMost: 110 },
    },
    { what: `${what}: to ready, median`, value: median(times), unit: "ms" },
  ];
}

/** The worst case of the same size: nothing but text. */
async function denseText(url: string, pid: number): Promise<Figure[]> {
  const documents = documentsOf(url, key);
  await pause(3_000);
  const idle = residentMb(pid);
  const file = makeBigPdf(corpus, { pages: 4_000, lines: 135 }, 0);
  const what = `${Math.round(file.length / 1e6)} MB PDF of 4,000 pages, text only, once`;
  const started = performance.now();
  const { id } = await documents.add("text.pdf", file);
  const outcome = await documents.ready(id).then(
    (document) => document.chunks,
    () => 0,
  );
  const ms = performance.now() - started;
  const peak = residentMb(pid, "peak");
  return [
    { what: `${what}: chunks (0: it failed)`, value: outcome, unit: "" },
    { what: `${what}: to its end`, value: ms, unit: "ms" },
    { what: `${what}: peak over idle`, value: peak - idle, unit: "MB" },
  ];
}
