import { errorTable } from "../../contract/errors.ts";
import { message } from "../../contract/messages.ts";
import { turnEventSchemas } from "../../contract/events.ts";
import type { Locale } from "../../contract/common.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { Said } from "./turnJournal.ts";
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
  const { text: sent, sources } = saidIn(events);
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
  const kept = { document_context: sources.length > 0, sources: [...sources] };
  const metadata = { ...kept, error: true, outcome: "interrupted" } as const;
  const settlement = {
    outcome: "interrupted",
    message: { content: sent === "" ? said : sent, metadata },
  } as const;
  await deps.turns.settle(turn, settlement, [lastWord]);
}

/** The part of the answer that its kept events carry. */
function saidIn(events: readonly LoggedEvent[]): Said {
  return events.reduce<Said>(
    (said, { event, data }) => {
      if (event === "chunk")
        return { ...said, text: said.text + turnEventSchemas.chunk.parse(JSON.parse(data)).content };
      return event === "sources"
        ? { ...said, sources: turnEventSchemas.sources.parse(JSON.parse(data)).sources }
        : said;
    },
    { text: "", sources: [] },
  );
}
