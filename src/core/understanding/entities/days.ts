/** A day of the calendar as ISO 8601; null when there is none, as February 30. */
export function isoDate(year: number, month: number, day: number): string | null {
  if (![year, month, day].every(Number.isInteger) || year < 1000 || year > 9999) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** `date` as ISO 8601; no day outside the years 1000 to 9999. */
export function addDays(date: string, days: number): string | null {
  let { year, month, day } = partsOf(date);
  day += days;
  while (day < 1) {
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
    day += daysOf(year, month);
  }
  while (day > daysOf(year, month)) {
    day -= daysOf(year, month);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return isoDate(year, month, day);
}

/** The next such day of the week after a date; 0 is Sunday. */
export function nextWeekday(date: string, weekday: number): string | null {
  return addDays(date, ((weekday - weekdayOf(date) + 6) % 7) + 1);
}

/** The next such day of the year from a date on; within eight years, for February 29. */
export function upcoming(date: string, month: number, day: number): string | null {
  const { year } = partsOf(date);
  for (let later = 0; later <= 8; later++) {
    const found = isoDate(year + later, month, day);
    if (found !== null && found >= date) return found;
  }
  return null;
}

function partsOf(date: string) {
  const [year = 1000, month = 1, day = 1] = date.split("-").map(Number);
  return { year, month, day };
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

const monthKeys = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];

/** 0 for Sunday (T. Sakamoto's method, 1992). */
function weekdayOf(date: string): number {
  const { year, month, day } = partsOf(date);
  const y = month < 3 ? year - 1 : year;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return (y + leaps + (monthKeys[month - 1] ?? 0) + day) % 7;
}
