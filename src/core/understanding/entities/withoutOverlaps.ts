/** What one kind makes of a part of a message. */
export interface Candidate {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** What goes before what: 0 for what can be nothing else, 3 for guesses. */
  readonly rank: number;
}

/** Of candidates that overlap, the one of the lower rank, then the longer, then the surer; in the order of the text. */
export function withoutOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  const taken = new Set<number>();
  const best = candidates.toSorted(
    (one, other) =>
      one.rank - other.rank ||
      other.end - other.start - (one.end - one.start) ||
      other.score - one.score ||
      one.start - other.start,
  );
  for (const candidate of best) {
    let isFree = true;
    for (let at = candidate.start; isFree && at < candidate.end; at++) isFree = !taken.has(at);
    if (!isFree) continue;
    for (let at = candidate.start; at < candidate.end; at++) taken.add(at);
    kept.push(candidate);
  }
  return kept.toSorted((one, other) => one.start - other.start);
}
