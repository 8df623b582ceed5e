import type { TurnEvent } from "../../contract/events.ts";
import type { ConversationMode } from "../../contract/common.ts";
import type { QueryResponse } from "../../contract/query.ts";
import { pause, type ClockDep } from "../clock.ts";
import { AppError } from "../errors.ts";
import type { TelemetryDep } from "../telemetry.ts";
import type { Interaction, InteractionRecordsDep } from "./interaction.ts";
import { queryResponse, type AnswerEvent } from "./queryResponse.ts";
import type { Turn } from "./turn.ts";
import { openPassingJournal, type TurnJournal } from "./turnJournal.ts";
import type { TurnLogDep } from "./turnLog.ts";

/** Writes a query down behind its answer: nobody waits for the records. */
export interface InteractionJournal extends TurnJournal {
  /** What the query came to; null before its end. */
  readonly response: QueryResponse | null;
}

export interface KeptQuery {
  readonly mode: ConversationMode;
  /** What else is to become of an answer, once it is saved; null for nothing. Its failure is told and costs nothing else. */
  readonly alsoKeep: ((interaction: Interaction) => Promise<void>) | null;
}

export type InteractionJournalDeps = InteractionRecordsDep & TurnLogDep & ClockDep & TelemetryDep;

/** Pauses before each further try; then the interaction is given up, counted and logged. */
const retryMs = [500, 2_000, 10_000, 30_000];

export function openInteractionJournal(
  deps: InteractionJournalDeps,
  turn: Turn,
  { mode, alsoKeep }: KeptQuery,
): InteractionJournal {
  const passing = openPassingJournal(deps, turn);
  const opened = deps.clock.elapsed();
  const warnings: QueryResponse["warnings"] = [];
  const heard: AnswerEvent[] = [];
  const abandoned = new AbortController();
  let interaction: Interaction | null = null;

  const save = async (kept: Interaction): Promise<boolean> => {
    for (const wait of [0, ...retryMs]) {
      if (wait > 0) await pause(deps.clock, wait, abandoned.signal);
      if (abandoned.signal.aborted) break;
      try {
        await deps.interactions.save(kept);
        return true;
      } catch (cause) {
        deps.telemetry.warn("interaction_unsaved", { turn_id: turn.id }, cause);
        // A bug, or a workspace that is gone, would only fail again.
        if (!(cause instanceof AppError && cause.retryable)) break;
      }
    }
    deps.telemetry.error("interaction_lost", { turn_id: turn.id });
    return false;
  };

  const keepMore = async (kept: Interaction) => {
    if (!alsoKeep || kept.answer.moderator_quality === "failed") return;
    await alsoKeep(kept).catch((cause: unknown) =>
      deps.telemetry.error("synthesis_unkept", { turn_id: turn.id }, cause),
    );
  };

  return {
    ...passing,
    get said() {
      return passing.said;
    },
    get settlement() {
      return passing.settlement;
    },
    get response() {
      return interaction?.answer ?? null;
    },
    record(event: TurnEvent) {
      if (event.event === "warning") warnings.push(event.data);
      else if (event.event === "answer") heard.push(event.data);
      passing.record(event);
    },
    settle(settlement, lastWord) {
      const createdAt = deps.clock.now();
      const { workspace, conversation, id, question } = turn;
      interaction ??= {
        workspaceId: workspace.id,
        id,
        actor: conversation.actor,
        question,
        mode,
        answer: queryResponse(turn, settlement, {
          warnings,
          heard,
          lastWord,
          totalMs: deps.clock.elapsed() - opened,
          createdAt,
        }),
        createdAt,
      };
      return passing.settle(settlement, lastWord);
    },
    async close(measure) {
      if (interaction) {
        measure.enter("saving");
        const isSaved = await save(interaction);
        measure.leave(isSaved ? "ok" : "failed");
        if (isSaved) await keepMore(interaction);
      }
      await passing.close(measure);
    },
    abandon: () => abandoned.abort(),
  };
}
