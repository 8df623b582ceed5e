import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import { createKeyRecords } from "../../src/adapters/records/keyRecords.ts";
import { createWorkspaceRecords } from "../../src/adapters/records/workspaceRecords.ts";
import { sha256 } from "../../src/adapters/system/secureRandom.ts";
import type { CreateKey } from "../../src/contract/keys.ts";
import type { Actor } from "../../src/core/access/actor.ts";
import { authorizeGlobal } from "../../src/core/access/authorized.ts";
import { isRefusal } from "../../src/core/errors.ts";
import { firstKey, firstWorkspace } from "../../src/core/access/firstStart.ts";
import { actorOf, createKey } from "../../src/core/access/keys.ts";
import type { WorkspaceReader } from "../../src/core/access/workspace.ts";
import { rememberWorkspaces } from "../../src/adapters/records/remembered.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

/** What workspace and key records promise, on any engine. */
export function accessRecordsSuite(engine: string, open: OpenRecords): void {
  describe(`workspaces and keys on ${engine}`, () => {
    let house: RecordsHouse;
    beforeAll(async () => void (house = await open()));
    afterAll(() => house.remove());
    const deps = () => ({
      ...house,
      digest: sha256,
      keys: createKeyRecords({ ...house, telemetry: createRecordedTelemetry() }),
      workspaces: createWorkspaceRecords(house),
    });
    const root: Actor = { id: "root", role: "admin", scopes: [], workspaces: [] };
    const make = async (draft: CreateKey, maker = root) => {
      const proof = authorizeGlobal(maker, "admin:config");
      return isRefusal(proof) ? proof : createKey(deps(), proof, draft);
    };
    const keyOf = async (draft: CreateKey) => {
      const result = await make(draft);
      if (isRefusal(result)) throw new Error(result.detail);
      return result;
    };
    const ids = async () => (await deps().keys.list()).map(({ id }) => id);
    const draft = {
      name: "w",
      description: "",
      visibility: "private",
      settings: { grounding: "strict" },
    } as const;

    test("the first start makes one workspace and one admin key, the second start none", async () => {
      const workspace = await firstWorkspace(deps());
      const secret = await firstKey(deps(), null);
      expect(secret).toMatch(/^bt_[0-9a-f]{64}$/);
      expect(await actorOf(deps(), secret ?? "")).toMatchObject({ id: "admin", role: "admin" });
      expect(await firstWorkspace(deps())).toBe(workspace);
      expect(await firstKey(deps(), null)).toBeNull();
    });

    test("a given admin key lets in however often it is given", async () => {
      const given = "a-key-that-somebody-chose";
      expect(await firstKey(deps(), given)).toBeNull();
      expect(await firstKey(deps(), given)).toBeNull();
      expect(await actorOf(deps(), given)).toMatchObject({ role: "admin" });
      const copies = (await deps().keys.list()).filter(({ actor }) => actor === "admin");
      expect(copies).toHaveLength(2);
    });

    test("a key is stored as a digest, and a revoked one lets nobody in", async () => {
      const { key, secret } = await keyOf({ name: "bot", role: "service", scopes: ["query:ask"] });
      const stored = await house.database.query.selectFrom("api_keys").selectAll().execute();
      expect(JSON.stringify(stored)).not.toContain(secret);
      expect(await actorOf(deps(), secret)).toEqual({
        id: key.id,
        role: "service",
        scopes: ["query:ask"],
        workspaces: [],
      });
      const revoked = await deps().keys.revoke(key.id);
      house.clock.advance(50);
      expect((await deps().keys.revoke(key.id))?.revokedAt).toBe(revoked?.revokedAt);
      expect(await actorOf(deps(), secret)).toBeNull();
      expect(await deps().keys.revoke(house.random.id())).toBeNull();
    });

    test("a key opens nothing from its expiry on, and none is made that is expired already", async () => {
      const at = house.clock.now() + 90_000;
      const expires_at = new Date(at).toISOString();
      const { key, secret } = await keyOf({ name: "guest", role: "member", expires_at });
      expect(key.expiresAt).toBe(at);
      expect(await actorOf(deps(), secret)).toMatchObject({ id: key.id });
      house.clock.advance(89_999);
      expect(await actorOf(deps(), secret)).toMatchObject({ id: key.id });
      house.clock.advance(1);
      expect(await actorOf(deps(), secret)).toBeNull();
      const before = await ids();
      expect(await make({ name: "late", role: "member", expires_at })).toMatchObject({
        refused: "validation_error",
        errors: [{ path: "expires_at" }],
      });
      expect(await ids()).toEqual(before);
    });

    test("a key's last use is written once a minute, and only a use that let somebody in", async () => {
      const { key, secret } = await keyOf({ name: "used", role: "member" });
      const used = async () => (await deps().keys.list()).find(({ id }) => id === key.id)?.lastUsedAt;
      // A write that has ended stands behind those that were started before it.
      const settled = async () => {
        await keyOf({ name: "later", role: "member" });
        return used();
      };
      expect(await used()).toBeNull();
      const first = house.clock.now();
      const own = deps();
      await actorOf(own, secret);
      await expect.poll(used).toBe(first);
      house.clock.advance(59_999);
      await actorOf(own, secret);
      // Another process has noted nothing yet, and finds what this one has written.
      await actorOf(deps(), secret);
      expect(await settled()).toBe(first);
      house.clock.advance(1);
      await actorOf(own, secret);
      await expect.poll(used).toBe(first + 60_000);
      await own.keys.revoke(key.id);
      house.clock.advance(60_000);
      await actorOf(own, secret);
      expect(await settled()).toBe(first + 60_000);
    });

    test("a key's name is nobody's: it stands for itself unless an actor is named", async () => {
      const { key, secret } = await keyOf({ name: "admin", role: "member" });
      expect((await actorOf(deps(), secret))?.id).toBe(key.id);
      const named = await keyOf({ name: "laptop", actor: "ana", role: "member" });
      expect((await actorOf(deps(), named.secret))?.id).toBe("ana");
    });

    test("nobody makes a key that may do more than their own", async () => {
      const narrow: Actor = { ...root, scopes: ["admin:config", "query:ask"] };
      const before = await ids();
      for (const wider of [
        { name: "x", role: "admin" },
        { name: "x", role: "member" },
        { name: "x", role: "service", scopes: ["query:ask", "documents:read"] },
      ] as const) {
        const refusal = await make(
          { ...wider, scopes: [...("scopes" in wider ? wider.scopes : [])] },
          narrow,
        );
        expect(refusal).toMatchObject({ refused: "forbidden", errors: [{ path: "scopes" }] });
      }
      for (const maker of [
        { ...root, role: "member" },
        { ...root, role: "service", scopes: ["admin:config"] },
      ] as const)
        expect(await make({ name: "x", role: "member" }, maker)).toMatchObject({ refused: "forbidden" });
      expect(await ids()).toEqual(before);
      expect(await make({ name: "x", role: "service", scopes: ["query:ask"] }, narrow)).toMatchObject({
        key: { scopes: ["query:ask"] },
      });
    });

    test("a workspace can be changed until it is archived, then it is not found", async () => {
      const { workspaces } = deps();
      const { id } = await workspaces.create(house.random.id(), "ana", draft);
      house.clock.advance(5);
      const changed = await workspaces.update(id, {
        name: "new",
        settings: { grounding: "open", locale: "en" },
      });
      expect(changed).toMatchObject({ name: "new", description: "", settings: { locale: "en" } });
      expect(await workspaces.get(id)).toEqual(changed);
      expect(await workspaces.archive(id)).toBe(true);
      expect(await workspaces.archive(id)).toBe(false);
      expect(await workspaces.get(id)).toBeNull();
      expect(await workspaces.update(id, { name: "late" })).toBeNull();
    });

    test("workspaces are listed oldest first, a page at a time", async () => {
      const { workspaces } = deps();
      const made = [];
      for (const name of ["a", "b", "c"])
        made.push(await workspaces.create(house.random.id(), "ana", { ...draft, name }));
      const after = made[0]?.id ?? "";
      expect((await workspaces.all(1, after)).map(({ name }) => name)).toEqual(["b"]);
      expect((await workspaces.all(9, after)).map(({ name }) => name)).toEqual(["b", "c"]);
    });

    test("a listing holds what its reader may read, and fills its pages with that", async () => {
      const { workspaces } = deps();
      const start = (await workspaces.create(house.random.id(), "ana", draft)).id;
      for (const [name, owner, visibility] of [
        ["ana private", "ana", "private"],
        ["ana shared", "ana", "shared"],
        ["bea private", "bea", "private"],
        ["ana open", "ana", "org_read"],
        ["bea shared", "bea", "shared"],
      ] as const)
        await workspaces.create(house.random.id(), owner, { ...draft, name, visibility });
      const everything = await workspaces.all(9, start);
      const listed = async (reader: WorkspaceReader, limit = 9) =>
        (await workspaces.list(reader, limit, start)).map(({ name }) => name);
      expect(await listed({ kind: "all" })).toEqual(everything.map(({ name }) => name));
      expect(await listed({ kind: "member", actor: "bea" })).toEqual([
        "bea private",
        "ana open",
        "bea shared",
      ]);
      expect(await listed({ kind: "member", actor: "bea" }, 2)).toEqual(["bea private", "ana open"]);
      expect(await listed({ kind: "member", actor: "eva" }, 1)).toEqual(["ana open"]);
      const bound = [everything[1]?.id ?? "", everything[4]?.id ?? ""];
      expect(await listed({ kind: "bound", workspaces: bound })).toEqual(["ana shared", "bea shared"]);
      expect(await listed({ kind: "bound", workspaces: [] })).toEqual([]);
    });

    test("a shared workspace is listed to its members, a private or open one asks for no list", async () => {
      const { workspaces } = deps();
      const start = (await workspaces.create(house.random.id(), "ana", draft)).id;
      const reader = { kind: "member", actor: "eva" } as const;
      for (const [name, visibility, members] of [
        ["shared with eva", "shared", ["eva", "bea"]],
        ["private, eva listed", "private", ["eva"]],
        ["shared with bea", "shared", ["bea"]],
        ["open", "org_read", []],
      ] as const) {
        const { id } = await workspaces.create(house.random.id(), "ana", { ...draft, name, visibility });
        for (const actor of members) await workspaces.members.put(id, actor, "ana");
      }
      const listed = async () => (await workspaces.list(reader, 9, start)).map(({ name }) => name);
      expect(await listed()).toEqual(["shared with eva", "open"]);
      const [shared] = await workspaces.list(reader, 1, start);
      await workspaces.members.remove(shared?.id ?? "", "eva");
      expect(await listed()).toEqual(["open"]);
    });

    test("a list of members holds each once, by actor, a page at a time, and for its workspace alone", async () => {
      const { members } = deps().workspaces;
      const [one, two] = [house.random.id(), house.random.id()];
      const first = house.clock.now();
      for (const actor of ["caro", "ana b", "bea"]) await members.put(one, actor, "root");
      house.clock.advance(5);
      expect(await members.put(one, "bea", "another")).toEqual({
        actor: "bea",
        addedBy: "root",
        createdAt: first,
      });
      expect((await members.list(one, 2)).map(({ actor }) => actor)).toEqual(["ana b", "bea"]);
      expect((await members.list(one, 2, "bea")).map(({ actor }) => actor)).toEqual(["caro"]);
      expect([await members.has(one, "ana b"), await members.has(one, "ana")]).toEqual([true, false]);
      expect(await members.has(two, "bea")).toBe(false);
      expect(await members.remove(two, "bea")).toBe(false);
      expect([await members.remove(one, "bea"), await members.remove(one, "bea")]).toEqual([true, false]);
      expect(await members.has(one, "bea")).toBe(false);
    });

    test("what is remembered of a list is forgotten with its change", async () => {
      const { members } = rememberWorkspaces(house, deps().workspaces);
      const id = house.random.id();
      expect(await members.has(id, "ana b")).toBe(false);
      await members.put(id, "ana b", "root");
      expect(await members.has(id, "ana b")).toBe(true);
      expect(await members.has(id, "ana")).toBe(false);
      await members.remove(id, "ana b");
      expect(await members.has(id, "ana b")).toBe(false);
    });

    test("a change of one setting leaves the others, also when many come at once", async () => {
      const { workspaces } = deps();
      const { id } = await workspaces.create(house.random.id(), "ana", draft);
      expect((await workspaces.update(id, { settings: { locale: "es" } }))?.settings).toEqual({
        grounding: "strict",
        locale: "es",
      });
      await Promise.all([
        workspaces.update(id, { settings: { grounding: "open" } }),
        workspaces.update(id, { settings: { locale: "en" } }),
        workspaces.update(id, { name: "renamed" }),
      ]);
      expect(await workspaces.get(id)).toMatchObject({
        name: "renamed",
        settings: { grounding: "open", locale: "en" },
      });
      expect((await workspaces.update(id, { settings: { locale: null } }))?.settings).toEqual({
        grounding: "open",
      });
    });

    test("a budget is set, changed and taken back without touching the other settings", async () => {
      const { workspaces } = deps();
      const settings = { grounding: "strict", budget: { daily_usd: 0.1 } } as const;
      const { id } = await workspaces.create(house.random.id(), "ana", { ...draft, settings });
      expect((await workspaces.get(id))?.settings).toEqual(settings);
      const patched = async (budget: { daily_usd: number | null }) =>
        (await workspaces.update(id, { settings: { budget } }))?.settings;
      expect(await patched({ daily_usd: 2.5 })).toEqual({
        grounding: "strict",
        budget: { daily_usd: 2.5 },
      });
      expect(await patched({ daily_usd: null })).toEqual({ grounding: "strict", budget: {} });
      expect(await workspaces.get(id)).toMatchObject({ settings: { grounding: "strict", budget: {} } });
    });
  });
}
