/** Made-up Spanish: the right lengths, word frequencies and share of stop words, the same for the same seed. */
export interface Corpus {
  passage(words: number): string;
  /** A sentence of 12 words, five of them content words. */
  question(): string;
}

const vocabularySize = 50_000;
/** Zipf's law with Mandelbrot's shift, which stands for the stop words on top of the list. */
const exponent = 1.05;
const shift = 50;
const stopWords =
  "de la que el en y a los se del las un por con una su para es al lo como más o pero sus le ya".split(" ");
const syllables =
  "ca co cu ra re ri ro ta te ti to ma me mi mo na ne ni no sa se so la le li lo da de di do pa pe pi po ba be go gui lle ción dad tran pre cer tor men bar cul fis".split(
    " ",
  );

export function createCorpus(seed: number): Corpus {
  const random = mulberry32(seed);
  const words = vocabulary(mulberry32(1));
  const cumulative = new Float64Array(words.length);
  let total = 0;
  for (let rank = 0; rank < words.length; rank++) cumulative[rank] = total += 1 / (rank + shift) ** exponent;

  const stopWord = () => stopWords[Math.floor(random() * stopWords.length)] ?? "";
  const contentWord = () => words[firstOver(cumulative, random() * total)] ?? "";
  return {
    passage(count) {
      const sentences: string[] = [];
      for (let left = count; left > 0; left -= 16) {
        const sentence = Array.from({ length: Math.min(16, left) }, () =>
          random() < 0.45 ? stopWord() : contentWord(),
        ).join(" ");
        sentences.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
      }
      return sentences.join(" ");
    },
    question: () =>
      `¿Cuál es la ${contentWord()} de ${contentWord()} ${contentWord()} que ${contentWord()} ${contentWord()}?`,
  };
}

/** Frequent words are short. */
function vocabulary(random: () => number): string[] {
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    const length = 2 + Math.floor(Math.log10(words.size + 1) / 2 + random() * 2);
    words.add(Array.from({ length }, () => syllables[Math.floor(random() * syllables.length)]).join(""));
  }
  return [...words];
}

function firstOver(cumulative: Float64Array, value: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Tommy Ettinger's Mulberry32: 32 bits of state are plenty here. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
