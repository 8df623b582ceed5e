import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Conversation, ConversationQuery, ListPosition } from "../../src/core/sessions/conversation.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";
import { sessionHouse, type SessionHouse } from "./sessionHouse.ts";

/** What the list of conversations promises, on any engine. */
export function sessionListSuite(name: string, open: OpenRecords): void {
  describe(`the list of conversations on ${name}`, () => {
    let house: RecordsHouse;
    let sessions: SessionHouse;

    beforeAll(async () => {
      house = await open();
      sessions = sessionHouse(house);
    });
    afterAll(() => house.remove());

    /** Of one workspace, a second apart, the first one oldest. */
    const conversationsOf = async (...titles: readonly string[]) => {
      const workspaceId = house.random.id();
      const made: Conversation[] = [];
      for (const title of titles) {
        house.clock.advance(1_000);
        made.push(
          await sessions.conversations.create({ workspaceId, id: house.random.id(), actor: "ana", title }),
        );
      }
      return { workspaceId, made };
    };
    const titles = async (workspaceId: string, query: Omit<ConversationQuery, "limit"> = {}) =>
      (await sessions.conversations.list(workspaceId, "ana", { limit: 50, ...query })).items.map(
        ({ title }) => title,
      );
    const ask = async (conversation: Conversation | undefined, question: string, answer = "a") => {
      if (!conversation) throw new Error("there is no such conversation");
      house.clock.advance(1_000);
      await sessions.say(conversation, question, answer);
    };
    const pin = async (conversation: Conversation | undefined) => {
      if (conversation) await sessions.conversations.update(conversation, { pinned: true });
    };

    test("pinned ones come first, then those with the newest question; a new name moves nothing", async () => {
      const { workspaceId, made } = await conversationsOf("one", "two", "three", "four");
      await ask(made[0], "?");
      await pin(made[1]);
      await pin(made[2]);
      if (made[3]) await sessions.conversations.update(made[3], { title: "renamed" });
      expect(await titles(workspaceId)).toEqual(["three", "two", "one", "renamed"]);
      expect(await titles(workspaceId, { pinned: true })).toEqual(["three", "two"]);
      expect(await titles(workspaceId, { pinned: false })).toEqual(["one", "renamed"]);
    });

    test("pages neither skip nor repeat while questions are asked and conversations begun", async () => {
      const { workspaceId, made } = await conversationsOf("a", "b", "c", "d", "e", "f", "g");
      await pin(made[6]);
      const seen: string[] = [];
      let cursor: ListPosition | null = null;
      for (let n = 0; ; n += 1) {
        const { items, next } = await sessions.conversations.list(workspaceId, "ana", {
          limit: 2,
          ...(cursor && { cursor }),
        });
        seen.push(...items.map(({ title }) => title));
        if (!next) break;
        cursor = next;
        // One that is still to come, one that was seen already, and a new one.
        await ask(made[n], "?");
        await ask(made[5], "¿otra?");
        await sessions.conversations.create({
          workspaceId,
          id: house.random.id(),
          actor: "ana",
          title: "new",
        });
      }
      expect(seen).toEqual(["g", "f", "e", "d", "c", "b", "a"]);
    });

    test("an answer asked for anew is activity: what was first for it is not seen again", async () => {
      const { workspaceId, made } = await conversationsOf("a", "b");
      const [oldest] = made;
      if (!oldest) throw new Error("there is none");
      await ask(oldest, "q");
      await ask(made[1], "q");
      const [question, answer] = await sessions.conversations.messages(oldest, { limit: 2 });
      const fork = { parentId: "", forkedBefore: answer?.id ?? "", questionId: question?.id ?? "" };
      house.clock.advance(1_000);
      await sessions.say(oldest, "q", "b", { fork });
      const first = await sessions.conversations.list(workspaceId, "ana", { limit: 1 });
      await ask(oldest, "r");
      const after = first.next && { cursor: first.next };
      const rest = await sessions.conversations.list(workspaceId, "ana", { limit: 5, ...after });
      expect([...first.items, ...rest.items].map(({ title }) => title)).toEqual(["a", "b"]);
    });

    test("a search finds titles, questions and answers, whatever their case and accents", async () => {
      const { workspaceId, made } = await conversationsOf("Facturación", "dos", "tres", "cuatro");
      await ask(made[1], "¿Qué dice la CANCIÓN?", "Nada.");
      await ask(made[2], "hola", "La canción del pirata");
      expect(await titles(workspaceId, { text: "cancion" })).toEqual(["tres", "dos"]);
      expect(await titles(workspaceId, { text: "CANCIÓN DEL" })).toEqual(["tres"]);
      expect(await titles(workspaceId, { text: "facturacion" })).toEqual(["Facturación"]);
      expect(await titles(workspaceId, { text: "cantion" })).toEqual([]);
    });

    test("a search finds what is written, in whichever letters and however its accents are encoded", async () => {
      const words = ["Łódź", "Die Straße", "el se\u0301ptimo", "El ÁRBOL", "İzmir", "Ærø", "crème brûlée"];
      const { workspaceId, made } = await conversationsOf(...words.map((_, n) => `${n}`));
      for (const [n, word] of words.entries()) await ask(made[n], word);
      for (const [text, title] of [
        ["Łódź", "0"],
        ["łódź", "0"],
        ["Straße", "1"],
        ["die strasse", "1"],
        ["séptimo", "2"],
        ["se\u0301ptimo", "2"],
        ["a\u0301rbol", "3"],
        ["arbol", "3"],
        ["İzmir", "4"],
        ["ærø", "5"],
        ["creme brulee", "6"],
      ] as const)
        expect([text, await titles(workspaceId, { text })]).toEqual([text, [title]]);
    });

    test("a search takes every character as it is", async () => {
      const { workspaceId, made } = await conversationsOf("uno", "dos", "tres");
      await ask(made[0], "sube 100% seguro");
      await ask(made[1], "sube 1000 seguros");
      await ask(made[2], "C:\\temp_x y ЖУК 🎺");
      expect(await titles(workspaceId, { text: "100%" })).toEqual(["uno"]);
      expect(await titles(workspaceId, { text: "p_x" })).toEqual(["tres"]);
      expect(await titles(workspaceId, { text: ":\\t" })).toEqual(["tres"]);
      expect(await titles(workspaceId, { text: "жук 🎺" })).toEqual(["tres"]);
      expect(await titles(workspaceId, { text: "e_p" })).toEqual([]);
    });

    test("a search is paged like the list, over stretches without any match", async () => {
      const fillers = Array.from({ length: 230 }, (_, n) => (n % 110 === 0 ? `aguja ${n}` : "paja"));
      const workspaceId = house.random.id();
      const drafts = fillers.map((title) => ({ workspaceId, id: house.random.id(), actor: "ana", title }));
      await Promise.all(drafts.map((draft) => sessions.conversations.create(draft)));
      const first = await sessions.conversations.list(workspaceId, "ana", { limit: 2, text: "aguja" });
      expect(first.items.map(({ title }) => title)).toEqual(["aguja 220", "aguja 110"]);
      const rest = { limit: 2, text: "aguja", ...(first.next && { cursor: first.next }) };
      expect(await sessions.conversations.list(workspaceId, "ana", rest)).toMatchObject({
        items: [{ title: "aguja 0" }],
        next: null,
      });
    });

    test("nobody finds what is another's", async () => {
      const { workspaceId, made } = await conversationsOf("secreto");
      await ask(made[0], "el secreto");
      const found = await sessions.conversations.list(workspaceId, "bea", { limit: 5, text: "secreto" });
      expect(found).toEqual({ items: [], next: null });
    });
  });
}
