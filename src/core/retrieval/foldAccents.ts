/** Letters that canonical decomposition leaves whole. */
const plainByLetter: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/** Lower-case text without Latin accents; `ñ` stays, since it is a letter of its own (año is not ano). */
export function foldAccents(text: string): string {
  if (isAscii.test(text)) return text;
  return text
    .normalize("NFD")
    .replace(/n\u0303|[\u0300-\u036f]/g, (mark) => (mark.length > 1 ? "ñ" : ""))
    .replace(/[ßæœøłđðþı]/g, (letter) => plainByLetter[letter] ?? letter)
    .normalize("NFC");
}

// oxlint-disable-next-line no-control-regex -- the range is exactly ASCII
const isAscii = /^[\u0000-\u007f]*$/;
