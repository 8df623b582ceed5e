import type { Span } from "../../sentences.ts";

export type BlockKind = "prose" | "list" | "heading" | "code" | "table";

/** A run of lines that belong together; code and tables mean nothing when they are torn. */
export interface Block extends Span {
  readonly kind: BlockKind;
}

/**
 * The blocks of a Markdown text in order, as UTF-16 offsets of whole lines without the last line's end. Code is what
 * stands between fences, to the end of the text where none closes it.
 */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let fence: string | null = null;
  let isOpen = false;
  for (const line of lines(text)) {
    const written: string = text.slice(line.start, line.end);
    const last: Block | undefined = isOpen ? blocks.at(-1) : undefined;
    const mark = fenceMark.exec(written)?.[1]?.slice(0, 3) ?? null;
    if (fence !== null && last) {
      blocks[blocks.length - 1] = { ...last, end: line.end };
      isOpen = mark !== fence;
      fence = isOpen ? fence : null;
    } else if (written.trim() === "") {
      isOpen = last?.kind === "list";
    } else {
      const kind: BlockKind = mark === null ? kindOf(written, last?.kind) : "code";
      const goesOn = last?.kind === kind && kind !== "heading" && kind !== "code";
      if (last && goesOn) blocks[blocks.length - 1] = { ...last, end: line.end };
      else blocks.push({ kind, ...line });
      isOpen = true;
      fence = mark;
    }
  }
  return blocks;
}

const fenceMark = /^\s{0,8}(`{3,}|~{3,})/;
const listLine = /^\s*(?:[-*+•·▪◦‣–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S/;
/** A line of nothing but a title: `## Title`, `**Title**`, `**Title:**`. */
const headingLine = /^\s{0,3}(?:#{1,6}\s|(?:\*\*|__)[^*_]{1,100}(?:\*\*|__):?\s*$)/;
const tableLine = /^\s*\|.*\||\S \| \S/;
const indented = /^(?:\s{2,}|\t)/;

function kindOf(line: string, before: BlockKind | undefined): BlockKind {
  if (headingLine.test(line)) return "heading";
  if (tableLine.test(line)) return "table";
  if (listLine.test(line)) return "list";
  return before === "list" && indented.test(line) ? "list" : "prose";
}

function* lines(text: string): Generator<Span> {
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    yield { start, end };
    start = end + 1;
  }
}
