import { errorTable } from "../../contract/errors.ts";
import { message } from "../../contract/messages.ts";
import { turnEventSchemas } from "../../contract/events.ts";
import type { Locale } from "../../contract/common.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { LoggedEvent, StoredTurn, TurnRecordsDep } from "./turn.ts";

/**
 * Gives every turn that a dead process left running its end: `interrupted`, with the text kept by its last
 * checkpoint. Only for a process that is the records' sole owner. Returns how many there were.
 */
export async function settleInterrupted(
  deps: TurnRecordsDep & TelemetryDep,
  locale: Locale,
): Promise<number> {
  const turns = await deps.turns.running();
  for (const turn of turns) await settle(deps, turn, locale);
  if (turns.length > 0) deps.telemetry.info("turns_interrupted", { count: turns.length });
  return turns.length;
}

async function settle(deps: TurnRecordsDep, turn: StoredTurn, locale: Locale): Promise<void> {
  const events = await deps.turns.events(turn, 0);
  const sent = textOf(events);
  const said = message(locale, "interrupted");
  const lastWord: LoggedEvent = {
    seq: (events.at(-1)?.seq ?? 0) + 1,
    event: "error",
    data: JSON.stringify({
      error: "interrupted",
      message: said,
      retryable: errorTable.interrupted.retryable,
      partial: sent !== "",
    }),
  };
  const metadata = { error: true, outcome: "interrupted" } as const;
  const settlement = {
    outcome: "interrupted",
    message: { content: sent === "" ? said : sent, metadata },
  } as const;
  await deps.turns.settle(turn, settlement, [lastWord]);
}

/** The answer's text as its events carry it. */
export function textOf(events: readonly LoggedEvent[]): string {
  return events
    .filter((event) => event.event === "chunk")
    .map((event) => turnEventSchemas.chunk.parse(JSON.parse(event.data)).content)
    .join("");
}
