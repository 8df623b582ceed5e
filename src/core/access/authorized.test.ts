import { describe, expect, test } from "vitest";
import { scopes as everyScope, type Role, type Scope } from "../../contract/keys.ts";
import { isRefusal } from "../errors.ts";
import type { Actor } from "./actor.ts";
import {
  authorizeGlobal,
  authorizeOwned,
  authorizeWorkspace,
  authorizeWorkspaceOwner,
} from "./authorized.ts";
import type { Workspace, WorkspaceRecords } from "./workspace.ts";

const actor = (id: string, role: Role, scopes: Scope[] = [], workspaces: string[] = []): Actor => ({
  id,
  role,
  scopes,
  workspaces,
});
const admin = actor("root", "admin");
const owner = actor("ana", "member");
const stranger = actor("bea", "member");
const listed = actor("eva", "member");
const boundService = actor("bot", "service", ["documents:read", "documents:create"], ["private", "org_read"]);

const workspace = (visibility: Workspace["visibility"]): Workspace => ({
  id: visibility,
  name: "w",
  description: "",
  visibility,
  owner: "ana",
  settings: { grounding: "open" },
  createdAt: 0,
  updatedAt: 0,
});
const known = [workspace("private"), workspace("org_read"), workspace("shared")];
const unused = () => Promise.reject(new Error("not part of this test"));
const workspaces: WorkspaceRecords = {
  get: async (id) => known.find((candidate) => candidate.id === id) ?? null,
  create: unused,
  list: unused,
  all: unused,
  update: unused,
  archive: unused,
  members: {
    has: async (id, who) => id === "shared" && who === "eva",
    put: unused,
    remove: unused,
    list: unused,
  },
};

const verdict = async (who: Actor, workspaceId: string, scope: Scope) => {
  const result = await authorizeWorkspace({ workspaces }, who, workspaceId, scope);
  return isRefusal(result) ? result.refused : "admitted";
};

