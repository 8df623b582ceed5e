import { sentenceSpans, trimSpan, type Span } from "../sentences.ts";

/** A page's place in the document text; `page` counts from 1. */
export interface PageSpan {
  readonly page: number | null;
  readonly start: number;
  readonly end: number;
}

/** A heading's place in the document text; `level` 1..6. */
export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly start: number;
}

/** `text` is exactly `documentText.slice(start, end)`. */
export interface Chunk {
  readonly position: number;
  readonly page: number | null;
  readonly headings: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What the index knows a chunk by: the headings it stands under, then its text. */
export function indexedText({ headings, text }: Pick<Chunk, "headings" | "text">): string {
  return headings.length === 0 ? text : `${headings.join("\n")}\n${text}`;
}

export interface ChunkableText {
  readonly text: string;
  readonly pages: readonly PageSpan[];
  readonly headings: readonly Heading[];
}

/** Both in UTF-16 code units. */
export interface ChunkSize {
  readonly size: number;
  /** At most this much of a chunk's last sentences is repeated at the start of the next one. */
  readonly overlap: number;
}

/**
 * Cuts a document into chunks of at most `size`, at headings, then paragraphs, then sentences, then words.
 * A chunk lies on one page and starts and ends with visible text; every visible character is in some chunk, starts
 * and ends rise. Overlap is whole sentences, and never reaches back over a heading or a page end. A section shorter
 * than a quarter of `size` takes the next one in. Linear in the text's length.
 */
export function chunkDocument(
  { text, pages, headings }: ChunkableText,
  { size, overlap }: ChunkSize = { size: 900, overlap: 120 },
): Chunk[] {
  const chunks: Chunk[] = [];
  let open: OpenChunk | null = null;

  for (const section of sections(text, pages, headings)) {
    if (open && endsBefore(open, section, size)) open = closed(open);
    for (const paragraph of paragraphs(text, section)) {
      const whole = paragraph.end - paragraph.start <= size && (!open || open.end - open.start >= size / 2);
      if (whole || (open && paragraph.end - open.start <= size)) {
        open = add(open, section, paragraph);
        continue;
      }
      for (const sentence of sentenceSpans(text.slice(paragraph.start, paragraph.end), undefined, size)) {
        const start = paragraph.start + sentence.start;
        open = add(open, section, { start, end: paragraph.start + sentence.end });
      }
    }
  }
  if (open) closed(open);
  return chunks;

  function add(into: OpenChunk | null, section: Section, piece: Span): OpenChunk {
    const isBody = piece.end > section.titleEnd;
    if (into && piece.end - into.start <= size) {
      const path = into.hasBody ? into : section;
      return {
        ...into,
        end: piece.end,
        hasBody: into.hasBody || isBody,
        path: path.path,
        level: path.level,
        section,
      };
    }
    if (into) closed(into);
    const start =
      into?.section === section ? overlapStart(text, into, piece, { size, overlap }) : piece.start;
    return { start, end: piece.end, hasBody: isBody, path: section.path, level: section.level, section };
  }

  function closed({ start, end, path, section }: OpenChunk): null {
    const { page } = section;
    chunks.push({ position: chunks.length, page, headings: path, start, end, text: text.slice(start, end) });
    return null;
  }
}

/** From a heading or a page's start to the next one. */
interface Section extends Span {
  readonly page: number | null;
  readonly startsPage: boolean;
  /** Of the heading it starts with; 0 when it starts with none. */
  readonly level: number;
  readonly titleEnd: number;
  readonly path: readonly string[];
}

interface OpenChunk extends Span {
  readonly hasBody: boolean;
  readonly path: readonly string[];
  readonly level: number;
  /** The one that its last piece is of. */
  readonly section: Section;
}

function endsBefore(open: OpenChunk, section: Section, size: number): boolean {
  if (section.startsPage) return true;
  return open.hasBody && (open.end - open.start >= size / 4 || section.level < open.level);
}

function* sections(
  text: string,
  pages: readonly PageSpan[],
  headings: readonly Heading[],
): Generator<Section> {
  const spans = pages.filter((page) => page.end > page.start);
  let ancestors: Heading[] = [];
  let nextHeading = 0;
  for (let at = 0, start = 0; start < text.length; at++) {
    const pageEnd = at + 1 < spans.length ? (spans[at]?.end ?? text.length) : text.length;
    const page = spans[at]?.page ?? null;
    for (let startsPage = true; start < pageEnd; startsPage = false) {
      const heading = headings[nextHeading];
      const level = heading && heading.start <= start ? heading.level : 0;
      if (heading && level > 0) {
        ancestors = [...ancestors.filter((ancestor) => ancestor.level < level), heading];
        nextHeading++;
      }
      const end = Math.min(pageEnd, Math.max(headings[nextHeading]?.start ?? pageEnd, start));
      const newline = level > 0 ? text.indexOf("\n", start) : start;
      const titleEnd = newline < 0 ? end : Math.min(newline, end);
      if (end > start)
        yield { start, end, page, startsPage, level, titleEnd, path: ancestors.map(({ title }) => title) };
      start = end;
    }
  }
}

/** Trimmed spans between blank lines. */
function* paragraphs(text: string, { start, end }: Span): Generator<Span> {
  let from = start;
  const blankLine = /\n[^\S\n]*\n/g;
  blankLine.lastIndex = start;
  for (let match = blankLine.exec(text); match && match.index < end; match = blankLine.exec(text)) {
    const span = trimSpan(text, from, match.index);
    if (span) yield span;
    from = match.index + 1;
    blankLine.lastIndex = from;
  }
  const rest = trimSpan(text, from, end);
  if (rest) yield rest;
}

/** Where the last whole sentences of `before` begin that fit in the overlap and leave room for `piece`. */
function overlapStart(text: string, before: Span, piece: Span, { size, overlap }: ChunkSize): number {
  const earliest = Math.max(before.end - overlap, piece.end - size, before.start + 1);
  const from = Math.max(before.start, before.end - overlap - 400);
  if (earliest >= before.end) return piece.start;
  const tail = sentenceSpans(text.slice(from, before.end), undefined, size);
  // The first one may have begun before the tail, so its start is not to be trusted.
  const first = tail.slice(1).find((sentence) => from + sentence.start >= earliest);
  return first ? from + first.start : piece.start;
}
