import type { LoggedEvent, StoredTurn, TurnRecordsDep } from "./turn.ts";
import type { TurnLogDep } from "./turnLog.ts";

/**
 * Batches of a turn's events with `seq` over `after`, byte for byte as first sent, during the turn and after it.
 * A reader that comes back to an ended turn always gets its last word: after a crash it may have seen events that
 * no checkpoint kept.
 */
export async function* tailTurn(
  deps: TurnRecordsDep & TurnLogDep,
  turnId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly LoggedEvent[]> {
  const live = deps.turnLog.find(turnId);
  if (live) {
    yield* live(after, signal);
    return;
  }
  const turn = await deps.turns.find(turnId);
  if (!turn) return;
  const kept = await keptEvents(deps, turn, after);
  if (kept.length > 0) yield kept;
}

async function keptEvents(
  deps: TurnRecordsDep,
  turn: StoredTurn,
  after: number,
): Promise<readonly LoggedEvent[]> {
  const kept = await deps.turns.events(turn, after);
  return kept.length > 0 ? kept : (await deps.turns.events(turn, 0)).slice(-1);
}
