import type { ComparedAnswers } from "./comparedAnswers.ts";
import { modelsOf } from "./disputes.ts";
import type { Phrases } from "./phrases.ts";
import type { Theme } from "./themes.ts";

const mostConnections = 5;

/** Themes that answers bring together in one sentence, and which answers do; those of more answers first. */
export function connectionsOf(
  phrases: Phrases,
  { voices, claims }: ComparedAnswers,
  themes: readonly Theme[],
): string[] {
  const pairs = themes.flatMap((one, i) =>
    themes.slice(i + 1).map((other) => {
      const both = claims.filter(({ terms }) => one.terms.isSubsetOf(terms) && other.terms.isSubsetOf(terms));
      const places = both.map(({ voice }) => voice);
      return { one, other, models: modelsOf(voices, places) };
    }),
  );
  return pairs
    .filter(({ models }) => models.length > 0)
    .toSorted((a, b) => b.models.length - a.models.length)
    .slice(0, mostConnections)
    .map(({ one, other, models }) => phrases.connect(models, one.text, other.text));
}
