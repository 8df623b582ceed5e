import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";

/** The bare PDF library in a thread: every page's text and nothing made of it. Answers a path with the pages read. */
parentPort?.on(
  "message",
  (path: string) => void pagesOf(path).then((pages) => parentPort?.postMessage(pages)),
);

async function pagesOf(path: string): Promise<number> {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const loading = getDocument({
    data: new Uint8Array(await readFile(path)),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    useWasm: false,
    useWorkerFetch: false,
    maxImageSize: 1,
  });
  const document = await loading.promise;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    await page.getTextContent();
    page.cleanup();
  }
  const pages = document.numPages;
  await loading.destroy();
  return pages;
}
