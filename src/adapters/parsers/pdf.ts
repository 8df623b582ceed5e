import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getDocument, PasswordException, type PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { failed, parsed, readBytes, type Format, type ParseOutcome } from "./format.ts";
import { mimes } from "./mimes.ts";
import { pdfBlocks, type PdfPage } from "./pdfBlocks.ts";
import { pageParagraphs } from "./pdfParagraphs.ts";

const mostPages = 5_000;
const library = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** PDF with its page numbers. A page that is damaged counts as blank as long as another one is not. */
export const pdf: Format = {
  mimes: [mimes.pdf],
  async parse(input, onProgress) {
    const loading = getDocument({
      data: await readBytes(input),
      cMapUrl: join(library, "cmaps/"),
      standardFontDataUrl: join(library, "standard_fonts/"),
      verbosity: 0,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      useWorkerFetch: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      maxImageSize: 1,
    });
    try {
      return await read(await loading.promise, onProgress);
    } catch (cause) {
      if (cause instanceof PasswordException) return encrypted;
      return failed(
        "malformed",
        "The PDF is damaged and cannot be opened. Open it in a PDF program and save it again.",
        cause,
      );
    } finally {
      await loading.destroy();
    }
  },
};

const encrypted = failed(
  "encrypted",
  "The PDF is protected with a password. Remove the password and upload it again.",
);

async function read(
  document: PDFDocumentProxy,
  onProgress: (fraction: number) => void,
): Promise<ParseOutcome> {
  if (document.numPages > mostPages) {
    return failed(
      "too_many_pages",
      `The PDF has ${document.numPages} pages; at most ${mostPages} are read. Split it.`,
    );
  }
  const pages: PdfPage[] = [];
  let damaged = 0;
  let firstCause: unknown;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await readPage(document, number);
    pages.push(page);
    if ("damage" in page) {
      damaged++;
      firstCause ??= page.damage;
    }
    onProgress(number / document.numPages);
  }
  if (damaged === document.numPages) {
    return failed(
      "malformed",
      "No page of the PDF can be read. Open it in a PDF program and save it again.",
      firstCause,
    );
  }
  return parsed(pdfBlocks(pages));
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
): Promise<PdfPage | (PdfPage & { readonly damage: unknown })> {
  try {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const paragraphs = pageParagraphs(items.filter((item) => "str" in item));
    const notes = await annotationTexts(page);
    page.cleanup();
    return {
      number,
      paragraphs: [...paragraphs, ...notes.map((text) => ({ text, size: 0, lines: 1, isTable: false }))],
    };
  } catch (cause) {
    if (cause instanceof PasswordException) throw cause;
    return { number, paragraphs: [], damage: cause };
  }
}

/** What was filled into forms and written in notes: it is no part of the page's own text. */
async function annotationTexts(page: { getAnnotations(): Promise<unknown[]> }): Promise<string[]> {
  const texts: string[] = [];
  for (const annotation of await page.getAnnotations()) {
    if (typeof annotation !== "object" || annotation === null) continue;
    if ("hidden" in annotation && annotation.hidden === true) continue;
    if ("subtype" in annotation && annotation.subtype === "Link") continue;
    const value = "fieldValue" in annotation ? annotation.fieldValue : null;
    if (typeof value === "string" && value !== "Off" && /\p{L}|\p{N}/u.test(value)) texts.push(value);
    const contents = "contentsObj" in annotation ? annotation.contentsObj : null;
    if (typeof contents !== "object" || contents === null || !("str" in contents)) continue;
    if (typeof contents.str === "string" && contents.str.trim() !== "") texts.push(contents.str);
  }
  return texts;
}
