const consonants = Array.from("bcdfglmnprstvzñk");
const vowels = Array.from("aeió");
/** The largest prime below 64 syllables cubed, so that every index gives another word. */
const vocabulary = 262_139;

/** The words numbered `from` to `from + count`; no two of one seed are alike, up to 262,139. Some are beyond ASCII. */
export function wordsOf(seed: number, from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => wordAt(seed, from + index));
}

function wordAt(seed: number, index: number): string {
  let rest = ((index + 1) * 7_919 + seed * 104_729) % vocabulary;
  let word = "";
  for (let syllable = 0; syllable < 3; syllable += 1) {
    word += `${consonants[rest % 16] ?? ""}${vowels[Math.floor(rest / 16) % 4] ?? ""}`;
    rest = Math.floor(rest / 64);
  }
  return word;
}

export function countWords(text: string): number {
  return text.match(/\S+/gu)?.length ?? 0;
}
