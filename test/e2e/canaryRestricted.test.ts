import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scopes, type CreateKey } from "../../src/contract/keys.ts";
import {
  addMember,
  nowhere,
  planters,
  plantThings,
  request,
  send,
  startPatientServer,
  type Asker,
} from "./plantedThings.ts";
import { policyByRoute, type Policy, type Things } from "./routePolicies.ts";
import type { TestServer } from "./testServer.ts";

/** A document for admins alone, in a workspace that others may read. */
const secret = "urutaurestringido";
const words = { shared: "hornero", own: "propio" };

let house: TestServer;
let things: Things;
let openDocument: string;
const askers = new Map<string, Asker>();

beforeAll(async () => {
  house = await startPatientServer();
  const keyFor = async (draft: Partial<CreateKey>) =>
    (await house.client.keys.create({ name: "somebody", ...draft })).key;
  const owner = await keyFor({});
  const workspace = await planters.workspace(house, owner, "", words);
  await addMember(house, workspace, "eva");
  const open = await plantThings(house, owner, workspace, words);
  const document = await planters.document(house, owner, workspace, { ...words, shared: secret });
  const path = `/api/v1/workspaces/${workspace}/documents/${document}`;
  await send({ server: house, key: owner }, "PATCH", path, { allowed_roles: ["admin"] });
  openDocument = open.document;
  things = { ...open, document };
  askers
    .set("uploader", { server: house, key: owner })
    .set("admin", { server: house, key: house.key })
    .set("listed member", { server: house, key: await keyFor({ actor: "eva" }) })
    .set("bound service", {
      server: house,
      key: await keyFor({ role: "service", scopes: [...scopes], workspaces: [workspace] }),
    });
});
afterAll(() => house.stop());

const asker = (name: string): Asker => {
  const found = askers.get(name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
};
const search = async (name: string, more: object = {}) => {
  const path = `/api/v1/workspaces/${things.workspace}/search`;
  return (await send(asker(name), "POST", path, { query: `${secret} canario`, ...more })).text();
};
const inWorkspace = Object.entries(policyByRoute).filter(([route]) => route.includes("/workspaces/{"));

test.each(["uploader", "admin"])("the %s finds the restricted document", async (name) => {
  expect(await search(name)).toContain(secret);
});

describe.each(["listed member", "bound service"])("a %s, whose role may not read the document", (name) => {
  test("finds the open one beside it, and not the restricted one by asking for it", async () => {
    expect(await search(name)).toContain(words.shared);
    for (const more of [{}, { document_ids: [things.document] }])
      expect(await search(name, more)).not.toContain(`${secret}.txt`);
  });

  test("gets for its id what an id that nothing has gets", async () => {
    const answer = async (route: string, policy: Policy, document: string) => {
      const response = await request(asker(name), route, policy, { ...things, document });
      const body = (await response.text()).replaceAll(/"(?:instance|request_id)":"[^"]*"/g, "");
      return { route, status: response.status, body };
    };
    for (const [route, policy] of inWorkspace) {
      if (!route.includes("{document_id}")) continue;
      const restricted = await answer(route, policy, things.document);
      expect([403, 404]).toContain(restricted.status);
      expect(restricted).toEqual(await answer(route, policy, nowhere));
    }
  });

  test("reads nothing of it on any route of the workspace", async () => {
    const beside = { ...things, document: openDocument };
    for (const [route, policy] of inWorkspace) {
      if (policy.endless || (!route.startsWith("GET ") && !policy.asks)) continue;
      const heard = await (await request(asker(name), route, policy, beside)).text();
      expect({ route, leaks: heard.includes(secret) || heard.includes(things.document) }).toEqual({
        route,
        leaks: false,
      });
    }
  });
});
