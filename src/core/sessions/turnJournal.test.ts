import { describe, expect, test } from "vitest";
import { createLocalTurnLog } from "../../adapters/bus/localTurnLog.ts";
import { createManualClock } from "../../adapters/system/manualClock.ts";
import { createRecordedTelemetry } from "../../adapters/telemetry/recordedTelemetry.ts";
import type { TerminalEvent, TurnEvent } from "../../contract/events.ts";
import { AppError } from "../errors.ts";
import type { LoggedEvent, Settlement, Turn, TurnRecords } from "./turn.ts";
import { openTurnJournal } from "./turnJournal.ts";

const chunk = (content: string): TurnEvent => ({ event: "chunk", data: { content } });
const done = (id: string): TerminalEvent => ({
  event: "done",
  data: { message_id: id, documents_used: [], metadata: { outcome: "completed" } },
});
const completed: Settlement = { outcome: "completed", message: { content: "ab", metadata: {} } };
const later = () => new Promise((resume) => setImmediate(resume));

/** Records that keep events as the real ones do, and wait or fail as told. */
const measure = { enter: () => undefined, leave: () => undefined };

function house() {
  const kept = new Map<number, string>();
  const keep = (events: readonly LoggedEvent[]) => {
    for (const { seq, event, data } of events) kept.set(seq, `${event} ${data}`);
  };
  const gate = { settle: () => Promise.resolve() };
  const turns: TurnRecords = {
    begin: () => Promise.resolve(),
    append: async (_, events) => keep(events),
    settle: async (_, __, events) => {
      await gate.settle();
      keep(events);
    },
    find: () => Promise.resolve(null),
    events: () => Promise.resolve([]),
    running: () => Promise.resolve([]),
  };
  const deps = {
    turns,
    turnLog: createLocalTurnLog(),
    clock: createManualClock(),
    telemetry: createRecordedTelemetry(),
  };
  const ids = { id: "t", userMessageId: "u", assistantMessageId: "m" };
  const workspace = { id: "w", name: "", description: "", visibility: "private", owner: "a" } as const;
  const settings = { grounding: "open" } as const;
  const conversation = {
    workspaceId: "w",
    id: "c",
    actor: "a",
    title: "",
    pinned: false,
    branchId: "",
    createdAt: 0,
    updatedAt: 0,
  };
  const turn: Turn = {
    ...ids,
    workspace: { ...workspace, settings, createdAt: 0, updatedAt: 0 },
    conversation,
    opensConversation: false,
    question: "q",
    locale: "es",
    fileIds: [],
    documentIds: null,
    asked: { models: [], strategy: "single" },
    context: { topK: 5, similarityThreshold: 0, tokens: 3_000 },
    memory: [],
    asker: { id: "ana", role: "member", scopes: [], workspaces: [] },
    channel: "chat",
    client: null,
    mode: "auto",
    moderated: "several",
    sampling: {},
  };
  const read = deps.turnLog.open(turn.id);
  const journal = openTurnJournal(deps, turn);
  const sent = async () => {
    const all: string[] = [];
    for await (const batch of read(0, new AbortController().signal))
      all.push(...batch.map(({ event, data }) => `${event} ${data}`));
    return all;
  };
  const stored = () => [...kept].toSorted(([a], [b]) => a - b).map(([, text]) => text);
  return { deps, journal, sent, stored, gate };
}

describe("the turn journal", () => {
  test("keeps a running turn's events within a second", async () => {
    const { deps, journal, stored } = house();
    journal.record(chunk("a"));
    deps.clock.advance(999);
    await later();
    expect(stored()).toEqual([]);
    deps.clock.advance(1);
    await later();
    expect(stored()).toEqual(['chunk {"content":"a"}']);
  });

  test("what was sent and what was kept are the same, and the text is what the chunks say", async () => {
    const { journal, sent, stored } = house();
    for (const text of ["a", "b"]) journal.record(chunk(text));
    expect(journal.said.text).toBe("ab");
    journal.record(await journal.settle(completed, done("m")));
    await journal.close(measure);
    expect(stored()).toEqual(await sent());
    expect(stored()).toHaveLength(3);
  });

  test("a turn ends once: the first end that was kept is the one that is said", async () => {
    const { journal } = house();
    expect(await journal.settle(completed, done("first"))).toEqual(done("first"));
    expect(await journal.settle({ outcome: "cancelled", message: null }, done("second"))).toEqual(
      done("first"),
    );
    expect(journal.settlement).toBe(completed);
  });

  test("an end that comes while another is being kept is not what the turn was settled with", async () => {
    const { journal, gate } = house();
    const slow = Promise.withResolvers<void>();
    gate.settle = () => slow.promise;
    const first = journal.settle(completed, done("first"));
    const second = journal.settle({ outcome: "cancelled", message: null }, done("second"));
    slow.resolve();
    expect([await first, await second]).toEqual([done("first"), done("first")]);
    expect(journal.settlement).toBe(completed);
  });

  test("a settlement that fails is tried again after the last word, until it is kept", async () => {
    const { deps, journal, sent, stored, gate } = house();
    const full = new AppError("database_unavailable", "full", { retryable: true });
    gate.settle = () => Promise.reject(full);
    expect(journal.settlement).toBeNull();
    await expect(journal.settle(completed, done("m"))).rejects.toBe(full);
    expect(journal.settlement).toBe(completed);
    journal.record({
      event: "warning",
      data: { message: "w", step: "saving", code: "database_unavailable" },
    });
    journal.record(done("m"));
    const closed = journal.close(measure);
    deps.clock.advance(500);
    await later();
    gate.settle = () => Promise.resolve();
    deps.clock.advance(2_000);
    await closed;
    expect(stored()).toEqual(await sent());
    expect(stored()).toHaveLength(2);
  });

  test("a commit slower than its step is kept as it was sent, with the warning", async () => {
    const { journal, sent, stored, gate } = house();
    const slow = Promise.withResolvers<void>();
    gate.settle = () => slow.promise;
    const settled = journal.settle(completed, done("m"));
    journal.record({ event: "warning", data: { message: "w", step: "saving", code: "timeout" } });
    slow.resolve();
    await settled;
    journal.record(done("m"));
    await journal.close(measure);
    expect(stored()).toEqual(await sent());
    expect(stored().map((text) => text.split(" ")[0])).toEqual(["warning", "done"]);
  });
});
