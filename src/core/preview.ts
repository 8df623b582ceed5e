const previewLength = 200;

/** The first 200 characters; a pair of surrogates is one and stays whole. */
export function preview(text: string): string {
  return Array.from(text.slice(0, 2 * previewLength))
    .slice(0, previewLength)
    .join("")
    .toWellFormed();
}
