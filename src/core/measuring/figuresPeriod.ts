import { instant } from "../../contract/instant.ts";
import type { ClockDep } from "../clock.ts";

/** Days (UTC) of a report, both ends included. */
export interface FiguresPeriod {
  readonly days: number;
  /** e.g. `2026-03-01`. */
  readonly from: string;
  readonly to: string;
}

/** Today and so many days before it, less one. */
export function figuresPeriod({ clock }: ClockDep, days: number): FiguresPeriod {
  const now = clock.now();
  return { days, from: dayOf(now - (days - 1) * dayMs), to: dayOf(now) };
}

const dayMs = 86_400_000;

function dayOf(at: number): string {
  return instant(at).slice(0, 10);
}
