/** A text with places to fill: pieces of text, and names of places between them. */
export type Template = readonly (string | { readonly place: string })[];

/** Reads `{name}` as a place and `{{name}}` as the text `{name}`. Braces around anything else are text. */
export function parseTemplate(text: string): Template {
  const parts: (string | { place: string })[] = [];
  let end = 0;
  for (const found of text.matchAll(/\{\{(\w+)\}\}|\{(\w+)\}/g)) {
    const [whole, literal, place] = found;
    parts.push(text.slice(end, found.index));
    if (place === undefined) parts.push(`{${literal ?? ""}}`);
    else parts.push({ place });
    end = found.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.filter((part) => part !== "");
}

/** Names of the places of a template, each once, in order. */
export function placesOf(template: Template): readonly string[] {
  return [...new Set(template.flatMap((part) => (typeof part === "string" ? [] : [part.place])))];
}
