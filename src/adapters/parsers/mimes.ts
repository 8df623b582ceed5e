/** The formats' names, apart from their parsers so that an upload is checked without loading them. */
export const mimes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  html: "text/html",
  markdown: "text/markdown",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  jsonLines: "application/x-ndjson",
  plainText: "text/plain",
} as const;

export const supportedMimes: readonly string[] = Object.values(mimes);

/** Whether a file of this sniffed type can be read. */
export function isSupported(mime: string): boolean {
  return supportedMimes.includes(mime);
}
