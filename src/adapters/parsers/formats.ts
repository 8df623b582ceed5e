import { csv } from "./csv.ts";
import { docx } from "./docx.ts";
import type { Format } from "./format.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { pdf } from "./pdf.ts";
import { plainText } from "./plainText.ts";

const formats: readonly Format[] = [pdf, docx, html, markdown, csv, json, plainText];

const formatByMime = new Map(
  formats.flatMap((format) => format.mimes.map((mime) => [mime, format] as const)),
);

export function formatOf(mime: string): Format | null {
  return formatByMime.get(mime) ?? null;
}
