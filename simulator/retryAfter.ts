/** `2` and any date stand in `Retry-After` as they are; `ms:1500` is Azure's header; `date:2` is a date 2 s from now. */
export function retryHeaders(retryAfter: string | null): Readonly<Record<string, string>> {
  if (retryAfter === null) return {};
  const [unit, amount] = retryAfter.split(":", 2);
  if (unit === "ms") return { "retry-after-ms": amount ?? "0" };
  if (unit !== "date") return { "retry-after": retryAfter };
  return { "retry-after": new Date(Date.now() + Number(amount) * 1_000).toUTCString() };
}

/** The same in seconds, for vendors that tell it in the body; null for a date. */
export function retrySeconds(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const seconds = retryAfter.startsWith("ms:") ? Number(retryAfter.slice(3)) / 1_000 : Number(retryAfter);
  return Number.isFinite(seconds) ? seconds : null;
}
