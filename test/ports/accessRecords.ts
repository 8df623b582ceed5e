import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKeyRecords } from "../../src/adapters/records/keyRecords.ts";
import { createWorkspaceRecords } from "../../src/adapters/records/workspaceRecords.ts";
import { sha256 } from "../../src/adapters/system/secureRandom.ts";
import { firstKey, firstWorkspace } from "../../src/core/access/firstStart.ts";
import { actorOf, createKey } from "../../src/core/access/keys.ts";
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
      keys: createKeyRecords(house),
      workspaces: createWorkspaceRecords(house),
    });
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
      const { key, secret } = await createKey(deps(), {
        name: "bot",
        role: "service",
        scopes: ["query:ask"],
      });
      const stored = await house.database.query.selectFrom("api_keys").selectAll().execute();
      expect(JSON.stringify(stored)).not.toContain(secret);
      expect(await actorOf(deps(), secret)).toEqual({
        id: "bot",
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
      expect((await workspaces.list(1, after)).map(({ name }) => name)).toEqual(["b"]);
      expect((await workspaces.list(9, after)).map(({ name }) => name)).toEqual(["b", "c"]);
    });
  });
}
