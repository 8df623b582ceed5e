const maxBytes = 255;
const extensionPattern = /\.[\p{L}\p{N}]{1,16}$/u;
/**
 * Control, format (bidirectional, zero-width), lone surrogates, line separators; not the two joiners, which Persian and
 * Indic names are spelt with.
 */
const unwanted = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const nothingVisible = /^[\u200C\u200D\s.]*$/;

/**
 * A name that is safe to show and to save under: the last segment of a path in either style, in NFC, at most 255 bytes
 * of UTF-8 with its extension kept, never empty, `.` or `..`.
 */
export function safeFileName(raw: string): string {
  const segment = raw.split(/[/\\]/).findLast((part) => cleaned(part) !== "") ?? "";
  const name = cleaned(segment);
  if (nothingVisible.test(name)) return "file";
  if (utf8Bytes(name) <= maxBytes) return name;
  const extension = extensionPattern.exec(name)?.[0] ?? "";
  return (
    cut(name.slice(0, name.length - extension.length), maxBytes - utf8Bytes(extension)).trimEnd() + extension
  );
}

function cleaned(part: string): string {
  return part.replace(unwanted, "").normalize("NFC").trim();
}

function cut(text: string, bytes: number): string {
  let kept = "";
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += utf8Bytes(segment);
    if (used > bytes) return kept || wholeCharacters(text, bytes);
    kept += segment;
  }
  return kept;
}

/** For a single cluster of marks that is longer than a whole name may be. */
function wholeCharacters(text: string, bytes: number): string {
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += utf8Bytes(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
