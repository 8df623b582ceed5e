/** A text without Markdown, addresses of links and source marks, which say nothing about the matter. */
export function plainText(text: string): string {
  return text
    .replace(/\[\s*S\s?\d[^\]]{0,40}\]/gi, " ")
    .replace(/\]\([^)\s]*\)/g, " ")
    .replace(/[*`#|[\]]+|(?<!\p{L})_+|_+(?!\p{L})/gu, " ");
}
