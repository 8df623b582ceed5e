/** What one call may carry. */
export interface BatchLimits {
  readonly texts: number;
  /** UTF-16 units of all texts together. A longer text goes alone: the vendor judges it. */
  readonly characters: number;
}

/** Cuts a list into runs within the limits, in order. */
export function batchesOf(texts: readonly string[], limits: BatchLimits): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    const full = batch.length >= limits.texts || characters + text.length > limits.characters;
    if (batch.length === 0 || full) {
      batch = [];
      batches.push(batch);
      characters = 0;
    }
    batch.push(text);
    characters += text.length;
  }
  return batches;
}
