import type { Block } from "../../core/documents/assemble.ts";
import type { Paragraph } from "./pdfParagraphs.ts";

export interface PdfPage {
  readonly number: number;
  readonly paragraphs: readonly Paragraph[];
}

/** Blocks of all pages; every page has at least one, blank if need be. Headings are short and clearly larger than the body. */
export function pdfBlocks(pages: readonly PdfPage[]): Block[] {
  const levelOf = headingLevels(pages.flatMap((page) => page.paragraphs));
  return pages.flatMap(({ number, paragraphs }) => {
    if (paragraphs.length === 0) return [{ page: number, level: 0, text: "" }];
    return paragraphs.map((paragraph) => ({ page: number, level: levelOf(paragraph), text: paragraph.text }));
  });
}

/** The largest size is level 1, and so on to 4. A document in which a quarter of the paragraphs are large has no clear headings. */
function headingLevels(paragraphs: readonly Paragraph[]): (paragraph: Paragraph) => number {
  const lettersBySize = new Map<number, number>();
  for (const { size, text } of paragraphs) {
    if (size > 0) lettersBySize.set(rounded(size), (lettersBySize.get(rounded(size)) ?? 0) + text.length);
  }
  const bodySize = [...lettersBySize].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0];
  const isLarge = (paragraph: Paragraph) =>
    rounded(paragraph.size) >= bodySize * 1.15 &&
    !paragraph.isTable &&
    paragraph.lines <= 3 &&
    paragraph.text.length <= 160 &&
    /\p{L}{2}/u.test(paragraph.text);
  const large = bodySize > 0 ? paragraphs.filter(isLarge) : [];
  if (large.length > Math.max(3, paragraphs.length / 4)) return () => 0;
  const sizes = [...new Set(large.map(({ size }) => rounded(size)))].toSorted((a, b) => b - a);
  return (paragraph) =>
    bodySize > 0 && isLarge(paragraph) ? Math.min(4, sizes.indexOf(rounded(paragraph.size)) + 1) : 0;
}

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}
