import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createConversationRecords } from "../../src/adapters/records/conversationRecords.ts";
import { createVoteRecords } from "../../src/adapters/records/voteRecords.ts";
import type { VoteDraft, VoteRecords } from "../../src/core/feedback/vote.ts";
import type { Conversation } from "../../src/core/sessions/conversation.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

/** What votes promise, on any engine. */
export function voteSuite(engine: string, open: OpenRecords): void {
  describe(`votes on ${engine}`, () => {
    let house: RecordsHouse;
    let votes: VoteRecords;
    beforeEach(async () => {
      house = await open();
      votes = createVoteRecords(house);
    });
    afterEach(() => house.remove());

    const draft = (changes: Partial<VoteDraft> = {}): VoteDraft => ({
      workspaceId: "w1",
      conversationId: "c1",
      messageId: "m1",
      actor: "ana",
      value: "up",
      comment: null,
      tags: ["claro"],
      ...changes,
    });

    test("a vote is read back as it was cast, by its own actor alone", async () => {
      const now = house.clock.now();
      const cast = { ...draft({ comment: "muy bien" }), createdAt: now, updatedAt: now };
      expect(await votes.put(draft({ comment: "muy bien" }))).toEqual(cast);
      expect(await votes.find(draft())).toEqual(cast);
      expect(await votes.find(draft({ actor: "bea" }))).toBeNull();
      expect(await votes.find(draft({ conversationId: "c2" }))).toBeNull();
    });

    test("the same vote again changes nothing; another value, comment or tag takes its place", async () => {
      const { createdAt } = await votes.put(draft());
      house.clock.advance(1_000);
      expect((await votes.put(draft())).updatedAt).toBe(createdAt);
      for (const change of [{ value: "down" }, { comment: "no" }, { comment: null }, { tags: [] }] as const) {
        house.clock.advance(1_000);
        const changed = await votes.put(draft({ ...change, ...("tags" in change && { value: "down" }) }));
        expect(changed).toMatchObject({ ...change, createdAt, updatedAt: house.clock.now() });
      }
    });

    test("votes cast at once leave one", async () => {
      await Promise.all(["up", "down", "neutral"].map((value) => votes.put(draft({ comment: value }))));
      expect(await house.database.query.selectFrom("votes").selectAll().execute()).toHaveLength(1);
    });

    test("a vote is taken back once", async () => {
      await votes.put(draft());
      await votes.put(draft({ actor: "bea" }));
      expect(await votes.remove(draft())).toBe(true);
      expect(await votes.remove(draft())).toBe(false);
      expect(await votes.find(draft({ actor: "bea" }))).not.toBeNull();
    });

    test("a message is known by who wrote it, in its own conversation alone", async () => {
      const conversations = createConversationRecords(house);
      const conversation: Conversation = await conversations.create({
        workspaceId: "w1",
        id: "c1",
        actor: "ana",
        title: "",
      });
      const message = {
        workspace_id: "w1",
        conversation_id: "c1",
        turn_id: "t1",
        content: "hola",
        metadata: "{}",
        created_at: 1,
        branch_id: "",
      };
      await house.database.query
        .insertInto("messages")
        .values([
          { ...message, id: "m1", role: "user" },
          { ...message, id: "m2", role: "assistant" },
        ])
        .execute();
      expect(await votes.roleOf(conversation, "m1")).toBe("user");
      expect(await votes.roleOf(conversation, "m2")).toBe("assistant");
      expect(await votes.roleOf(conversation, "m3")).toBeNull();
      expect(await votes.roleOf({ ...conversation, id: "c2" }, "m2")).toBeNull();
    });
  });
}
