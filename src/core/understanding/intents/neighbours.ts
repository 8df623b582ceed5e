import type { SparseVector } from "./weights.ts";

/** The cosine, 0..1, of a vector and the nearest example of a class. */
export type Nearest = (vector: SparseVector, label: number) => number;

/** Keeps the examples by the pieces they hold, so that only those that share one are looked at. */
export function createNeighbours(
  vectors: readonly SparseVector[],
  labels: readonly number[],
  size: number,
): Nearest {
  const { starts, examples, weights } = postings(vectors, size);
  const sums = new Float32Array(vectors.length);
  return ({ ids, values }, label) => {
    sums.fill(0);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      const value = values[i] ?? 0;
      const end = starts[id + 1] ?? 0;
      for (let at = starts[id] ?? 0; at < end; at++) {
        const example = examples[at] ?? 0;
        sums[example] = (sums[example] ?? 0) + value * (weights[at] ?? 0);
      }
    }
    let nearest = 0;
    for (let example = 0; example < sums.length; example++) {
      if (labels[example] === label) nearest = Math.max(nearest, sums[example] ?? 0);
    }
    return nearest;
  };
}

/** For each id, from `starts[id]` to before `starts[id + 1]`, the examples that hold it and with what weight. */
function postings(vectors: readonly SparseVector[], size: number) {
  const starts = new Int32Array(size + 1);
  for (const { ids } of vectors) for (const id of ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < size; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const ends = starts.slice();
  const examples = new Int32Array(starts[size] ?? 0);
  const weights = new Float32Array(starts[size] ?? 0);
  vectors.forEach(({ ids, values }, example) => {
    ids.forEach((id, i) => {
      const at = ends[id] ?? 0;
      examples[at] = example;
      weights[at] = values[i] ?? 0;
      ends[id] = at + 1;
    });
  });
  return { starts, examples, weights };
}
