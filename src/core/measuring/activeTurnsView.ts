import type { ActiveTurnsView } from "../../contract/orchestration.ts";
import { roundMs } from "../clock.ts";
import type { ActiveTurn } from "./activeTurn.ts";
import { meanMs, sumOf } from "./sumOf.ts";

/** The running turns in numbers: no ids, no users, no content. */
export function activeTurnsView(turns: readonly ActiveTurn[]): ActiveTurnsView {
  const running = turns.length;
  const oldestMs = turns.reduce((most, { ageMs }) => Math.max(most, ageMs), 0);
  return {
    running,
    by_strategy: countBy(turns, ({ strategy }) => strategy),
    by_stage: countBy(turns, ({ stage }) => stage ?? "between"),
    oldest_age_ms: running === 0 ? null : roundMs(oldestMs),
    mean_age_ms: meanMs(
      sumOf(turns, ({ ageMs }) => ageMs),
      running,
    ),
  };
}

function countBy<Name extends string>(
  turns: readonly ActiveTurn[],
  nameOf: (turn: ActiveTurn) => Name,
): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const turn of turns) {
    const name = nameOf(turn);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
