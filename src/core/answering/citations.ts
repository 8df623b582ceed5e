/** Takes a streamed answer piece by piece and gives it back without the marks that point nowhere. */
export interface CitationFilter {
  /** The text that is settled by now; a mark that may still be growing is held back. */
  push(piece: string): string;
  /** What was held back. */
  end(): string;
  /** Numbers cited so far, in the order of their first mention. */
  cited(): readonly number[];
}

/**
 * Drops each `[S9]` whose number is not among `known`, with the blanks before it; of a list such as `[S1, S9]` the
 * known ones stay. The output does not depend on how the text was cut into pieces.
 */
export function citationFilter(known: readonly number[]): CitationFilter {
  const numbers = new Set(known);
  const cited = new Set<number>();
  let held = "";

  function settle(text: string): string {
    return text.replace(bracketed, (whole: string, blanks: string, inner: string) => {
      if (!markList.test(inner)) return whole;
      const kept = [...new Set(inner.match(/\d+/g)?.map(Number))].filter((number) => numbers.has(number));
      for (const number of kept) cited.add(number);
      return kept.length === 0 ? "" : `${blanks}${kept.map((number) => `[S${number}]`).join("")}`;
    });
  }

  return {
    push(piece) {
      const text = held + piece;
      const settled = text.search(unsettled);
      held = settled === -1 ? "" : text.slice(settled);
      return settle(settled === -1 ? text : text.slice(0, settled));
    },
    end() {
      const rest = settle(held);
      held = "";
      return rest;
    },
    cited: () => [...cited],
  };
}

const bracketed = /([ \t]{0,8})\[([Ss\d,; \t]{1,40})\]/g;
const markList = /^\s*S\s?\d{1,6}(?:\s*[,;]?\s*S?\s?\d{1,6})*\s*$/i;
/** A tail that further text could turn into a match of `bracketed`. */
const unsettled = /(?:[ \t]{0,8}\[[Ss\d,; \t]{0,40}|[ \t]{1,8})$/;
