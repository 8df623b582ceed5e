import type { Heading, PageSpan } from "./chunking.ts";

/** A piece of a parsed document. `page` counts from 1; level 0 is body text, 1..6 a heading. */
export interface Block {
  readonly page: number | null;
  readonly level: number;
  readonly text: string;
}

export interface AssembledText {
  readonly text: string;
  readonly pages: readonly PageSpan[];
  readonly headings: readonly Heading[];
}

/**
 * One text of many blocks, joined by blank lines. Page spans are ascending and gap-free over the text; a page whose
 * blocks are all blank keeps its number with a span of length 0. Pages of blocks never fall back.
 */
export function assemble(blocks: readonly Block[]): AssembledText {
  const pieces: string[] = [];
  const pages: { page: number | null; start: number; end: number }[] = [];
  const headings: Heading[] = [];
  let length = 0;
  for (const block of blocks) {
    const text = block.text.trim();
    const last = pages.at(-1);
    const separator = text !== "" && length > 0 ? "\n\n" : "";
    const start = length + separator.length;
    if (!last || (block.page !== null && block.page > (last.page ?? 0))) {
      if (last) last.end = start;
      pages.push({ page: block.page, start: last ? start : 0, end: start });
    }
    if (text === "") continue;
    pieces.push(separator, text);
    length = start + text.length;
    if (block.level > 0) headings.push({ level: Math.min(6, block.level), title: titleOf(text), start });
  }
  closePages(pages, length);
  return { text: pieces.join(""), pages, headings };
}

/** Blank pages at the end were opened past the last text. */
function closePages(pages: { start: number; end: number }[], length: number): void {
  for (const span of pages) {
    span.start = Math.min(span.start, length);
    span.end = Math.min(span.end, length);
  }
  for (let at = 0; at < pages.length; at++) {
    const span = pages[at];
    if (span) span.end = pages[at + 1]?.start ?? length;
  }
}

/** The first line without Markdown marks, at most 200 characters. */
function titleOf(text: string): string {
  const line = text.slice(0, 1_000).split("\n", 1)[0] ?? "";
  const title = line.replace(/^#{1,6}\s+/, "").replace(/\s+#+\s*$/, "");
  return title.length > 200
    ? title
        .slice(0, 200)
        .toWellFormed()
        .replace(/\ufffd$/, "")
    : title;
}
