import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { placeOf } from "../../src/core/sessions/branch.ts";
import type { Conversation, StoredMessage } from "../../src/core/sessions/conversation.ts";
import { runningTurn, type Fork } from "../../src/core/sessions/turn.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";
import { sessionHouse, type SessionHouse } from "./sessionHouse.ts";

/** What branches of a conversation promise, on any engine. */
export function sessionBranchesSuite(name: string, open: OpenRecords): void {
  describe(`branches on ${name}`, () => {
    let house: RecordsHouse;
    let sessions: SessionHouse;

    beforeAll(async () => {
      house = await open();
      sessions = sessionHouse(house);
    });
    afterAll(() => house.remove());

    const current = async ({ id }: Conversation): Promise<Conversation> => {
      const found = await sessions.conversations.find(id);
      if (!found) throw new Error("the conversation is gone");
      return found;
    };
    const texts = async (conversation: Conversation) =>
      (await sessions.conversations.messages(conversation, { limit: 99 })).map(({ content }) => content);
    const named = async (conversation: Conversation, content: string): Promise<StoredMessage> => {
      const all = await sessions.conversations.everyMessage(conversation, { limit: 99 });
      const found = all.find((message) => message.content === content);
      if (!found) throw new Error(`there is no message ${content}`);
      return found;
    };
    const edit = async (conversation: Conversation, question: string): Promise<Fork> => {
      const branches = await sessions.conversations.branches(conversation);
      return { ...placeOf(await named(conversation, question), branches), questionId: null };
    };
    const again = async (conversation: Conversation, question: string, answer: string): Promise<Fork> => {
      const branches = await sessions.conversations.branches(conversation);
      const { id } = await named(conversation, question);
      return { ...placeOf(await named(conversation, answer), branches), questionId: id };
    };
    const spoken = async () => {
      const conversation = await sessions.newConversation();
      await sessions.say(conversation, "q1", "a1");
      await sessions.say(conversation, "q2", "a2");
      return conversation;
    };

    test("another answer stands in the place of the first, under the same question", async () => {
      const conversation = await spoken();
      const fork = await again(conversation, "q2", "a2");
      const turn = await sessions.say(conversation, "q2", "b2", { fork });
      const forked = await current(conversation);
      expect(forked.branchId).toBe(turn.id);
      expect(await texts(forked)).toEqual(["q1", "a1", "q2", "b2"]);
      expect(await texts({ ...forked, branchId: "" })).toEqual(["q1", "a1", "q2", "a2"]);
      expect(await sessions.turns.find(turn.id)).toMatchObject({
        branchId: turn.id,
        userMessageId: fork.questionId,
      });
      expect(await sessions.conversations.branches(forked)).toEqual([
        {
          id: turn.id,
          parentId: "",
          forkedBefore: (await named(conversation, "a2")).id,
          reason: "regenerated",
          createdAt: house.clock.now(),
        },
      ]);
    });

    test("another question takes the place of the first, with what follows it", async () => {
      const conversation = await spoken();
      await sessions.say(conversation, "p1", "b1", { fork: await edit(conversation, "q1") });
      const forked = await current(conversation);
      await sessions.say(forked, "p2", "b2");
      expect(await texts(await current(conversation))).toEqual(["p1", "b1", "p2", "b2"]);
      expect(await texts(conversation)).toEqual(["q1", "a1", "q2", "a2"]);
      expect((await sessions.conversations.branches(forked)).map(({ reason }) => reason)).toEqual(["edited"]);
    });

    test("a fork of a fork of a fork shares what lies before each", async () => {
      const conversation = await spoken();
      await sessions.say(conversation, "p2", "b2", { fork: await edit(conversation, "q2") });
      await sessions.say(await current(conversation), "p3", "b3");
      await sessions.say(await current(conversation), "p3", "c3", {
        fork: await again(conversation, "p3", "b3"),
      });
      await sessions.say(await current(conversation), "p4", "c4");
      await sessions.say(await current(conversation), "r4", "d4", { fork: await edit(conversation, "p4") });
      expect(await texts(await current(conversation))).toEqual([
        "q1",
        "a1",
        "p2",
        "b2",
        "p3",
        "c3",
        "r4",
        "d4",
      ]);
      expect(await texts(conversation)).toEqual(["q1", "a1", "q2", "a2"]);
    });

    test("an answer to the same question for the third time leaves where the second one left", async () => {
      const conversation = await spoken();
      await sessions.say(conversation, "q2", "b2", { fork: await again(conversation, "q2", "a2") });
      await sessions.say(conversation, "q2", "c2", { fork: await again(conversation, "q2", "b2") });
      const branches = await sessions.conversations.branches(conversation);
      const { id } = await named(conversation, "a2");
      expect(branches.map(({ parentId, forkedBefore }) => [parentId, forkedBefore])).toEqual([
        ["", id],
        ["", id],
      ]);
      expect(await texts(await current(conversation))).toEqual(["q1", "a1", "q2", "c2"]);
    });

    test("a question asked while the branch's first answer is under way does not stand for that answer", async () => {
      const conversation = await spoken();
      const first = sessions.newTurn(conversation, "q2", await again(conversation, "q2", "a2"));
      await sessions.turns.begin(first);
      await sessions.say(await current(conversation), "q3", "a3");
      await sessions.say(await current(conversation), "p3", "b3", { fork: await edit(conversation, "q3") });
      const message = { content: "late", metadata: {} };
      await sessions.turns.settle(runningTurn(first, 0), { outcome: "completed", message }, []);
      expect(await texts(await current(conversation))).toEqual(["q1", "a1", "q2", "late", "p3", "b3"]);
    });

    test("a turn that runs in the branch that was left is kept there", async () => {
      const conversation = await spoken();
      const running = sessions.newTurn(conversation, "q3");
      await sessions.turns.begin(running);
      await sessions.say(conversation, "p2", "b2", { fork: await edit(conversation, "q2") });
      const stored = (await sessions.turns.running()).find(({ id }) => id === running.id);
      if (!stored) throw new Error("the turn is not running");
      const message = { content: "a3", metadata: {} };
      await sessions.turns.settle(stored, { outcome: "completed", message }, []);
      expect(await texts(await current(conversation))).toEqual(["q1", "a1", "p2", "b2"]);
      expect(await texts(conversation)).toEqual(["q1", "a1", "q2", "a2", "q3", "a3"]);
    });

    test("two questions at the same moment both stay, in order, each with its answer", async () => {
      const conversation = await spoken();
      const [one, two] = [sessions.newTurn(conversation, "q3"), sessions.newTurn(conversation, "q4")];
      await Promise.all([sessions.turns.begin(one), sessions.turns.begin(two)]);
      for (const [turn, content] of [
        [two, "a4"],
        [one, "a3"],
      ] as const)
        await sessions.turns.settle(
          runningTurn(turn, 0),
          { outcome: "completed", message: { content, metadata: {} } },
          [],
        );
      expect((await texts(conversation)).slice(4)).toEqual(["q3", "a3", "q4", "a4"]);
    });

    test("what was said before a forked question is what its branch says, without the question answered anew", async () => {
      const conversation = await spoken();
      const anew = sessions.newTurn(conversation, "q2", await again(conversation, "q2", "a2"));
      await sessions.turns.begin(anew);
      const said = (turn: typeof anew) => sessions.conversations.said(runningTurn(turn, 0), 20);
      expect((await said(anew)).map(({ content }) => content)).toEqual(["q1", "a1"]);
      const edited = sessions.newTurn(conversation, "p1", await edit(conversation, "q1"));
      await sessions.turns.begin(edited);
      expect(await said(edited)).toEqual([]);
      const onwards = sessions.newTurn({ ...conversation, branchId: anew.id }, "q3");
      await sessions.turns.begin(onwards);
      expect((await said(onwards)).map(({ content }) => content)).toEqual(["q1", "a1", "q2"]);
    });

    test("messages of a branch are paged over its parents' and its own", async () => {
      const conversation = await spoken();
      await sessions.say(conversation, "p2", "b2", { fork: await edit(conversation, "q2") });
      const forked = await current(conversation);
      const seen: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await sessions.conversations.messages(forked, { limit: 3, ...(cursor && { cursor }) });
        seen.push(...page.map(({ content }) => content));
        if (page.length < 3) break;
        cursor = page.at(-1)?.id;
      }
      expect(seen).toEqual(["q1", "a1", "p2", "b2"]);
    });

    test("switching is for branches that are there", async () => {
      const conversation = await spoken();
      const turn = await sessions.say(conversation, "p1", "b1", { fork: await edit(conversation, "q1") });
      const update = (branch_id: string) => sessions.conversations.update(conversation, { branch_id });
      expect(await update("")).toMatchObject({ branchId: "" });
      expect(await update(turn.id)).toMatchObject({ branchId: turn.id });
      expect(await update(conversation.id)).toBeNull();
      expect((await current(conversation)).branchId).toBe(turn.id);
    });

    test("clearing drops the branches, and a question to one of them leaves nothing behind", async () => {
      const conversation = await spoken();
      const fork = await again(conversation, "q2", "a2");
      await sessions.say(conversation, "q2", "b2", { fork });
      const forked = await current(conversation);
      await sessions.conversations.clear(forked);
      expect((await current(conversation)).branchId).toBe("");
      expect(await sessions.conversations.branches(forked)).toEqual([]);
      const late = [sessions.newTurn(forked, "q3"), sessions.newTurn(forked, "q2", fork)];
      for (const turn of late) {
        await expect(sessions.turns.begin(turn)).rejects.toMatchObject({ code: "not_found" });
        expect(await sessions.turns.find(turn.id)).toBeNull();
      }
      expect(await sessions.conversations.everyMessage(forked, { limit: 9 })).toEqual([]);
      expect(await sessions.conversations.branches(forked)).toEqual([]);
      expect((await current(conversation)).branchId).toBe("");
    });

    test("a fork that comes to nothing leaves the question it was to answer", async () => {
      const conversation = await spoken();
      const fork = { ...(await again(conversation, "q2", "a2")), forkedBefore: house.random.id() };
      const turn = sessions.newTurn(conversation, "q2", fork);
      await expect(sessions.turns.begin(turn)).rejects.toMatchObject({ code: "not_found" });
      expect(await texts(conversation)).toEqual(["q1", "a1", "q2", "a2"]);
      expect((await current(conversation)).branchId).toBe("");
    });
  });
}
