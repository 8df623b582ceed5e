import type { Synthesis } from "../../../contract/synthesis.ts";
import type { Deliberation } from "../../answering/moderator.ts";
import { modelsOf } from "../writing/disputes.ts";
import { citedIn } from "../writing/passages.ts";

/** Which models cite which source, by its number; only sources that exist and that somebody cites. */
export function sourceReferences({
  voices,
  evidence,
}: Pick<Deliberation, "voices" | "evidence">): Synthesis["source_references"] {
  const cited = voices.map(({ text }) => new Set(citedIn(text)));
  const numbers = evidence.map(({ n }) => n).toSorted((a, b) => a - b);
  return numbers
    .map((source) => ({
      source,
      models: modelsOf(
        voices,
        [...voices.keys()].filter((voice) => cited[voice]?.has(source)),
      ),
    }))
    .filter(({ models }) => models.length > 0);
}
