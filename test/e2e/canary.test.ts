import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient } from "../../src/client/client.ts";
import { scopes, type CreateKey } from "../../src/contract/keys.ts";
import {
  addMember,
  nowhere,
  plantThings,
  request,
  send,
  startPatientServer,
  type Words,
} from "./plantedThings.ts";
import {
  policyByRoute,
  thingNames,
  verdict,
  type Policy,
  type Relation,
  type Things,
} from "./routePolicies.ts";
import type { TestServer } from "./testServer.ts";

const names = ["admin", "owner", "member", "service", "stranger"] as const;
type Name = (typeof names)[number];

interface Somebody {
  readonly name: Name;
  readonly server: TestServer;
  readonly key: string;
  readonly things: Things;
  readonly words: Words;
}

let house: TestServer;
const people = new Map<Name, Somebody>();
const person = (name: Name): Somebody => {
  const found = people.get(name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
};

/** Both names of a workspace lead to the same routes; one of them is enough here. */
const routes = Object.entries(policyByRoute).filter(
  ([route]) => !(route.includes("/projects") && route.replace("/projects", "/workspaces") in policyByRoute),
);

beforeAll(async () => {
  house = await startPatientServer();
  const keyFor = async (draft: Partial<CreateKey>) =>
    (await house.client.keys.create({ name: "somebody", ...draft })).key;
  const workspaceOf = async (key: string, name: Name) => {
    const visibility = name === "owner" ? "shared" : "private";
    const { workspaces } = createClient({ baseUrl: house.url, key });
    return (await workspaces.create({ name: wordsOf(name).shared, visibility })).id;
  };
  const keys = { admin: house.key, owner: await keyFor({}), stranger: await keyFor({}) };
  const home = await workspaceOf(house.key, "service");
  const keyByName: Readonly<Record<Name, string>> = {
    ...keys,
    member: await keyFor({ actor: "eva" }),
    service: await keyFor({ role: "service", scopes: [...scopes], workspaces: [home] }),
  };
  await Promise.all(
    names.map(async (name) => {
      const key = keyByName[name];
      const workspace = name === "service" ? home : await workspaceOf(key, name);
      const words = wordsOf(name);
      people.set(name, {
        name,
        server: house,
        key,
        words,
        things: await plantThings(house, key, workspace, words),
      });
    }),
  );
  // The list of a private workspace counts for nothing.
  for (const name of ["owner", "stranger"] as const)
    await addMember(house, person(name).things.workspace, "eva");
});
afterAll(() => house.stop());

const pairs = names.flatMap((reader) =>
  names.filter((planter) => planter !== reader).map((planter) => [reader, planter] as const),
);

test.each(names)("%s hears the own words, so that they would be told in another's answer", async (name) => {
  const { things, words, ...asker } = person(name);
  const workspace = `/api/v1/workspaces/${things.workspace}`;
  const heard = async (method: string, path: string, body?: object) =>
    (await send(asker, method, path, body)).text();
  expect(await heard("GET", workspace)).toContain(words.shared);
  expect(await heard("GET", `${workspace}/documents/${things.document}/text`)).toContain(words.shared);
  expect(await heard("POST", `${workspace}/search`, { query: "canario" })).toContain(words.shared);
  expect(await heard("GET", `/api/v1/conversations/${things.conversation}`)).toContain(words.own);
  expect(await heard("GET", `/api/v1/conversations/${things.conversation}/messages`)).toContain(words.own);
  const vote = `/api/v1/conversations/${things.conversation}/messages/${things.message}/vote`;
  expect(await heard("GET", vote)).toContain(words.own);
  expect(await heard("GET", `${workspace}/interactions/${things.interaction}`)).toContain(words.own);
  expect(await heard("GET", `/api/v1/turns/${things.turn}/events`)).toContain("trino");
});

describe.each(pairs)("%s, with the ids of %s", (readerName, planterName) => {
  test("reads no word of anybody's and learns no more than of what does not exist", async () => {
    const [reader, planter] = [person(readerName), person(planterName)];
    const relation = relationOf(readerName, planterName);
    await together(routes, async ([route, policy]) => {
      const wanted = verdict(policy, relation);
      // What the reader may do there is no leak, and would change what the others find.
      if (wanted === "through" && (!route.startsWith("GET ") || policy.endless)) return;
      const none = relation === "stranger" || relation === "service elsewhere" ? nowhere : null;
      const unknown = { ...nothing, workspace: none ?? planter.things.workspace };
      for (const accept of acceptsOf(policy)) {
        const foreign = await answer(reader, route, policy, planter.things, accept);
        if (wanted === "through") continue;
        expect(foreign).toMatchObject({ route, status: wanted });
        expect(foreign).toEqual(await unheardOf(reader, route, policy, unknown, accept));
      }
    });
  });

  test("finds none of them from inside the own workspace and the own conversation", async () => {
    const [reader, planter] = [person(readerName), person(planterName)];
    const { workspace, conversation } = reader.things;
    const strangerOnes = routes.filter(([route]) => /\{(?!workspace_id|actor)\w+\}/.test(route));
    await together(strangerOnes, async ([route, policy]) => {
      if (policy.kind === "server" && readerName === "admin") return;
      const isWithin = /\{id\}.*\{/.test(route) && policy.of === "conversation";
      const own = { workspace, ...(isWithin && { conversation }) };
      const foreign = await answer(reader, route, policy, { ...planter.things, ...own });
      expect([403, 404]).toContain(foreign.status);
      expect(foreign).toEqual(await unheardOf(reader, route, policy, { ...nothing, ...own }));
    });
    await together(borrowing(reader, planter.things), async ([path, body]) => {
      const accept = "message" in body ? "text/event-stream" : "application/json";
      await checked(reader, path, await send(reader, "POST", path, body, accept));
    });
  });
});

/** The own places, asked with documents of another. */
function borrowing({ things }: Somebody, { document }: Things): readonly (readonly [string, object])[] {
  const asked = { document_ids: [document] };
  const workspace = `/api/v1/workspaces/${things.workspace}`;
  const conversation = `/api/v1/conversations/${things.conversation}/messages`;
  return [
    [`${workspace}/search`, { ...asked, query: "canario" }],
    [`${workspace}/ask`, { ...asked, query: "canario" }],
    [conversation, { ...asked, message: "canario" }],
    [conversation, { file_ids: [document], message: "canario" }],
  ];
}

function relationOf(reader: Name, planter: Name): Relation {
  if (reader === "admin") return "admin";
  if (reader === "service") return "service elsewhere";
  return reader === "member" && planter === "owner" ? "listed member" : "stranger";
}

/** The answer without what differs between any two, after a look for words that are not the reader's to read. */
async function answer(
  reader: Somebody,
  route: string,
  policy: Policy,
  things: Things,
  accept = "application/json",
) {
  const response = await request(reader, route, policy, things, accept);
  return checked(reader, route, response, policy.reveals === true);
}

const unheard = new Map<string, ReturnType<typeof answer>>();

/** The same for ids that nothing has: of the reader's own, one answer does for all others. */
function unheardOf(...asked: Parameters<typeof answer>): ReturnType<typeof answer> {
  const [reader, route, , { workspace }, accept] = asked;
  const question = [reader.name, route, workspace, accept].join(" ");
  const known = unheard.get(question) ?? answer(...asked);
  unheard.set(question, known);
  return known;
}

async function checked(reader: Somebody, route: string, response: Response, reveals = false) {
  const body = await response.text();
  const headers = [...response.headers].filter(([name]) => !passing.test(name));
  const heard = `${JSON.stringify(headers)}${body}`;
  const leaked = forbidden(reader.name, reveals).filter((word) => heard.includes(word));
  expect({ route, leaked }).toEqual({ route, leaked: [] });
  const own = /"(?:instance|request_id)":"[^"]*"/g;
  return { route, status: response.status, headers, body: body.replaceAll(own, "") };
}

/** Of another, what was said in private, and what lies in a workspace that the reader may not read. */
function forbidden(reader: Name, reveals: boolean): readonly string[] {
  return names
    .filter((name) => name !== reader)
    .flatMap((name) => {
      const relation = relationOf(reader, name);
      const readable = relation === "admin" || relation === "listed member";
      const { shared, own } = wordsOf(name);
      return [...(readable ? [] : [shared]), ...(reader === "admin" && reveals ? [] : [own])];
    });
}

function wordsOf(name: Name): Words {
  return { shared: `jilguero${name}`, own: `calandria${name}` };
}

function acceptsOf({ streams }: Policy): readonly string[] {
  return streams ? ["application/json", "text/event-stream"] : ["application/json"];
}

/** Keeps two cores busy without a queue of sockets. */
async function together<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const take = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all([take(), take(), take(), take()]);
}

const passing = /^(?:date|x-request-id|connection|keep-alive|content-length|retry-after|(?:x-)?ratelimit)/;
const nothing: Things = {
  workspace: nowhere,
  document: nowhere,
  conversation: nowhere,
  message: nowhere,
  turn: nowhere,
  interaction: nowhere,
  key: nowhere,
  actor: "nobody",
};

test("every thing that can be planted has an id here that nothing has", () => {
  expect(Object.keys(nothing)).toEqual([...thingNames]);
});
