/** The words of a text, lower case, without accents; numbers and codes are words. */
export function foldedWords(text: string): string[] {
  return fold(text).match(word) ?? [];
}

/** Lower case, without accents; ñ stays a letter of its own. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/n\u0303|[\u0300-\u036f]/g, (mark) => (mark.length > 1 ? "ñ" : ""))
    .normalize("NFC");
}

const word = /[\p{L}\p{N}]+/gu;
