import type { Token } from "./tokens.ts";

/** How a figure is meant: as it stands, roughly, or as a limit. */
export type Bound = "exact" | "about" | "least" | "most";

/** What the words before and after a figure make of it. */
export function boundOf(tokens: readonly Token[], at: number, next: number): Bound {
  const before = tokens
    .slice(Math.max(0, at - 4), at)
    .map(({ form }) => form)
    .join(" ");
  const after = tokens
    .slice(next, next + 2)
    .map(({ form }) => form)
    .join(" ");
  if (mostBefore.test(before) || /^(?:or less|or fewer|o menos)/.test(after)) return "most";
  // "Not more than" is at most.
  if (leastBefore.test(before) && /\b(?:not|no|never|nor|nunca|\p{L}+n't)\b/u.test(before)) return "most";
  if (leastBefore.test(before) || /^(?:\+|or more|o mas|or above|y mas)/.test(after)) return "least";
  return aboutBefore.test(before) ? "about" : "exact";
}

const mostBefore =
  /(?:\b(?:less than|fewer than|under|below|up to|at most|maximum(?: of)?|no more than|not exceed(?:ing)?|within|as many as|menos de|hasta|como maximo|como mucho|maximo(?: de)?|inferior a|por debajo de|no mas de)|[<≤])(?: (?:a|an|the|el|la|los|las|about|unos|unas|\$|€|£))*$/;

const leastBefore =
  /(?:\b(?:more than|over|above|at least|minimum(?: of)?|no less than|exceed(?:s|ing|ed)?|upwards of|greater than|mas de|al menos|por lo menos|como minimo|minimo(?: de)?|superior a|supera(?: los| las)?|por encima de|no menos de)|[>≥])(?: (?:a|an|the|el|la|los|las|about|unos|unas|\$|€|£))*$/;

const aboutBefore =
  /(?:\b(?:about|around|approximately|approx|roughly|nearly|almost|some|circa|estimated(?: at)?|close to|aproximadamente|alrededor de|alrededor|cerca de|unos|unas|casi|en torno a|estimad[oa]s? en|mas o menos)|[~≈±])(?: (?:a|an|the|el|la|los|las|\$|€|£))*$/;
