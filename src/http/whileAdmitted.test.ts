import { expect, test } from "vitest";
import { createManualClock } from "../adapters/system/manualClock.ts";
import type { StoredKey } from "../core/access/keys.ts";
import type { Workspace } from "../core/access/workspace.ts";
import { AppError } from "../core/errors.ts";
import { whileAdmitted } from "./whileAdmitted.ts";

const unused = () => Promise.reject(new Error("not part of this test"));
const workspace: Workspace = {
  id: "w",
  name: "w",
  description: "",
  visibility: "org_read",
  owner: "ana",
  settings: { grounding: "open" },
  createdAt: 0,
  updatedAt: 0,
};
const key: StoredKey = {
  id: "k",
  name: "k",
  actor: "bea",
  role: "member",
  scopes: [],
  workspaces: [],
  createdAt: 0,
  revokedAt: null,
  expiresAt: null,
  lastUsedAt: null,
};

/** Lets the answers of stores arrive. */
const settled = () => new Promise((resume) => setImmediate(resume));

function opening() {
  const clock = createManualClock(0);
  const now = { key: async (): Promise<StoredKey | null> => key, workspace };
  const deps = {
    clock,
    tokens: null,
    digest: (text: string) => text,
    keys: {
      create: unused,
      list: unused,
      revoke: unused,
      noteUse: () => undefined,
      findByHash: () => now.key(),
    },
    workspaces: {
      get: async () => now.workspace,
      create: unused,
      list: unused,
      all: unused,
      update: unused,
      archive: unused,
      members: { has: async () => false, put: unused, remove: unused, list: unused },
    },
  };
  const signal = whileAdmitted(deps, { headers: { authorization: "Bearer secret" } }, "w", "documents:read");
  const later = async () => {
    clock.advance(15_000);
    await settled();
    return signal.aborted;
  };
  return { now, later, signal };
}

test("who may still come in stays", async () => {
  const { later } = opening();
  for (let n = 0; n < 3; n += 1) expect(await later()).toBe(false);
});

test("a key that is gone, or a workspace that was closed, ends it", async () => {
  const revoked = opening();
  expect(await revoked.later()).toBe(false);
  revoked.now.key = async () => ({ ...key, revokedAt: 1 });
  expect(await revoked.later()).toBe(true);

  const closed = opening();
  closed.now.workspace = { ...workspace, visibility: "private" };
  expect(await closed.later()).toBe(true);
});

test("records that do not answer end nothing", async () => {
  const { now, later } = opening();
  now.key = () => Promise.reject(new AppError("database_unavailable", "locked", { retryable: true }));
  expect(await later()).toBe(false);
  now.key = async () => null;
  expect(await later()).toBe(true);
});

test("once left, it asks no more", async () => {
  const { now, later, signal } = opening();
  signal[Symbol.dispose]();
  now.key = async () => null;
  expect(await later()).toBe(false);
});
