import { Buffer } from "node:buffer";
import { looksBinary, decodeText } from "./decodeText.ts";
import { mimes } from "./mimes.ts";

export { isSupported, supportedMimes } from "./mimes.ts";

/**
 * The type of a file by its first bytes (64 KB are plenty); `name` only decides between kinds of text, and between
 * Office formats where the beginning of the container does not tell. What is unknown is `application/octet-stream`.
 */
export function sniffMime(head: Uint8Array, name: string): string {
  const latin = Buffer.from(head.subarray(0, 65_536)).toString("latin1");
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (/%PDF-\d/.test(latin.slice(0, 1_032))) return mimes.pdf;
  if (latin.startsWith("PK\u0003\u0004") || latin.startsWith("PK\u0005\u0006"))
    return zipMime(latin, extension);
  if (latin.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) return oleMime(latin, extension);
  const signed = signatures.find(([magic, , at = 0]) => latin.startsWith(magic, at));
  if (signed) return signed[1];
  return textMime(head, extension);
}

const signatures: readonly (readonly [magic: string, mime: string, at?: number])[] = [
  ["\u0089PNG\r\n", "image/png"],
  ["\u00ff\u00d8\u00ff", "image/jpeg"],
  ["GIF8", "image/gif"],
  ["WEBP", "image/webp", 8],
  ["WAVE", "audio/wav", 8],
  ["II*\u0000", "image/tiff"],
  ["MM\u0000*", "image/tiff"],
  ["8BPS", "image/vnd.adobe.photoshop"],
  ["\u001f\u008b", "application/gzip"],
  ["BZh", "application/x-bzip2"],
  ["7z\u00bc\u00af\u0027\u001c", "application/x-7z-compressed"],
  ["\u00fd7zXZ\u0000", "application/x-xz"],
  ["(\u00b5/\u00fd", "application/zstd"],
  ["Rar!\u001a\u0007", "application/vnd.rar"],
  ["ustar", "application/x-tar", 257],
  ["{\\rtf", "application/rtf"],
  ["%!PS", "application/postscript"],
  ["ftyp", "video/mp4", 4],
  ["ID3", "audio/mpeg"],
  ["OggS", "audio/ogg"],
  ["fLaC", "audio/flac"],
  ["\u001aE\u00df\u00a3", "video/webm"],
  ["SQLite format 3\u0000", "application/vnd.sqlite3"],
  ["\u007fELF", "application/x-elf"],
  ["MZ\u0090\u0000", "application/vnd.microsoft.portable-executable"],
  ["\u0000asm", "application/wasm"],
];

const officeMimes: Readonly<Record<string, string>> = {
  docx: mimes.docx,
  docm: mimes.docx,
  dotx: mimes.docx,
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
  epub: "application/epub+zip",
};

/** OpenDocument and EPUB name themselves in their first entry, Office formats by the folder of their parts. */
function zipMime(latin: string, extension: string): string {
  const own = /^PK[^]{28}mimetype(application\/[\w.+-]+?)(?=PK|$)/.exec(latin)?.[1];
  if (own) return own;
  const folders = [...latin.matchAll(/PK[^]{28}(word|xl|ppt)\//g)].map((match) => match[1]);
  const kind = { word: "docx", xl: "xlsx", ppt: "pptx" }[folders[0] ?? ""];
  if (kind) return officeMimes[kind] ?? "application/zip";
  const isOffice = latin.includes("[Content_Types].xml") || latin.includes("_rels/");
  return (isOffice ? officeMimes[extension] : undefined) ?? "application/zip";
}

/** The old Office formats, and the new ones when encrypted: those count as what they would be without the password. */
function oleMime(latin: string, extension: string): string {
  const isEncrypted = latin.includes("E n c r y p t e d P a c k a g e".replaceAll(" ", "\u0000"));
  if (isEncrypted || extension === "docx" || extension === "docm")
    return officeMimes[extension] ?? mimes.docx;
  const old = {
    doc: "application/msword",
    xls: "application/vnd.ms-excel",
    ppt: "application/vnd.ms-powerpoint",
  };
  return (
    Object.entries({ ...old, msg: "application/vnd.ms-outlook" }).find(([key]) => key === extension)?.[1] ??
    "application/x-cfb"
  );
}

const textMimes: Readonly<Record<string, string>> = {
  txt: mimes.plainText,
  text: mimes.plainText,
  log: mimes.plainText,
  md: mimes.markdown,
  markdown: mimes.markdown,
  csv: mimes.csv,
  tsv: mimes.tsv,
  json: mimes.json,
  jsonl: mimes.jsonLines,
  ndjson: mimes.jsonLines,
  html: mimes.html,
  htm: mimes.html,
  xhtml: mimes.html,
  xml: "application/xml",
  eml: "message/rfc822",
  mbox: "application/mbox",
};

function textMime(head: Uint8Array, extension: string): string {
  const text = decodeText(wholeCharacters(head));
  if (text === null || (text.includes("\u0000") && looksBinary(text))) return "application/octet-stream";
  const named = textMimes[extension];
  if (named) return named;
  const start = text.slice(0, 2_000).trimStart();
  if (/^(?:<\?xml[^]{0,300}?>\s*)?(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(start))
    return mimes.html;
  if (start.startsWith("<?xml")) return "application/xml";
  return isJson(text) ? mimes.json : mimes.plainText;
}

/** The head may end within a UTF-8 character, which would make good text look like a legacy encoding. */
function wholeCharacters(head: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(4, head.length); back++) {
    const byte = head[head.length - back] ?? 0;
    if (byte < 0x80) return head;
    if (byte >= 0xc0) return head.subarray(0, head.length - back);
  }
  return head;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
