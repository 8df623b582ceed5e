import type { MessagePort } from "node:worker_threads";
import { assemble } from "../../core/documents/assemble.ts";
import { chunkDocument, indexedText } from "../../core/documents/chunking.ts";
import { cleanText } from "../../core/documents/cleaning.ts";
import type { SourceFile } from "../../core/documents/reader.ts";
import type { Language } from "../../core/language.ts";
import { detectLanguage } from "../../core/retrieval/language.ts";
import { analyse as analyseText } from "../../core/retrieval/textAnalysis.ts";
import { failed, noText, type FailedParse, type ParseOutcome } from "./format.ts";
import { formatOf } from "./formats.ts";
import { packDocument, packTerms, type PackedDocument, type PackedTerms } from "./packedDocument.ts";

export interface ReadTask {
  readonly file: SourceFile;
  /** Gets fractions of the work done, 0..1, rising; the first, 0, says that the work began. */
  readonly port: MessagePort;
}

export type PackedOutcome = { readonly kind: "read"; readonly document: PackedDocument } | FailedParse;

export interface AnalyseTask {
  readonly texts: readonly string[];
  readonly language: Language | null;
}

/** Runs in a thread of its own: parse, clean, assemble, chunk, language, terms. */
export async function read({ file, port }: ReadTask): Promise<PackedOutcome> {
  const report = progressTo(port);
  try {
    report(0);
    const outcome = await parse(file, (fraction) => report(fraction * 0.85));
    if (outcome.kind === "failed") return outcome;
    const blocks = outcome.blocks.map((block) => ({ ...block, text: cleanText(block.text).text }));
    const assembled = assemble(blocks);
    if (!/[\p{L}\p{N}\p{S}]/u.test(assembled.text)) return noText;
    const chunks = chunkDocument(assembled);
    report(0.9);
    const language = detectLanguage(sampleOf(assembled.text));
    const terms = chunks.map((chunk) => termsOf(indexedText(chunk), language));
    report(1);
    const { text, pages } = assembled;
    return { kind: "read", document: packDocument({ text, pages, chunks, terms, language }) };
  } finally {
    port.close();
  }
}

export function analyse({ texts, language }: AnalyseTask): PackedTerms {
  return packTerms(texts.map((text) => termsOf(text, language)));
}

function termsOf(text: string, language: Language | null): string[] {
  return analyseText(text, language ? [language] : []);
}

async function parse(file: SourceFile, onProgress: (fraction: number) => void): Promise<ParseOutcome> {
  const format = formatOf(file.mime);
  if (!format) return failed("unsupported", `Files of type ${file.mime} cannot be read.`);
  try {
    return await format.parse(file, onProgress);
  } catch (cause) {
    if (isFileSystemError(cause)) throw cause;
    if (isOutOfBuffers(cause))
      return failed("too_large", "The file's text is too long to be read. Split the file.");
    return failed(
      "malformed",
      "The file is damaged and cannot be read. Open it in its program and save it again.",
      cause,
    );
  }
}

/** The blob is gone or the disk fails: no fault of the file. */
function isFileSystemError(cause: unknown): boolean {
  return cause instanceof Error && "syscall" in cause;
}

function isOutOfBuffers(cause: unknown): boolean {
  return cause instanceof RangeError && /string length|array buffer|allocation/i.test(cause.message);
}

/** Sends whole hundredths only: a message a page would wake the main thread thousands of times. */
function progressTo(port: MessagePort): (fraction: number) => void {
  let sent = -1;
  return (fraction) => {
    const hundredths = Math.floor(Math.min(1, fraction) * 100);
    if (hundredths <= sent) return;
    sent = hundredths;
    port.postMessage(hundredths / 100);
  };
}

/** From the middle, where there are neither title pages nor lists of contents; at most 4,000 characters. */
function sampleOf(text: string): string {
  const from = Math.max(0, Math.floor(text.length / 2) - 2_000);
  return text.slice(from, from + 4_000);
}
