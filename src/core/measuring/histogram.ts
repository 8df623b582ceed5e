/** Buckets grow by a tenth, so that a figure read from one is off by 5 % at most. */
const growth = Math.log(1.1);
const least = 0.1;

/** The bucket of a duration in milliseconds: 0 up to 0.1 ms, then each a tenth wider; 150 of them reach 150 s. */
export function bucketOf(ms: number): number {
  return ms <= least ? 0 : Math.ceil(Math.log(ms / least) / growth);
}

/** Milliseconds that `share` (0..1) of the runs stayed within; null without runs. */
export function percentile(countByBucket: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...countByBucket.values()].reduce((sum, count) => sum + count, 0);
  let left = Math.max(1, Math.ceil(total * share));
  for (const [bucket, count] of [...countByBucket].toSorted((a, b) => a[0] - b[0])) {
    left -= count;
    if (left <= 0) return middleOf(bucket);
  }
  return null;
}

function middleOf(bucket: number): number {
  return bucket === 0 ? least / 2 : least * Math.exp((bucket - 0.5) * growth);
}
