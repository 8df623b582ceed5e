import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import * as z from "zod";
import { createReaderPool } from "../src/adapters/parsers/readerPool.ts";
import type { ReadDocument } from "../src/core/documents/reader.ts";
import { buildEvidence } from "../src/core/retrieval/evidence.ts";
import { sourceOf } from "../src/core/retrieval/source.ts";
import { mean } from "./ndcg.ts";
import type { Figure } from "./report.ts";

const entrySchema = z.object({
  file: z.string(),
  type: z.string(),
  size: z.number(),
  category: z.array(z.string()).default([]),
});

/**
 * Q6 on the real PDF files of a manifest: whether each source's offsets give exactly its snippet, and whether no other
 * page of the file, read a second time by the PDF library alone, holds more of the snippet's words.
 */
export async function measureCitations(folder: string, every: number): Promise<Figure[]> {
  const manifest = join(folder, "manifest.jsonl");
  if (!existsSync(manifest)) {
    console.log(`Left out: ${manifest} is not there.`);
    return [];
  }
  const entries = (await readFile(manifest, "utf8"))
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => entrySchema.parse(JSON.parse(line)))
    .filter(
      ({ type, category }) =>
        type === "pdf" && category.some((is) => is === "ok" || is.startsWith("warnings")),
    )
    .filter(({ file }, i) => i % every === 0 && existsSync(join(folder, file)));
  const reader = createReaderPool({ threads: 2 });
  const exact: number[] = [];
  const onPage: number[] = [];
  try {
    for (const { file, size } of entries) {
      const path = join(folder, file);
      const source = { path, name: file, mime: "application/pdf", bytes: size };
      const outcome = await reader.read(source, () => {}, new AbortController().signal);
      if (outcome.kind === "failed") continue;
      const pages = await pageWords(path);
      for (const { start, end, snippet, page } of sourcesOf(outcome.document)) {
        exact.push(Number(outcome.document.text.slice(start, end) === snippet));
        const words = wordsOf(snippet);
        if (pages && page !== undefined && words.size >= 4) onPage.push(Number(isOnPage(words, pages, page)));
      }
    }
  } finally {
    await reader.close();
  }
  const common = { better: "higher", reference: "" } as const;
  return [
    {
      id: "Q6",
      what: "offsets give exactly the snippet",
      value: mean(exact),
      target: 1,
      count: exact.length,
      ...common,
    },
    { id: "Q6", what: "page right", value: mean(onPage), target: 0.98, count: onPage.length, ...common },
  ];
}

/** The source that each chunk would give a question made of its own last words. */
function sourcesOf({ chunks, language }: ReadDocument) {
  return chunks.flatMap((chunk) => {
    const passage = { ...chunk, documentId: "", version: 1, documentName: "", language, score: 1 };
    const { evidence } = buildEvidence({ random: { id: () => "", hex: () => "0", fraction: () => 0 } }, [
      passage,
    ]);
    return evidence.map((piece) => sourceOf(piece, chunk.text.slice(-80)));
  });
}

async function pageWords(path: string): Promise<ReadonlySet<string>[] | null> {
  const task = getDocument({ data: new Uint8Array(await readFile(path)), verbosity: 0 });
  try {
    const pdf = await task.promise;
    const pages: ReadonlySet<string>[] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      pages.push(
        wordsOf(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("")),
      );
    }
    return pages;
  } catch {
    return null;
  } finally {
    await task.destroy();
  }
}

function isOnPage(words: ReadonlySet<string>, pages: readonly ReadonlySet<string>[], page: number): boolean {
  const shared = pages.map((held) => held.intersection(words).size);
  return (shared[page - 1] ?? 0) >= Math.max(...shared);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu),
  );
}
