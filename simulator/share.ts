/** Spreads the hits within a block of ten, so that they come neither all at once nor in turn. */
const digits = [5, 1, 8, 3, 0, 6, 9, 2, 7, 4];
const places = 6;

/**
 * Whether the call numbered `index` (from 0) belongs to a share of 0..1 of all calls. Of every ten calls exactly
 * 3 belong to .3, of every hundred exactly 25 to .25: the scrambled van der Corput sequence in base ten
 * (Faure, "Good permutations for extreme discrepancy", 1992).
 */
export function belongsToShare(share: number, index: number): boolean {
  let value = 0;
  let rest = index;
  for (let place = 0; place < places; place += 1) {
    value = value * 10 + (digits[rest % 10] ?? 0);
    rest = Math.floor(rest / 10);
  }
  return value < Math.round(share * 10 ** places);
}
