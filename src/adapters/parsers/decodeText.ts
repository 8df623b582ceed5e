import { analyse } from "chardet";
import iconv from "iconv-lite";

/**
 * The text of bytes in an unknown encoding; null when they are no text. Byte order mark first, then UTF-16 and
 * UTF-32 by their zero bytes, strict UTF-8, the declared encoding, windows-1252 where it reads as Western prose (short
 * texts give statistics nothing to count), and the statistics of chardet last.
 */
export function decodeText(bytes: Uint8Array, declared?: string): string | null {
  const encoding = markedEncoding(bytes) ?? wideEncoding(bytes);
  const text = encoding ? decodeAs(bytes, encoding) : decodeNarrow(bytes, declared);
  return text === null || looksBinary(text) ? null : text;
}

/** Control characters in a share that no text has. Looks at the beginning only. */
export function looksBinary(text: string): boolean {
  const head = text.slice(0, 65_536);
  // oxlint-disable-next-line no-control-regex -- control characters are what is counted
  const controls = head.match(/[\u0000-\u0006\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return controls > 2 + head.length / 100;
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  const text = iconv.decode(bytes, encoding);
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

function decodeNarrow(bytes: Uint8Array, declared: string | undefined): string | null {
  const claim =
    declared !== undefined && iconv.encodingExists(declared) && !/^utf-?(8|16|32)/i.test(declared)
      ? declared
      : null;
  const utf8 = decodeUtf8(bytes);
  // A wrong claim of a Western encoding over good UTF-8 is common; ISO-2022 is seven-bit, so it is good UTF-8 too.
  if (utf8 !== null && !(claim && !/^(iso-?8859|windows-125|latin|ascii|us-ascii)/i.test(claim))) {
    return utf8.includes("\u001b$") ? decodeAs(bytes, "iso-2022-jp") : utf8;
  }
  if (claim) return decodeAs(bytes, claim);
  const western = decodeAs(bytes, "windows-1252");
  if (readsAsWestern(western)) return western;
  const guess = analyse(nonAsciiSample(bytes)).find(
    ({ name, confidence }) => confidence >= 10 && iconv.encodingExists(name),
  );
  return guess ? decodeAs(bytes, guess.name) : western;
}

/** Accented letters that stand in words, and the marks of Western prose, make up nearly all that is not ASCII. */
function readsAsWestern(text: string): boolean {
  const sample = text.slice(0, 200_000);
  const foreign = sample.match(/\P{ASCII}/gu)?.length ?? 0;
  const fitting =
    sample.match(
      /(?<=[a-zA-Z])[àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿß]|[ÁÉÍÓÚÑÜÀÈÇÖÄÂÊÔØÅáéíóúñüàèçöäâêôøå](?=[a-zA-Z])|[áéíóúàèìòù](?=\W|$)|[¿¡«»“”‘’—–…€ºª°·©®£§•\u00a0]/g,
    )?.length ?? 0;
  return foreign > 0 && fitting / foreign >= 0.85;
}

function markedEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf8";
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return "utf-32le";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "utf-32be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  return null;
}

/** UTF-16 and UTF-32 without a mark: most characters of most scripts' texts leave zero bytes at fixed places. */
function wideEncoding(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 4_096) & ~3;
  if (length < 4) return null;
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1;
  const share = zeros.map((count) => count / (length / 4));
  const [a = 0, b = 0, c = 0, d = 0] = share;
  if (c > 0.9 && d > 0.9 && a < 0.3) return "utf-32le";
  if (a > 0.9 && b > 0.9 && d < 0.3) return "utf-32be";
  if (b > 0.4 && d > 0.4 && a < 0.1 && c < 0.1) return "utf-16le";
  if (a > 0.4 && c > 0.4 && b < 0.1 && d < 0.1) return "utf-16be";
  return null;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Stretches around the bytes over 127: ASCII would only dilute the statistics. At most 64 KB. */
function nonAsciiSample(bytes: Uint8Array): Uint8Array {
  const sample: number[] = [];
  let until = 0;
  for (let at = 0; at < bytes.length && sample.length < 65_536; at++) {
    if ((bytes[at] ?? 0) > 127) {
      for (let from = Math.max(until, at - 8); from < at; from++) sample.push(bytes[from] ?? 32);
      until = at + 8;
    }
    if (at < until) sample.push(bytes[at] ?? 32);
    if (at >= until) until = Math.max(until, at - 8);
  }
  return Uint8Array.from(sample);
}
