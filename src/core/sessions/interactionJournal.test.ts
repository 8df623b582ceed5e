import { expect, test } from "vitest";
import { createLocalTurnLog } from "../../adapters/bus/localTurnLog.ts";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { createRecordedTelemetry } from "../../adapters/telemetry/recordedTelemetry.ts";
import type { TerminalEvent } from "../../contract/events.ts";
import type { Synthesis } from "../../contract/synthesis.ts";
import { AppError } from "../errors.ts";
import { openTurnMeasure } from "../measuring/turnMeasure.ts";
import type { Interaction, InteractionRecords } from "./interaction.ts";
import { openInteractionJournal, type KeptQuery } from "./interactionJournal.ts";
import type { Settlement, Turn } from "./turn.ts";

const settings = { grounding: "open" } as const;
const turn: Turn = {
  id: "q1",
  userMessageId: "u",
  assistantMessageId: "a",
  workspace: {
    id: "w",
    name: "W",
    description: "",
    visibility: "private",
    owner: "o",
    settings,
    createdAt: 0,
    updatedAt: 0,
  },
  conversation: {
    workspaceId: "w",
    id: "c",
    actor: "ana",
    title: "",
    pinned: false,
    branchId: "",
    createdAt: 0,
    updatedAt: 0,
  },
  opensConversation: true,
  question: "¿Cuánto dura?",
  locale: "es",
  fileIds: [],
  documentIds: null,
  asked: { models: [], strategy: "parallel" },
  context: { topK: 10, similarityThreshold: 0.1, tokens: 3_000 },
  memory: [],
  asker: { id: "ana", role: "member", scopes: [], workspaces: [] },
  channel: "chat",
  client: null,
  mode: "auto",
  moderated: "all",
  sampling: {},
};

const completed: Settlement = {
  outcome: "completed",
  message: {
    content: "Diez años.",
    metadata: {
      cost_usd: 0.5,
      timings: {
        total_ms: 950,
        context_retrieval_time_ms: 20,
        ai_orchestration_time_ms: 800,
        moderator_synthesis_time_ms: 120,
      },
      retrieval: { chunks_found: 4, chunks_used: 3, context_chars: 401, was_truncated: true },
    },
  },
};
const done: TerminalEvent = {
  event: "done",
  data: { message_id: "a", documents_used: [], metadata: { outcome: "completed" } },
};

const busy = () => new AppError("database_unavailable", "busy", { retryable: true });

/** Answers the calls of `save` one after the other; then all of them go well. */
function house(answers: (() => Promise<void>)[] = [], kept: Partial<KeptQuery> = {}) {
  const clock = createManualClock();
  const telemetry = createRecordedTelemetry();
  const saved: Interaction[] = [];
  const save: InteractionRecords["save"] = async (interaction) => {
    await answers.shift()?.();
    saved.push(interaction);
  };
  const unused = () => Promise.reject(new Error("not asked for here"));
  const interactions = { save, find: unused, list: unused, remove: unused, said: unused };
  const deps = { clock, telemetry, turnLog: createLocalTurnLog(), interactions };
  deps.turnLog.open(turn.id);
  const journal = openInteractionJournal(deps, turn, { mode: "auto", alsoKeep: null, ...kept });
  return { clock, telemetry, saved, journal, measure: openTurnMeasure(deps, turn) };
}

async function later() {
  for (let n = 0; n < 30; n += 1) await Promise.resolve();
}

test("the answer is there before anything is saved", async () => {
  const { journal, saved, measure } = house();
  expect(journal.response).toBeNull();
  expect(await journal.settle(completed, done)).toBe(done);
  expect(journal.response).toMatchObject({
    interaction_event_id: "q1",
    synthesis_text: "Diez años.",
    cost_usd: 0.5,
    processing_time_ms: 950,
    timings: {
      context_retrieval_time_ms: 20,
      ai_orchestration_time_ms: 800,
      moderator_synthesis_time_ms: 120,
      total_processing_time_ms: 950,
    },
    context_info: {
      chunks_found: 4,
      chunks_used: 3,
      context_tokens: 101,
      token_limit: 3_000,
      was_truncated: true,
      top_k: 10,
      similarity_threshold: 0.1,
      sources: [],
    },
  });
  expect(saved).toEqual([]);
  await journal.close(measure);
  expect(saved).toMatchObject([{ id: "q1", workspaceId: "w", actor: "ana", mode: "auto" }]);
});

