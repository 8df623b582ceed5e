import type { Block } from "../../core/documents/assemble.ts";

export interface BlockWriter {
  open(tag: string): void;
  close(tag: string): void;
  /** Text as written; blanks collapse unless `verbatim`. */
  text(text: string, verbatim: boolean): void;
  /** Ends the block under way. */
  boundary(): void;
  end(): Block[];
}

/** Gathers the text between tags into blocks. Its state is a few counters, whatever the nesting. */
export function blockWriter(): BlockWriter {
  const blocks: Block[] = [];
  const lists: { ordered: boolean; count: number }[] = [];
  let pieces: string[] = [];
  let length = 0;
  let level = 0;
  let item = "";
  let tables = 0;
  let inCell = false;
  let row: string[] = [];
  let glued = "";

  const take = () => {
    const text = pieces
      .join("")
      .replace(/[ \t]*\n[ \t]*/g, "\n")
      .trim();
    pieces = [];
    length = 0;
    return text;
  };

  /** Adds a block, or a line to the block before it when both are items of a list or rows of a table. */
  const write = (text: string, kind: "" | "item" | "row") => {
    if (text === "") return;
    const last = blocks.at(-1);
    if (kind !== "" && kind === glued && last && last.text.length < 4_000) {
      blocks[blocks.length - 1] = { ...last, text: `${last.text}\n${text}` };
    } else {
      blocks.push({ page: null, level, text });
    }
    glued = kind;
  };

  const boundary = () => {
    if (inCell && length < 500) {
      if (length > 0 && !/\s$/.test(pieces.at(-1) ?? "")) pieces.push(" ");
      return;
    }
    const text = take();
    if (text === "") return;
    write(item + text, item === "" ? "" : "item");
    if (item !== "") item = "  ";
  };

  const endCell = () => {
    if (!inCell) return;
    row.push(take().replace(/\s*\n\s*/g, " "));
    inCell = false;
  };

  const endRow = () => {
    endCell();
    if (row.some((cell) => cell !== "")) write(row.join(" | ").replace(/(?: \|\s*)+$/, ""), "row");
    row = [];
  };

  const open = (tag: string) => {
    if (tag === "table") {
      endRow();
      boundary();
      tables++;
    } else if (tables > 0 && tag === "tr") {
      endRow();
      boundary();
    } else if (tables > 0 && (tag === "td" || tag === "th")) {
      endCell();
      boundary();
      inCell = true;
    } else if (tag === "ul" || tag === "ol") {
      boundary();
      lists.push({ ordered: tag === "ol", count: 0 });
    } else if (tag === "li") {
      boundary();
      const list = lists.at(-1);
      if (list) list.count++;
      item = `${"  ".repeat(Math.min(6, Math.max(0, lists.length - 1)))}${list?.ordered ? `${list.count}.` : "-"} `;
    } else if (headingLevel(tag) > 0) {
      boundary();
      if (!inCell) level = headingLevel(tag);
    } else if (blockTags.has(tag)) {
      boundary();
    }
  };

  const close = (tag: string) => {
    if (tag === "table") {
      endRow();
      tables = Math.max(0, tables - 1);
      glued = "";
    } else if (tag === "tr") {
      endRow();
    } else if (tag === "td" || tag === "th") {
      endCell();
    } else if (tag === "ul" || tag === "ol") {
      boundary();
      lists.pop();
      if (lists.length === 0) glued = "";
    } else if (tag === "li") {
      boundary();
      item = "";
    } else if (headingLevel(tag) > 0) {
      boundary();
      level = 0;
    } else if (blockTags.has(tag)) {
      boundary();
    }
  };

  const text = (written: string, verbatim: boolean) => {
    const piece = verbatim ? written : written.replace(/[ \t\n\r\f]+/g, " ");
    const last = pieces.at(-1);
    const fitting = !verbatim && (last === undefined || /\s$/.test(last)) ? piece.trimStart() : piece;
    if (fitting === "") return;
    pieces.push(fitting);
    length += fitting.length;
  };

  const end = () => {
    endRow();
    inCell = false;
    boundary();
    return blocks;
  };

  return { open, close, text, boundary, end };
}

function headingLevel(tag: string): number {
  return /^h[1-6]$/.test(tag) ? Number(tag[1]) : 0;
}

const blockTags = new Set(
  (
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure " +
    "footer form header hr html label legend main nav option p section summary tbody tfoot thead"
  ).split(" "),
);
