import { parse } from "csv-parse";
import type { Block } from "../../core/documents/assemble.ts";
import { decodeText } from "./decodeText.ts";
import { body, failed, parsed, readBytes, type Format } from "./format.ts";
import { mimes } from "./mimes.ts";
import { notText } from "./plainText.ts";

/** Tables of text. Each row is one block, `header: value; header: value`, so that it can be read and cited alone. */
export const csv: Format = {
  mimes: [mimes.csv, mimes.tsv],
  async parse(input, onProgress) {
    const text = decodeText(await readBytes(input));
    if (text === null) return notText;
    const delimiter = delimiterOf(text, input.name);
    const rows = parse({
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
    rows.end(/^sep=.\r?\n/i.test(text) ? text.slice(text.indexOf("\n") + 1) : text);
    const blocks: Block[] = [];
    let header: readonly string[] | null = null;
    let awaitsHeader = true;
    try {
      for await (const row of rows) {
        const cells = cellsOf(row);
        // A line with a single filled cell above the table is its title.
        const isTitle: boolean =
          awaitsHeader && blocks.length < 3 && cells.filter((cell) => cell !== "").length === 1;
        const isHeader: boolean = awaitsHeader && !isTitle;
        if (isHeader) header = headerOf(cells);
        awaitsHeader &&= !isHeader;
        blocks.push(body(rowText(isHeader ? null : header, cells)));
        if (blocks.length % 5_000 === 0) onProgress(Math.min(1, rows.info.bytes / Math.max(1, text.length)));
      }
    } catch (cause) {
      const where = cause instanceof Error ? cause.message : "unknown error";
      return failed("malformed", `The table could not be read: ${where}. Export it again as CSV.`);
    }
    return parsed(blocks);
  },
};

/** The delimiter that splits most of the first lines into the same number (over 1) of cells. */
export function delimiterOf(text: string, name: string): string {
  const declared = /^sep=(.)\r?\n/i.exec(text)?.[1];
  if (declared) return declared;
  if (/\.tsv$/i.test(name)) return "\t";
  const lines = unquotedLines(text.slice(0, 64_000)).slice(0, 30);
  const scored = [",", ";", "\t", "|"].map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
    const steady = counts.filter((count) => count === usual).length / Math.max(1, counts.length);
    return { delimiter, score: usual === 0 ? 0 : steady * 10 + Math.min(usual, 9) };
  });
  return scored.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

/** Lines with their quoted cells emptied, so that delimiters and line ends in them do not count. */
function unquotedLines(text: string): string[] {
  return text
    .replace(/"(?:[^"]|"")*"/g, "")
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== "");
}

function cellsOf(row: unknown): string[] {
  return Array.isArray(row) ? row.map((cell) => String(cell).replace(/\s*\n\s*/g, " ")) : [];
}

/** The first row when it names columns: filled, distinct and without numbers. */
function headerOf(cells: readonly string[]): readonly string[] | null {
  const named = cells.length > 1 && cells.every((cell) => cell !== "" && !/^[-+]?[\d.,\s%€$]+$/.test(cell));
  return named && new Set(cells).size === cells.length ? cells : null;
}

function rowText(header: readonly string[] | null, cells: readonly string[]): string {
  const named = cells.map((cell, at) =>
    header?.[at] === undefined ? cell : cell === "" ? "" : `${header[at]}: ${cell}`,
  );
  return named.filter((cell) => cell !== "").join("; ");
}
