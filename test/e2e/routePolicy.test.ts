import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { scopes, type CreateKey, type Scope } from "../../src/contract/keys.ts";
import { sha256 } from "../../src/adapters/system/secureRandom.ts";
import { addMember, plantThings, planters, request, send, startPatientServer } from "./plantedThings.ts";
import { policyByRoute, verdict, type Policy, type Relation, type Things } from "./routePolicies.ts";
import type { TestServer } from "./testServer.ts";

const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const words = { shared: "compartido", own: "propio" };
const everyScope = [...scopes];
const memberScopes = everyScope.filter((scope) => !scope.startsWith("admin:"));

let house: TestServer;
let things: Things;
const keyByRelation = new Map<Relation, string>();
const lackingByScope = new Map<Scope, string>();
const expired = "bt_a_key_that_expired_long_ago";

beforeAll(async () => {
  house = await startPatientServer();
  const keyFor = async (draft: Partial<CreateKey>) =>
    (await house.client.keys.create({ name: "somebody", ...draft })).key;
  const owner = await keyFor({ actor: "ana" });
  const workspace = await planters.workspace(house, owner, "", words);
  const elsewhere = await house.client.workspaces.create({ name: "otra" });
  await addMember(house, workspace, "eva");
  const service = { role: "service", scopes: everyScope } as const;
  keyByRelation
    .set("admin", house.key)
    .set("owner", owner)
    .set("listed member", await keyFor({ actor: "eva" }))
    .set("stranger", await keyFor({ actor: "bea" }))
    .set("bound service", await keyFor({ ...service, workspaces: [workspace] }))
    .set("service elsewhere", await keyFor({ ...service, workspaces: [elsewhere.id] }));
  for (const scope of everyScope) {
    const isAdmins = scope.startsWith("admin:");
    const held = (isAdmins ? everyScope : memberScopes).filter((each) => each !== scope);
    const draft = { actor: "ana", role: isAdmins ? "admin" : "member", scopes: held } as const;
    lackingByScope.set(scope, await keyFor({ ...draft, scopes: [...held] }));
  }
  const { keys, random } = house.server.composition.http;
  const draft = { name: "old", actor: "ana", role: "admin", scopes: [], workspaces: [] } as const;
  await keys.create({ ...draft, id: random.id(), expiresAt: 1 }, sha256(expired));
  things = await plantThings(house, owner, workspace, words);
});
afterAll(() => house.stop());

test("every route has a policy, and every policy a route", async () => {
  const { paths } = openApi.parse(
    await (await send({ server: house, key: null }, "GET", "/openapi.json")).json(),
  );
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const known = Object.keys(policyByRoute);
  const missing = routes
    .filter((route) => !known.includes(route))
    .map(
      (route) =>
        `"${route}" has no policy: add a line to policyByRoute in test/e2e/routePolicies.ts that says who may use it`,
    );
  const stale = known
    .filter((route) => !routes.includes(route))
    .map((route) => `"${route}" is no route any more: take its line out of policyByRoute`);
  expect([...missing, ...stale]).toEqual([]);
});

const insiders: readonly Relation[] = [
  "service elsewhere",
  "stranger",
  "listed member",
  "bound service",
  "owner",
  "admin",
];

describe.each(Object.entries(policyByRoute))("%s", (route, policy) => {
  test("is open to exactly those of its policy", async () => {
    const seen: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    const ask = async (name: string, key: string | null, relation: Relation) => {
      const wanted = verdict(policy, relation);
      const response = await request({ server: house, key }, route, policy, await thingsFor(policy, wanted));
      await response.body?.cancel();
      expected[name] = wanted;
      seen[name] = statusClass(policy, response.status, wanted);
    };
    await ask("no key", null, "nobody");
    await ask("a wrong key", "bt_nobody_has_this", "nobody");
    await ask("an expired key", expired, "nobody");
    const lacking = policy.scope && lackingByScope.get(policy.scope);
    if (lacking) await ask("a key without the scope", lacking, "lacking the scope");
    for (const relation of insiders) await ask(relation, keyByRelation.get(relation) ?? "", relation);
    expect(seen).toEqual(expected);
  });
});

/** Who gets through a route that takes things away leaves none for the next. */
async function thingsFor({ spends = [] }: Policy, wanted: ReturnType<typeof verdict>): Promise<Things> {
  if (wanted !== "through") return things;
  let fresh = things;
  for (const name of spends) {
    if (!(name in planters)) throw new Error(`there is no planter for ${name}`);
    const owner = keyByRelation.get("owner") ?? "";
    const plant = Object.entries(planters).find(([each]) => each === name)?.[1];
    fresh = { ...fresh, [name]: (await plant?.(house, owner, fresh.workspace, words)) ?? "" };
  }
  return fresh;
}

/** Any answer but a refusal of access counts as through. */
function statusClass(policy: Policy, status: number, wanted: ReturnType<typeof verdict>): unknown {
  if (wanted === "through" && status === policy.answers) return "through";
  return status < 500 && ![401, 403, 404].includes(status) ? "through" : status;
}