test("a store that is busy is tried again until it takes it, and the time is that of saving", async () => {
  const { journal, saved, measure, clock, telemetry } = house([
    () => Promise.reject(busy()),
    () => Promise.reject(busy()),
  ]);
  await journal.settle(completed, done);
  const closed = journal.close(measure);
  await later();
  clock.advance(500);
  await later();
  expect(saved).toHaveLength(0);
  clock.advance(2_000);
  await closed;
  expect(saved).toHaveLength(1);
  expect(measure.measured().steps).toMatchObject([{ name: "saving", ms: 2_500, outcome: "ok" }]);
  expect(telemetry.said).toEqual(["warn interaction_unsaved", "warn interaction_unsaved"]);
});

test("a store that stays broken is given up after five tries, logged and counted", async () => {
  const { journal, saved, measure, clock, telemetry } = house(
    Array.from({ length: 9 }, () => () => Promise.reject(busy())),
  );
  await journal.settle(completed, done);
  const closed = journal.close(measure);
  for (const ms of [500, 2_000, 10_000, 30_000]) {
    await later();
    clock.advance(ms);
  }
  await closed;
  expect(saved).toEqual([]);
  expect(telemetry.said).toEqual([
    ...Array.from({ length: 5 }, () => "warn interaction_unsaved"),
    "error interaction_lost",
  ]);
  expect(measure.measured().steps).toMatchObject([{ name: "saving", outcome: "failed" }]);
});

test("what would only fail again is not tried again", async () => {
  const { journal, measure, telemetry } = house([() => Promise.reject(new TypeError("a bug"))]);
  await journal.settle(completed, done);
  await journal.close(measure);
  expect(telemetry.said).toEqual(["warn interaction_unsaved", "error interaction_lost"]);
});

test("a query that nobody answered is kept as failed", async () => {
  const { journal, measure, saved } = house();
  const failed: Settlement = {
    outcome: "failed",
    message: { content: "Ningún modelo pudo responder.", metadata: { error: true } },
  };
  await journal.settle(failed, done);
  await journal.close(measure);
  expect(saved[0]?.answer).toMatchObject({
    synthesis_text: "",
    moderator_quality: "failed",
    fallback_used: true,
  });
});

test("warnings of the turn are told with its answer", async () => {
  const { journal } = house();
  const warning = { message: "w", step: "retrieval", code: "timeout" } as const;
  journal.record({ event: "warning", data: warning });
  await journal.settle(completed, done);
  expect(journal.response?.warnings).toEqual([warning]);
});

test("what else is to be kept waits for the saving, and its failure is only told", async () => {
  const kept: string[] = [];
  const { journal, measure, saved, telemetry } = house([], {
    alsoKeep: async ({ id }) => {
      kept.push(`${id} after ${saved.length}`);
      throw new Error("disk full");
    },
  });
  const metadata = { synthesis: plainSynthesis };
  await journal.settle({ outcome: "completed", message: { content: "Diez.", metadata } }, done);
  await journal.close(measure);
  expect(kept).toEqual(["q1 after 1"]);
  expect(telemetry.said).toEqual(["error synthesis_unkept"]);
});

const plainSynthesis: Synthesis = {
  moderator_quality: "medium",
  fallback_used: false,
  method: "deterministic",
  moderator: null,
  key_themes: [],
  contradictions: [],
  consensus_areas: [],
  recommendations: [],
  suggested_questions: [],
  research_areas: [],
  claims: [],
  source_references: [],
  connections: [],
  attribution_coverage: 1,
  usage: null,
};
