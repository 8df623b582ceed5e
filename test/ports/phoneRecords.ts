import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPhoneRecords, type PhoneStore } from "../../src/adapters/records/phoneRecords.ts";
import type { Exchange, PhoneSession } from "../../src/core/phone/phoneSession.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const nothing = { pending: null, entities: {} };
const workspace = {
  workspace_id: "w",
  name: "w",
  description: "",
  visibility: "private",
  owner: "ana",
  settings: "{}",
  archived_at: null,
  created_at: 1,
  updated_at: 1,
};
const asking = { pending: "cotizacion", entities: { productos: ["isodec"], colores: ["blanco", "rojo"] } };

/** What the records of phones promise, on any engine. */
export function phoneRecordsSuite(engine: string, open: OpenRecords): void {
  describe(`phones on ${engine}`, () => {
    let house: RecordsHouse;
    let phones: PhoneStore;
    beforeAll(async () => {
      house = await open();
      phones = createPhoneRecords(house);
      await house.database.query.insertInto("workspaces").values(workspace).execute();
    });
    beforeEach(async () => {
      await house.database.query.deleteFrom("phone_sessions").execute();
      await house.database.query.deleteFrom("exchanges").execute();
    });
    afterAll(() => house.remove());

    const opened = (id: string, changes: Partial<PhoneSession> = {}, since = 0) => {
      const now = house.clock.now();
      const session = {
        workspaceId: "w",
        id,
        phone: "+1",
        memory: nothing,
        createdAt: now,
        lastActivity: now,
      };
      return phones.open({ ...session, ...changes }, since);
    };
    const exchangeIn = (
      session: PhoneSession,
      message: string,
      changes: Partial<Exchange> = {},
    ): Exchange => ({
      workspaceId: session.workspaceId,
      id: house.random.id(),
      sessionId: session.id,
      phone: session.phone,
      message,
      understood: { intent: "general", entities: {}, missing: [], confidence: 0.5 },
      createdAt: house.clock.now(),
      ...changes,
    });
    const rows = () => house.database.query.selectFrom("exchanges").selectAll().orderBy("id").execute();

    test("a session is read back as it was, in its own workspace alone", async () => {
      const session = await opened("a1", { memory: asking });
      expect(session.memory).toEqual(asking);
      expect(await phones.find("w", "a1")).toEqual(session);
      expect(await phones.find("v", "a1")).toBeNull();
      expect(await phones.find("w", "a")).toBeNull();
    });

    test("the latest session is the one that was active last, of this phone, mark and workspace, and not over", async () => {
      const latest = async (since = 0) => (await phones.latest("w", "+1", "a", since))?.id ?? null;
      expect(await latest()).toBeNull();
      await opened("a1", { lastActivity: 30 });
      await opened("a2", { lastActivity: 20 });
      await opened("a3", { lastActivity: 99, phone: "+2" });
      await opened("b1", { lastActivity: 99 });
      await opened("a4", { lastActivity: 99, workspaceId: "v" });
      expect(await latest()).toBe("a1");
      expect(await latest(30)).toBe("a1");
      expect(await latest(31)).toBeNull();
    });

    test("a new session makes the phone's sessions that are over forgotten, and no others", async () => {
      await opened("a1", { lastActivity: 10 });
      await opened("a2", { lastActivity: 20 });
      await opened("a3", { lastActivity: 10, phone: "+2" });
      await opened("a4", { lastActivity: 10, workspaceId: "v" });
      await opened("a5", {}, 20);
      const left = await house.database.query
        .selectFrom("phone_sessions")
        .select("id")
        .orderBy("id")
        .execute();
      expect(left.map(({ id }) => id)).toEqual(["a2", "a3", "a4", "a5"]);
    });

    test("taking a message keeps it with what was understood, and what is remembered from now on", async () => {
      const session = await opened("a1");
      house.clock.advance(5);
      const exchange = exchangeIn(session, "quiero «isodec»", {
        understood: {
          intent: "cotizacion",
          entities: asking.entities,
          missing: ["nombre"],
          confidence: 0.75,
        },
      });
      expect(await phones.take(session, asking, exchange)).toBe(true);
      expect(await phones.find("w", "a1")).toMatchObject({ memory: asking, lastActivity: house.clock.now() });
      expect(await rows()).toEqual([
        {
          workspace_id: "w",
          id: exchange.id,
          session_id: "a1",
          phone: "+1",
          turn_id: null,
          message: "quiero «isodec»",
          response: "",
          response_type: "",
          intent: "cotizacion",
          entities: '{"productos":["isodec"],"colores":["blanco","rojo"]}',
          missing: '["nombre"]',
          confidence: 0.75,
          created_at: house.clock.now(),
        },
      ]);
    });

    test("of two that take at once on the same memory one is told no, and nothing of it is kept", async () => {
      const session = await opened("a1");
      const taken = await Promise.all([
        phones.take(session, asking, exchangeIn(session, "one")),
        phones.take(session, { pending: "otro", entities: {} }, exchangeIn(session, "two")),
      ]);
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect((await rows()).map(({ message }) => message)).toEqual([taken[0] ? "one" : "two"]);
      expect((await phones.find("w", "a1"))?.memory.pending).toBe(taken[0] ? "cotizacion" : "otro");
    });

    test("messages that change no memory are all taken", async () => {
      const session = await opened("a1");
      const take = (message: string) => phones.take(session, nothing, exchangeIn(session, message));
      expect(await Promise.all(["one", "two", "three"].map(take))).toEqual([true, true, true]);
      expect(await rows()).toHaveLength(3);
    });

    test("a session that is gone takes nothing", async () => {
      const session = await opened("a1");
      await house.database.query.deleteFrom("phone_sessions").execute();
      expect(await phones.take(session, nothing, exchangeIn(session, "one"))).toBe(false);
      expect(await rows()).toEqual([]);
    });

    test("completing is for one message, and doing it again changes nothing", async () => {
      const session = await opened("a1");
      const [one, two] = [exchangeIn(session, "one"), exchangeIn(session, "two")];
      for (const exchange of [one, two]) await phones.take(session, nothing, exchange);
      const reply = { text: "uno", type: "respuesta", turnId: "t" } as const;
      expect(await phones.complete(one, reply)).toBe(true);
      expect(await phones.complete(one, reply)).toBe(true);
      expect(await phones.complete({ ...two, workspaceId: "v" }, reply)).toBe(false);
      expect((await rows()).map((row) => [row.response, row.response_type, row.turn_id])).toEqual([
        ["uno", "respuesta", "t"],
        ["", "", null],
      ]);
    });

    test("what was said before a message is the newest of its session, oldest first, without failures", async () => {
      const session = await opened("a1");
      const other = await opened("a2");
      const say = async (message: string, text: string, type: "respuesta" | "error" = "respuesta") => {
        const exchange = exchangeIn(session, message);
        await phones.take(session, nothing, exchange);
        if (text !== "") await phones.complete(exchange, { text, type, turnId: null });
        return exchange;
      };
      await say("zero", "0");
      await say("one", "1");
      await say("two", "no puedo", "error");
      await say("three", "");
      await phones.take(other, nothing, exchangeIn(other, "elsewhere"));
      const now = await say("now", "");
      await say("later", "9");
      expect(await phones.said(now, 3)).toEqual([
        { role: "user", content: "one" },
        { role: "assistant", content: "1" },
        { role: "user", content: "two" },
        { role: "user", content: "three" },
      ]);
    });

    test("a list shows the workspace's active sessions, latest activity first, with their messages counted", async () => {
      const first = await opened("a1", { lastActivity: 10, memory: asking });
      const second = await opened("a2", { lastActivity: 20, phone: "+2" });
      await opened("a3", { lastActivity: 9 });
      await opened("a4", { lastActivity: 99, workspaceId: "v" });
      await phones.take(second, nothing, exchangeIn(second, "one", { createdAt: 20 }));
      await phones.take(second, nothing, exchangeIn(second, "two", { createdAt: 20 }));
      const createdAt = first.createdAt;
      const one = { workspaceId: "w", id: "a1", phone: "+1", createdAt, lastActivity: 10 };
      const two = { workspaceId: "w", id: "a2", phone: "+2", createdAt, lastActivity: 20 };
      expect(await phones.list("w", { mark: "", since: 10, limit: 9 })).toEqual([
        { ...two, pending: null, exchanges: 2 },
        { ...one, pending: "cotizacion", exchanges: 0 },
      ]);
      expect((await phones.list("w", { mark: "", since: 10, limit: 1 })).map(({ id }) => id)).toEqual(["a2"]);
      expect(
        (await phones.list("w", { phone: "+1", mark: "", since: 0, limit: 9 })).map(({ id }) => id),
      ).toEqual(["a1", "a3"]);
      expect((await phones.list("w", { mark: "a2", since: 0, limit: 9 })).map(({ id }) => id)).toEqual([
        "a2",
      ]);
    });

    test("what phones said too long ago is forgotten, however much it is, and nothing else", async () => {
      const session = await opened("a1");
      const old = await opened("a2", { phone: "+2", lastActivity: house.clock.now() - 1_001 });
      const at = (ago: number) => ({ createdAt: house.clock.now() - ago });
      for (const ago of [1_001, 1_000])
        await phones.take(session, nothing, exchangeIn(session, `${ago}`, at(ago)));
      const [row] = await rows();
      if (!row) throw new Error("nothing was kept");
      for (let n = 0; n < 6; n += 1)
        await house.database.query
          .insertInto("exchanges")
          .values(Array.from({ length: 100 }, (_, m) => ({ ...row, id: `x${n} ${m}` })))
          .execute();
      // Taking a message is an activity.
      await phones.take(session, nothing, exchangeIn(session, "now"));
      expect(await phones.prune(1_000, new AbortController().signal)).toBe(602);
      expect((await rows()).map(({ message }) => message)).toEqual(["1000", "now"]);
      expect(await phones.find("w", session.id)).not.toBeNull();
      expect(await phones.find("w", old.id)).toBeNull();
      await phones.take(session, nothing, exchangeIn(session, "older", at(5_000)));
      expect(await phones.prune(1_000, AbortSignal.abort())).toBe(0);
    });
  });
}
