import type { Chunk } from "../../core/documents/chunking.ts";
import type { ReadDocument } from "../../core/documents/reader.ts";

/** Lists of terms as numbers into their vocabulary. */
export interface PackedTerms {
  readonly vocabulary: readonly string[];
  readonly numbers: Uint32Array<ArrayBuffer>;
  /** For each list, where it ends in `numbers`. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

/**
 * A read document on its way between threads. Copying millions of equal strings would hold the receiving event loop
 * for seconds, so texts are sent once and terms as numbers.
 */
export interface PackedDocument extends Omit<ReadDocument, "chunks" | "terms"> {
  readonly chunks: readonly Omit<Chunk, "text">[];
  readonly terms: PackedTerms;
}

export function packDocument({ chunks, terms, ...rest }: ReadDocument): PackedDocument {
  return { ...rest, chunks: chunks.map(({ text: _, ...place }) => place), terms: packTerms(terms) };
}

export function unpackDocument({ chunks, terms, ...rest }: PackedDocument): ReadDocument {
  const { text } = rest;
  return {
    ...rest,
    chunks: chunks.map((place) => ({ ...place, text: text.slice(place.start, place.end) })),
    terms: unpackTerms(terms),
  };
}

export function packTerms(lists: readonly (readonly string[])[]): PackedTerms {
  const numberByTerm = new Map<string, number>();
  const numbers = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  const ends = new Uint32Array(lists.length);
  let at = 0;
  for (const [position, list] of lists.entries()) {
    for (const term of list) {
      const number = numberByTerm.get(term) ?? numberByTerm.size;
      numberByTerm.set(term, number);
      numbers[at++] = number;
    }
    ends[position] = at;
  }
  return { vocabulary: [...numberByTerm.keys()], numbers, ends };
}

export function unpackTerms({ vocabulary, numbers, ends }: PackedTerms): string[][] {
  return Array.from(ends, (end, position) =>
    Array.from(numbers.subarray(ends[position - 1] ?? 0, end), (number) => vocabulary[number] ?? ""),
  );
}
