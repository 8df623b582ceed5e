/** Without the control characters by which a document or a model could steer the terminal; line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "");
}

/** On one line, and no longer than `length` UTF-16 units. */
export function shortened(text: string, length: number): string {
  const line = printable(text.replace(/\s+/gu, " ").trim());
  return line.length <= length
    ? line
    : `${line
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\uFFFD$/u, "")
        .trimEnd()}…`;
}