describe("the policy matrix", () => {
  test.each([
    ["admin", admin, "private", "admitted", "admitted"],
    ["admin", admin, "org_read", "admitted", "admitted"],
    ["owner", owner, "private", "admitted", "admitted"],
    ["owner", owner, "org_read", "admitted", "admitted"],
    ["member", stranger, "private", "not_found", "not_found"],
    ["member", stranger, "org_read", "admitted", "forbidden"],
    ["admin", admin, "shared", "admitted", "admitted"],
    ["owner", owner, "shared", "admitted", "admitted"],
    ["member on the list", listed, "shared", "admitted", "forbidden"],
    ["member on another list", listed, "private", "not_found", "not_found"],
    ["member on no list", stranger, "shared", "not_found", "not_found"],
    [
      "service that is named on the list",
      actor("eva", "service", ["documents:read", "documents:create"]),
      "shared",
      "not_found",
      "not_found",
    ],
    ["bound service", boundService, "private", "admitted", "admitted"],
    ["nobody's workspace for an admin", admin, "nowhere", "not_found", "not_found"],
  ])("%s %#", async (_, who, workspaceId, reading, writing) => {
    expect(await verdict(who, workspaceId, "documents:read")).toBe(reading);
    expect(await verdict(who, workspaceId, "documents:create")).toBe(writing);
  });

  test("a service has only its scopes, in only its workspaces", async () => {
    expect(await verdict(boundService, "private", "documents:delete")).toBe("forbidden");
    const elsewhere = actor("bot", "service", ["documents:read"], ["other"]);
    expect(await verdict(elsewhere, "org_read", "documents:read")).toBe("not_found");
  });

  test("only a shared workspace asks for its list, and only for who is neither owner nor admin", async () => {
    let asked = 0;
    const counting = { ...workspaces, members: { ...workspaces.members, has: async () => ++asked > 0 } };
    for (const who of [admin, owner, stranger])
      for (const id of ["private", "org_read", "nowhere"])
        await authorizeWorkspace({ workspaces: counting }, who, id, "documents:read");
    for (const who of [admin, owner])
      await authorizeWorkspace({ workspaces: counting }, who, "shared", "documents:read");
    expect(asked).toBe(0);
    await authorizeWorkspace({ workspaces: counting }, stranger, "shared", "documents:read");
    expect(asked).toBe(1);
  });

  test("the list of members is seen by the owner and admins alone", async () => {
    const see = async (who: Actor, id: string) => {
      const result = await authorizeWorkspaceOwner({ workspaces }, who, id, "documents:read");
      return isRefusal(result) ? result.refused : "admitted";
    };
    expect([await see(admin, "shared"), await see(owner, "shared")]).toEqual(["admitted", "admitted"]);
    expect([await see(listed, "shared"), await see(stranger, "org_read")]).toEqual([
      "forbidden",
      "forbidden",
    ]);
    expect([await see(stranger, "shared"), await see(listed, "private")]).toEqual(["not_found", "not_found"]);
    expect(await see(boundService, "private")).toBe("forbidden");
  });

  test("changing a workspace itself is for its owner and admins, not for a service's scopes", async () => {
    const service = actor("ana", "service", ["documents:create", "documents:delete"], ["private"]);
    const change = async (who: Actor, scope: "documents:create" | "documents:delete") => {
      const result = await authorizeWorkspaceOwner({ workspaces }, who, "private", scope);
      return isRefusal(result) ? result.refused : "admitted";
    };
    for (const scope of ["documents:create", "documents:delete"] as const) {
      expect(await change(admin, scope)).toBe("admitted");
      expect(await change(owner, scope)).toBe("admitted");
      expect(await change(stranger, scope)).toBe("not_found");
      expect(await change(service, scope)).toBe("forbidden");
      expect(await change({ ...service, workspaces: [] }, scope)).toBe("not_found");
      expect(await change({ ...owner, scopes: ["query:ask"] }, scope)).toBe("forbidden");
    }
  });

  test("outside its workspaces a service has the server's state, whatever its scopes", () => {
    const service = actor("bot", "service", [...everyScope], ["private"]);
    const open = everyScope.filter((scope) => !isRefusal(authorizeGlobal(service, scope)));
    expect(open).toEqual(["admin:metrics", "admin:health"]);
    expect(isRefusal(authorizeGlobal(actor("bot", "service", []), "admin:metrics"))).toBe(true);
  });

  test("scopes narrow a member's key, and none of them makes it an admin's", async () => {
    const narrow = actor("ana", "member", ["query:ask"]);
    expect(await verdict(narrow, "private", "documents:read")).toBe("forbidden");
    expect(authorizeGlobal(actor("ana", "member", ["admin:config"]), "admin:config")).toMatchObject({
      refused: "forbidden",
    });
    expect(isRefusal(authorizeGlobal(admin, "admin:config"))).toBe(false);
  });
});

describe("what belongs to one actor", () => {
  const conversation = { workspaceId: "org_read", actor: "bea" };

  test("is found by that actor alone, and by no admin", async () => {
    expect(isRefusal(await authorizeOwned({ workspaces }, stranger, conversation, "query:ask"))).toBe(false);
    for (const who of [owner, admin]) {
      expect(await authorizeOwned({ workspaces }, who, conversation, "query:ask")).toMatchObject({
        refused: "not_found",
      });
    }
  });

  test("answers the same for another's and for what does not exist", async () => {
    const another = await authorizeOwned({ workspaces }, owner, conversation, "query:ask");
    expect(another).toEqual(await authorizeOwned({ workspaces }, owner, null, "query:ask"));
  });

  test("is out of reach once its workspace is", async () => {
    const shared = { workspaceId: "shared", actor: "eva" };
    expect(isRefusal(await authorizeOwned({ workspaces }, listed, shared, "query:ask"))).toBe(false);
    const removed = { ...workspaces, members: { ...workspaces.members, has: async () => false } };
    expect(await authorizeOwned({ workspaces: removed }, listed, shared, "query:ask")).toMatchObject({
      refused: "not_found",
    });
    const lost = { workspaceId: "private", actor: "bea" };
    expect(await authorizeOwned({ workspaces }, stranger, lost, "query:ask")).toMatchObject({
      refused: "not_found",
    });
  });
});
