import type { Token } from "./tokens.ts";

/** The next words of the same phrase, function words left out. */
export function thingsAfter(tokens: readonly Token[], at: number): readonly string[] {
  const things: string[] = [];
  for (let i = at; i < Math.min(tokens.length, at + 5) && things.length < 3; i++) {
    const token = tokens[i];
    if (!token || token.kind === "number" || (token.kind === "mark" && token.form !== "-")) break;
    if (i === at && /^(?:de|of)$/.test(token.form) && isScale.test(tokens[at - 1]?.form ?? "")) continue;
    if (i === at && stops.test(token.form)) break;
    if (
      /^(?:can|may|must|should|will|would|could|puede|pueden|debe|deben|in|en|by|per|por|from|since|and|y|that|which|que|is|are|was|were|es|son|fue|to|for|para|with|con)$/.test(
        token.form,
      )
    )
      break;
    if (token.kind === "word" && token.form.length > 2) things.push(token.form);
  }
  return things;
}

const isScale = /^(?:millon(?:es)?|billon(?:es)?|millions?|billions?|thousands|miles|docenas?|dozens?)$/;

const stops = /^(?:or|o|of|de|and|y|as|than)$/;

/** "Apollo 11", "type 2", "Windows 10": the number belongs to the name before it. */
export function labelBefore(tokens: readonly Token[], at: number): string | null {
  const before = tokens[at - 1];
  if (before?.kind !== "word") return null;
  return before.isName || labels.test(before.form) ? before.form : null;
}

const labels =
  /^(?:type|tipo|step|paso|chapter|capitulo|figure|figura|version|phase|fase|level|nivel|number|numero|page|pagina|section|seccion|article|articulo|option|opcion|part|parte|class|clase|grade|grado|size|talla)$/;
