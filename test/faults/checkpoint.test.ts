import { expect, test } from "vitest";
import { createLocalTurnLog } from "../../src/adapters/bus/localTurnLog.ts";
import { createManualClock } from "../../src/adapters/system/manualClock.ts";
import type { LoggedEvent, Turn } from "../../src/core/sessions/turn.ts";
import { openTurnJournal } from "../../src/core/sessions/turnJournal.ts";

const turn: Turn = {
  id: "t",
  workspace: {
    id: "w",
    name: "",
    description: "",
    visibility: "private",
    owner: "ana",
    settings: { grounding: "open" },
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
  userMessageId: "u",
  assistantMessageId: "a",
  opensConversation: false,
  question: "¿?",
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

test("what is said while a checkpoint is being written is kept by the next one", async () => {
  const clock = createManualClock();
  const kept: LoggedEvent[] = [];
  const writes: (() => void)[] = [];
  const unused = () => Promise.reject(new Error("not asked for"));
  const turns = {
    begin: unused,
    find: unused,
    events: unused,
    running: unused,
    settle: unused,
    async append(_turn: unknown, events: readonly LoggedEvent[]) {
      kept.push(...events);
      await new Promise<void>((resume) => writes.push(resume));
    },
  };
  const telemetry = { info() {}, warn() {}, error() {}, step() {} };
  const journal = openTurnJournal({ clock, turns, telemetry, turnLog: createLocalTurnLog() }, turn);
  const say = (content: string) => journal.record({ event: "chunk", data: { content } });

  say("uno ");
  clock.advance(1_000);
  await expect.poll(() => writes.length).toBe(1);
  say("dos ");
  writes[0]?.();
  clock.advance(1_000);
  await expect.poll(() => writes.length).toBe(2);
  expect(kept.map(({ seq, data }) => [seq, data])).toEqual([
    [1, '{"content":"uno "}'],
    [2, '{"content":"dos "}'],
  ]);
});
