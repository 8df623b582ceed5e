import type { Block } from "../../core/documents/assemble.ts";
import { decodeText } from "./decodeText.ts";
import { parsed, readBytes, type Format } from "./format.ts";
import { mimes } from "./mimes.ts";
import { notText } from "./plainText.ts";

/** Markdown as its source; ATX and setext headings outside code fences and front matter give the structure. */
export const markdown: Format = {
  mimes: [mimes.markdown],
  async parse(input) {
    const text = decodeText(await readBytes(input));
    return text === null ? notText : parsed(markdownBlocks(text));
  },
};

export function markdownBlocks(source: string): Block[] {
  const blocks: Block[] = [];
  const open: string[] = [];
  let fence: string | null = null;
  const flush = (level: number) => {
    const text = open.splice(0).join("\n");
    if (text.trim() !== "") blocks.push({ page: null, level, text });
  };
  const lines = source.split(/\r\n?|\n/);
  const from = frontMatterEnd(lines);
  open.push(...lines.slice(0, from));
  flush(0);
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      open.push(line);
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
      continue;
    }
    if (mark) fence = mark;
    const atx = /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line)?.[1];
    if (atx) {
      flush(0);
      open.push(line);
      flush(atx.length);
    } else if (open.length > 0 && /^ {0,3}(=+|-{2,})[ \t]*$/.test(line) && isTitle(open)) {
      open.push(line);
      flush(line.includes("=") ? 1 : 2);
    } else if (/^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/.test(line)) {
      open.push(line);
      flush(0);
    } else if (line.trim() === "") {
      flush(0);
    } else {
      open.push(line);
    }
  }
  flush(0);
  return blocks;
}

/** A setext title is one or two lines of prose: not a list, a quotation, a table or code. */
function isTitle(lines: readonly string[]): boolean {
  return (
    lines.length <= 2 && lines.every((line) => !/^(?: {4}|\t| {0,3}(?:[-*+>|]|\d+[.)]\s|`{3}))/.test(line))
  );
}

/** Number of lines of the YAML front matter; 0 when there is none. */
function frontMatterEnd(lines: readonly string[]): number {
  if (lines[0]?.trim() !== "---") return 0;
  const end = lines.slice(1, 200).findIndex((line) => /^(---|\.\.\.)\s*$/.test(line));
  return end < 0 ? 0 : end + 2;
}
