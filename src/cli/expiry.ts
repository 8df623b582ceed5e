const unitMs = { h: 3_600_000, d: 86_400_000 } as const;

/** `30d` and `12h` count from `now`; a day is its beginning in UTC; anything else stays for the contract to judge. */
export function expiryOf(text: string, now: number): string {
  const [, count, unit] = /^(\d{1,5})([dh])$/u.exec(text) ?? [];
  if (count !== undefined)
    return new Date(now + Number(count) * unitMs[unit === "h" ? "h" : "d"]).toISOString();
  return /^\d{4}-\d\d-\d\d$/u.test(text) ? `${text}T00:00:00Z` : text;
}
