/** RFC 3339 UTC of milliseconds since the epoch, as every wire time is written. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
