export type CsvCell = string | number | boolean | null | undefined;

/**
 * One record of CSV (RFC 4180), its line end included. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it (OWASP, CSV injection); numbers stay numbers.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

function cellText(cell: CsvCell): string {
  if (typeof cell !== "string") return cell === null || cell === undefined ? "" : String(cell);
  const text = /^\s*[=+\-@]|^[\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
