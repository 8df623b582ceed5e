import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "../../src/contract/errors.ts";
import { createClient, type Client } from "../../src/client/client.ts";
import { keySchema, type CreateKey, type CreatedKey } from "../../src/contract/keys.ts";
import { memberSchema, workspaceSchema } from "../../src/contract/workspaces.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

describe("who may see and do what, over HTTP", () => {
  let house: TestServer;
  beforeAll(async () => {
    house = await startTestServer();
  });
  afterAll(() => house.stop());

  const clientOf = ({ key }: CreatedKey): Client => createClient({ baseUrl: house.url, key });
  const keyFor = (key: Partial<CreateKey>) => house.client.keys.create({ name: "somebody", ...key });
  const call = ({ key }: Pick<CreatedKey, "key">, method: string, path: string, body?: unknown) =>
    house.fetch(`/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  test("a listing shows another's private workspace neither as an item nor as a cursor", async () => {
    const [ana, bea] = [await keyFor({}), await keyFor({})];
    const foreign: string[] = [];
    const own: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      foreign.push((await clientOf(ana).workspaces.create({ name: "de ana" })).id);
      own.push((await clientOf(bea).workspaces.create({ name: "de bea" })).id);
      foreign.push((await house.client.workspaces.create({ name: "del admin" })).id);
    }
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await clientOf(bea).workspaces.list({ limit, ...(cursor !== undefined && { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        expect([undefined, page.items.at(-1)?.id]).toContain(page.next);
        for (const id of foreign) expect(JSON.stringify(page)).not.toContain(id);
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen.filter((id) => own.includes(id))).toEqual(own);
    }
  });

  test("a service stays inside the workspaces it is bound to, and does not change them", async () => {
    const ana = await keyFor({});
    const { id } = await clientOf(ana).workspaces.create({ name: "de ana" });
    const bot = await keyFor({
      role: "service",
      scopes: ["documents:create", "documents:read", "documents:delete", "admin:config", "admin:metrics"],
      workspaces: [id],
    });
    const status = async (method: string, path: string, body?: unknown) =>
      (await call(bot, method, path, body)).status;
    expect((await clientOf(bot).workspaces.list()).items.map((workspace) => workspace.id)).toEqual([id]);
    expect(await status("GET", `/workspaces/${id}`)).toBe(200);
    expect(await status("POST", "/workspaces", { name: "otra" })).toBe(403);
    expect(await status("PATCH", `/workspaces/${id}`, { visibility: "org_read" })).toBe(403);
    expect(await status("DELETE", `/workspaces/${id}`)).toBe(403);
    expect(await status("POST", "/keys", { name: "otra", role: "admin" })).toBe(403);
    expect(await status("GET", "/keys")).toBe(403);
    expect(await status("GET", "/workspaces/default")).toBe(404);
    const metrics = await house.fetch("/metrics", { headers: { authorization: `Bearer ${bot.key}` } });
    expect(metrics.status).toBe(200);
    expect((await call(ana, "DELETE", `/workspaces/${id}`)).status).toBe(204);
  });

  test("a key named like somebody is not that somebody", async () => {
    const { id } = await house.client.conversations.create();
    const namesake = await keyFor({ name: "admin" });
    expect(namesake.actor).toBe(namesake.id);
    expect((await call(namesake, "GET", `/conversations/${id}`)).status).toBe(404);
    expect((await clientOf(namesake).conversations.list()).items).toEqual([]);
  });

  test("a change of the language leaves the grounding", async () => {
    const settings = { grounding: "strict" } as const;
    const { id } = await house.client.workspaces.create({ name: "estricta", settings });
    const patch = (body: unknown) =>
      house.fetch(`/api/v1/workspaces/${id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const changed = workspaceSchema.parse(await (await patch({ settings: { locale: "es" } })).json());
    expect(changed.settings).toEqual({ grounding: "strict", locale: "es" });
    const frugal = workspaceSchema.parse(
      await (await patch({ settings: { budget: { daily_usd: 1.5 } } })).json(),
    );
    expect(frugal.settings).toEqual({ grounding: "strict", locale: "es", budget: { daily_usd: 1.5 } });
    for (const daily_usd of [0, -1, "2"])
      expect((await patch({ settings: { budget: { daily_usd } } })).status).toBe(422);
  });

  test("a member of a shared workspace reads it until it is taken off the list, and what it kept there", async () => {
    const [ana, eva] = [await keyFor({}), await keyFor({ actor: "oidc|eva/1" })];
    const { id } = await clientOf(ana).workspaces.create({ name: "común", visibility: "shared" });
    const path = `/workspaces/${id}/members/${encodeURIComponent(eva.actor)}`;
    const reads = async () => (await call(eva, "GET", `/workspaces/${id}`)).status;
    const listed = async () =>
      (await clientOf(eva).workspaces.list()).items.some((workspace) => workspace.id === id);
    expect([await reads(), await listed()]).toEqual([404, false]);
    const added = memberSchema.parse(await (await call(ana, "PUT", path)).json());
    expect(added).toMatchObject({ actor: "oidc|eva/1", added_by: ana.actor });
    expect(await (await call(ana, "PUT", path)).json()).toEqual(added);
    expect([await reads(), await listed()]).toEqual([200, true]);
    const conversation = await clientOf(eva).conversations.create({ workspace_id: id });
    const own = async () => (await call(eva, "GET", `/conversations/${conversation.id}`)).status;
    expect(await own()).toBe(200);
    await call(ana, "PATCH", `/workspaces/${id}`, { visibility: "private" });
    expect([await reads(), await own(), await listed()]).toEqual([404, 404, false]);
    await call(ana, "PATCH", `/workspaces/${id}`, { visibility: "shared" });
    expect([await reads(), await own()]).toEqual([200, 200]);
    expect((await call(ana, "DELETE", path)).status).toBe(204);
    expect([await reads(), await own(), await listed()]).toEqual([404, 404, false]);
    expect((await call(ana, "DELETE", path)).status).toBe(404);
  });

  test("ids that the server keeps for itself are given to no key and to no list", async () => {
    const { id } = await house.client.workspaces.create({ name: "propia" });
    const paths = async (answer: Promise<Response>) => {
      const refused = await answer;
      return [refused.status, problemSchema.parse(await refused.json()).errors?.map(({ path }) => path)];
    };
    const root = { key: house.key };
    for (const actor of ["erased", "phone:+59899123456"]) {
      expect(await paths(call(root, "POST", "/keys", { name: "nadie", actor }))).toEqual([422, ["actor"]]);
      const path = `/workspaces/${id}/members/${encodeURIComponent(actor)}`;
      expect(await paths(call(root, "PUT", path))).toEqual([422, ["actor"]]);
    }
    // The server's own id for who runs it is a key's to have.
    expect((await keyFor({ actor: "admin" })).actor).toBe("admin");
  });

  test("a list of members comes a page at a time", async () => {
    const ana = await keyFor({});
    const { id } = await clientOf(ana).workspaces.create({ name: "común" });
    for (const actor of ["caro", "bea", "ana b"])
      await call(ana, "PUT", `/projects/${id}/members/${encodeURIComponent(actor)}`);
    const page = async (query: string) =>
      (await call(ana, "GET", `/workspaces/${id}/members?${query}`)).json();
    expect(await page("limit=2")).toMatchObject({
      items: [{ actor: "ana b" }, { actor: "bea" }],
      next: "bea",
    });
    expect(await page("limit=2&cursor=bea")).toEqual({ items: [expect.objectContaining({ actor: "caro" })] });
    expect((await call(ana, "PUT", `/workspaces/${id}/members/%00`)).status).toBe(422);
  });

  test("a key shows until when it opens and when it last did", async () => {
    const expires_at = "2999-12-31T23:00:00-01:00";
    const guest = await keyFor({ expires_at });
    expect(guest).toMatchObject({ expires_at: "3000-01-01T00:00:00.000Z" });
    expect(guest).not.toHaveProperty("last_used_at");
    expect((await call(guest, "GET", "/workspaces")).status).toBe(200);
    const listed = async () => (await house.client.keys.list()).items.find(({ id }) => id === guest.id);
    await expect.poll(async () => (await listed())?.last_used_at).toMatch(/^20\d\d-/);
    expect(keySchema.parse(await listed())).toMatchObject({ expires_at: "3000-01-01T00:00:00.000Z" });
  });

  test.each(["2001-01-01T00:00:00Z", "tomorrow", "2030-01-01"])(
    "a key that expires at %s is refused by the field's name",
    async (expires_at) => {
      const refused = await house.fetch("/api/v1/keys", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "guest", expires_at }),
      });
      expect(refused.status).toBe(422);
      expect(problemSchema.parse(await refused.json()).errors?.map(({ path }) => path)).toEqual([
        "expires_at",
      ]);
    },
  );
});
