/** Takes the continuation of a text piece by piece and gives it back without what only repeats the text's end. */
export interface OverlapFilter {
  /** What is certain by now not to be a repetition. */
  push(piece: string): string;
  /** What was held back. */
  end(): string;
}

/**
 * For a model that goes on from where another was cut off: it may begin with the last words again, or with the whole
 * text. The longest end of `sent` that the continuation begins with is dropped, so nothing is said twice; an overlap
 * of a few letters is taken for chance.
 */
export function overlapFilter(sent: string): OverlapFilter {
  const from = Math.max(0, sent.length - longestTail);
  const offsets = Array.from({ length: sent.length - from }, (_, index) => from + index);
  const starts = from > 0 ? [0, ...offsets] : offsets;
  const fewest = Math.min(fewestLetters, sent.length);
  let held: string | null = "";

  const withoutOverlap = (text: string): string => {
    const overlap = starts
      .filter((start) => sent.length - start >= fewest && text.startsWith(sent.slice(start)))
      .filter((start) => tellsPlaces(sent.slice(start)))
      .map((start) => sent.length - start);
    return text.slice(Math.max(0, ...overlap));
  };

  return {
    push(piece) {
      if (held === null) return piece;
      held += piece;
      const text = held;
      const mayGrow = starts.some(
        (start) => text.length < sent.length - start && sent.startsWith(text, start),
      );
      if (mayGrow) return "";
      held = null;
      return withoutOverlap(text);
    },
    end() {
      const rest = held ?? "";
      held = null;
      // The text's beginning once more and not even to where it stood: nothing of it is new.
      if (rest.length >= fewestLetters && sent.startsWith(rest)) return "";
      return withoutOverlap(rest);
    },
  };
}

/** The same words over and over do not tell whether they are said again or still. */
function tellsPlaces(overlap: string): boolean {
  const words = overlap.match(/\S+/g) ?? [];
  const distinct = new Set(words).size;
  return distinct >= 3 || distinct === words.length;
}

const longestTail = 400;
const fewestLetters = 12;
