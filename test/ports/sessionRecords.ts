import type { MessageMetadata } from "../../src/contract/conversations.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConversationRecords } from "../../src/core/sessions/conversation.ts";
import { runningTurn, type LoggedEvent, type Turn, type TurnRecords } from "../../src/core/sessions/turn.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";
import { sessionBranchesSuite } from "./sessionBranches.ts";
import { sessionHouse, type SessionHouse } from "./sessionHouse.ts";
import { sessionListSuite } from "./sessionList.ts";

const chunk = (seq: number, content: string): LoggedEvent => ({
  seq,
  event: "chunk",
  data: JSON.stringify({ content }),
});
const done: LoggedEvent = { seq: 9, event: "done", data: "{}" };

const anAudit = {
  at: 1,
  channel: "chat",
  turn_id: null,
  phone: null,
  client: null,
  outcome: "completed",
  model: null,
  intent: null,
  confidence: 1,
  source_count: 0,
  sources: "[]",
  preview: "",
  first_answer_ms: null,
  latency_ms: 1,
  requires_verification: 0,
  checked_by: null,
  checked_at: null,
};

/** What conversation and turn records promise, on any engine. */
export function sessionRecordsSuite(name: string, open: OpenRecords): void {
  sessionBranchesSuite(name, open);
  sessionListSuite(name, open);
  describe(`conversations and turns on ${name}`, () => {
    let house: RecordsHouse;
    let conversations: ConversationRecords;
    let turns: TurnRecords;
    let newConversation: SessionHouse["newConversation"];
    let newTurn: SessionHouse["newTurn"];

    beforeAll(async () => {
      house = await open();
      ({ conversations, turns, newConversation, newTurn } = sessionHouse(house));
    });
    afterAll(() => house.remove());

    test("the question and the running turn are there once begun, and give the conversation its title", async () => {
      const conversation = await newConversation();
      const turn = newTurn(conversation, "¿Cuánto pesa\n la puerta?");
      await turns.begin(turn);
      expect(await turns.find(turn.id)).toMatchObject({ status: "running", actor: "ana", endedAt: null });
      expect(await conversations.messages(conversation, { limit: 5 })).toMatchObject([
        { role: "user", content: "¿Cuánto pesa\n la puerta?" },
      ]);
      expect(await conversations.find(conversation.id)).toMatchObject({ title: "¿Cuánto pesa la puerta?" });
    });

    test("a first question can open its conversation in the same commit", async () => {
      const conversation = { ...(await newConversation()), id: house.random.id() };
      await turns.begin({ ...newTurn(conversation, "¿Quién firma?"), opensConversation: true });
      expect(await conversations.find(conversation.id)).toMatchObject({
        title: "¿Quién firma?",
        actor: "ana",
      });
    });

    test("a turn that is gone keeps nothing of what is said afterwards", async () => {
      const conversation = await newConversation();
      const turn = newTurn(conversation, "¿Qué guardas de mí?");
      await turns.begin(turn);
      const row = runningTurn(turn, house.clock.now());
      await conversations.remove(conversation);
      await turns.append(row, [chunk(1, "Todo")]);
      const message = { content: "Todo", metadata: {} };
      await turns.settle(row, { outcome: "completed", message }, [chunk(2, "."), done]);
      expect(await turns.events(row, 0)).toEqual([]);
      const { query } = house.database;
      const left = query.selectFrom("messages").select("id").where("conversation_id", "=", conversation.id);
      expect(await left.execute()).toEqual([]);
    });

    test("a question to a conversation that is gone leaves nothing behind", async () => {
      const conversation = await newConversation();
      await conversations.remove(conversation);
      const turn = newTurn(conversation, "¿Sigues ahí?");
      await expect(turns.begin(turn)).rejects.toMatchObject({ code: "not_found" });
      expect(await turns.find(turn.id)).toBeNull();
      expect(await conversations.messages(conversation, { limit: 5 })).toEqual([]);
    });

    test("a title that a person gave stays, and a long question is cut between words", async () => {
      const named = await newConversation("Puertas");
      await turns.begin(newTurn(named, "otra cosa"));
      expect(await conversations.find(named.id)).toMatchObject({ title: "Puertas" });
      const unnamed = await newConversation();
      await turns.begin(newTurn(unnamed, "palabra ".repeat(50)));
      const title = (await conversations.find(unnamed.id))?.title ?? "";
      expect(title).toMatch(/^(palabra )+palabra…$/);
      expect(title.length).toBeLessThanOrEqual(65);
    });

    test("settling keeps outcome, answer and events together, and only the first settlement counts", async () => {
      const conversation = await newConversation();
      const turn = newTurn(conversation, "hola");
      await turns.begin(turn);
      const row = runningTurn(turn, house.clock.now());
      await turns.append(row, [chunk(1, "a"), chunk(2, "b")]);
      const message = { content: "ab", metadata: { outcome: "completed" } } as const;
      await turns.settle(row, { outcome: "completed", message }, [done]);
      await turns.settle(row, { outcome: "failed", message: { content: "zz", metadata: {} } }, [done]);
      expect(await turns.find(turn.id)).toMatchObject({ status: "completed" });
      expect((await conversations.messages(conversation, { limit: 9 })).map((said) => said.content)).toEqual([
        "hola",
        "ab",
      ]);
      expect(await turns.events(row, 0)).toEqual([chunk(1, "a"), chunk(2, "b"), done]);
      expect(await turns.events(row, 2)).toEqual([done]);
    });

    test("what was said before is given newest last, without the turn's own and without answers that failed", async () => {
      const conversation = await newConversation();
      const first = newTurn(conversation, "");
      const id = () => house.random.id();
      const next = (question: string): Turn => ({
        ...first,
        id: id(),
        userMessageId: id(),
        assistantMessageId: id(),
        question,
      });
      const say = async (question: string, answer: string, metadata: MessageMetadata) => {
        const turn = next(question);
        await turns.begin(turn);
        const message = { content: answer, metadata };
        await turns.settle(runningTurn(turn, 0), { outcome: "completed", message }, [done]);
      };
      await say("one", "1", {});
      await say("two", "broken", { error: true, strategy: "single" });
      await say("three", 'says "error":true', { model: '"error":true' });
      const own = next("now");
      await turns.begin(own);
      const said = await conversations.said(runningTurn(own, 0), 4);
      expect(said).toEqual([
        { role: "assistant", content: "1" },
        { role: "user", content: "two" },
        { role: "user", content: "three" },
        { role: "assistant", content: 'says "error":true' },
      ]);
    });

    test("events come back as the very bytes that went out", async () => {
      const turn = newTurn(await newConversation(), "hola");
      await turns.begin(turn);
      const odd = { seq: 1, event: "chunk", data: '{"content":"ñ \\u2028 \\"[S1]\\" 🎺"}' } as const;
      await turns.append({ workspaceId: turn.workspace.id, id: turn.id }, [odd]);
      expect(await turns.events(runningTurn(turn, 0), 0)).toEqual([odd]);
    });

    test("a later stretch of events counts where two overlap", async () => {
      const turn = newTurn(await newConversation(), "hola");
      await turns.begin(turn);
      const row = runningTurn(turn, 0);
      await turns.append(row, [chunk(1, "a"), chunk(2, "b")]);
      await turns.append(row, [chunk(2, "c"), chunk(3, "d")]);
      await turns.append(row, [chunk(2, "c"), chunk(3, "e")]);
      expect(await turns.events(row, 0)).toEqual([chunk(1, "a"), chunk(2, "c"), chunk(3, "e")]);
    });

    test("running lists the turns without an end, oldest first", async () => {
      const first = newTurn(await newConversation(), "uno");
      await turns.begin(first);
      house.clock.advance(10);
      const second = newTurn(await newConversation(), "dos");
      await turns.begin(second);
      const ours = (await turns.running())
        .map(({ id }) => id)
        .filter((id) => id === first.id || id === second.id);
      expect(ours).toEqual([first.id, second.id]);
      await turns.settle(runningTurn(first, 0), { outcome: "cancelled", message: null }, []);
      expect((await turns.running()).some(({ id }) => id === first.id)).toBe(false);
    });

    test("messages are paged oldest first, conversations newest first and by actor", async () => {
      const conversation = await newConversation();
      const turn = newTurn(conversation, "uno");
      await turns.begin(turn);
      await turns.settle(
        runningTurn(turn, 0),
        { outcome: "completed", message: { content: "dos", metadata: {} } },
        [],
      );
      const [first] = await conversations.messages(conversation, { limit: 1 });
      expect(first?.content).toBe("uno");
      const rest = await conversations.messages(conversation, { limit: 5, cursor: first?.id ?? "" });
      expect(rest.map(({ content }) => content)).toEqual(["dos"]);
      const later = await conversations.create({ ...conversation, id: house.random.id() });
      await conversations.create({ ...conversation, id: house.random.id(), actor: "bea" });
      const { items } = await conversations.list(conversation.workspaceId, "ana", { limit: 5 });
      expect(items.map(({ id }) => id)).toEqual([later.id, conversation.id]);
    });

    test("clearing leaves an empty conversation, removing leaves nothing", async () => {
      const conversation = await newConversation();
      const turn = newTurn(conversation, "hola");
      await turns.begin(turn);
      await turns.append({ workspaceId: turn.workspace.id, id: turn.id }, [chunk(1, "a")]);
      await conversations.clear(conversation);
      expect(await conversations.messages(conversation, { limit: 5 })).toEqual([]);
      expect(await turns.find(turn.id)).toBeNull();
      expect(await turns.events(runningTurn(turn, 0), 0)).toEqual([]);
      expect(await conversations.find(conversation.id)).not.toBeNull();
      await conversations.remove(conversation);
      expect(await conversations.find(conversation.id)).toBeNull();
    });

    test("votes go with their conversation, what the operator keeps of its answers stays", async () => {
      const [gone, kept] = [await newConversation(), await newConversation()];
      const { query } = house.database;
      for (const { workspaceId, id } of [gone, kept]) {
        const own = { workspace_id: workspaceId, conversation_id: id, actor: "ana" };
        const times = { created_at: 1, updated_at: 1 };
        const vote = { ...own, ...times, message_id: "m", value: "up", comment: null, tags: "[]" };
        await query.insertInto("votes").values(vote).execute();
        await query
          .insertInto("audits")
          .values({ ...own, ...anAudit, id: house.random.id() })
          .execute();
      }
      await conversations.remove(gone);
      const ids = [gone.id, kept.id];
      const left = async (table: "votes" | "audits") =>
        (
          await query
            .selectFrom(table)
            .select("conversation_id")
            .where("conversation_id", "in", ids)
            .execute()
        ).map((row) => row.conversation_id);
      expect(await left("votes")).toEqual([kept.id]);
      expect((await left("audits")).toSorted()).toEqual(ids.toSorted());
    });

    test("attaching twice is attaching once", async () => {
      const conversation = await newConversation();
      const ids = [house.random.id(), house.random.id()];
      await conversations.attach(conversation, ids);
      await conversations.attach(conversation, ids);
      await conversations.attach(conversation, []);
      expect(await conversations.attached(conversation)).toEqual([]);
    });
  });
}
