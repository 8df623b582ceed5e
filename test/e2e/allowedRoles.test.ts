import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type Client } from "../../src/client/client.ts";
import type { DocumentEvent } from "../../src/contract/documents.ts";
import { turnAnswerSchema } from "../../src/contract/conversations.ts";
import { problemSchema } from "../../src/contract/errors.ts";
import { searchResponseSchema } from "../../src/contract/retrieval.ts";
import type { CreatedKey, Role } from "../../src/contract/keys.ts";
import { eventually } from "./queryHouse.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const nowhere = "01890000-0000-7000-8000-000000000000";
const firstEvent = "00000000-0000-7000-8000-000000000000";
const canary = /zafiro|secreto/i;

describe("a document restricted to services", () => {
  let house: TestServer;
  let folder: string;
  let workspace: string;
  let secret: string;
  let open: string;
  let ana: CreatedKey;
  let bot: CreatedKey;

  const clientOf = ({ key }: { readonly key: string }): Client => createClient({ baseUrl: house.url, key });
  const call = ({ key }: { readonly key: string }, method: string, path: string, body?: unknown) =>
    house.fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const upload = async (client: Client, name: string, text: string, allowedRoles: Role[] = []) => {
    const [item] = (
      await client.documents.upload(workspace, [{ name, body: new Blob([text]) }], { allowedRoles })
    ).items;
    if (!item) throw new Error("nothing was uploaded");
    return item;
  };
  const ready = (id: string) =>
    eventually(async () =>
      (await house.client.documents.get(workspace, id)).status === "ready" ? true : null,
    );
  const path = (rest: string) => `/api/v1/workspaces/${workspace}${rest}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "batuta-roles-"));
    const config = join(folder, "batuta.yaml");
    await writeFile(config, "cache: { responses: {} }\nlimits: { rate: { uploads: off } }\n");
    house = await startTestServer({ settings: { BATUTA_CONFIG: config } });
    workspace = (await house.client.workspaces.create({ name: "obra", visibility: "org_read" })).id;
    ana = await house.client.keys.create({ name: "ana" });
    bot = await house.client.keys.create({
      name: "bot",
      role: "service",
      workspaces: [workspace],
      scopes: [
        "documents:create",
        "documents:read",
        "documents:delete",
        "query:search",
        "query:ask",
        "query:stream",
      ],
    });
    open = (await upload(house.client, "plaza.txt", "La plaza principal tiene un canario amarillo.")).id;
    const item = await upload(house.client, "secreto.txt", "El canario de la plaza se llama Zafiro.", [
      "service",
    ]);
    secret = item.id;
    await Promise.all([ready(open), ready(secret)]);
  });
  afterAll(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
  });

  test("a service and an admin read it everywhere, with who may", async () => {
    expect((await house.client.documents.get(workspace, secret)).allowed_roles).toEqual(["service"]);
    for (const key of [bot, house]) {
      const listed = await clientOf(key).documents.list(workspace);
      expect(listed.items.map(({ id }) => id).toSorted()).toEqual([open, secret].toSorted());
      expect((await call(key, "GET", path(`/documents/${secret}/text`))).status).toBe(200);
      const found = await call(key, "POST", path("/search"), { query: "¿Cómo se llama el canario?" });
      expect(await found.text()).toMatch(/Zafiro/);
      const asked = await call(key, "POST", path("/ask"), { query: "¿Cómo se llama el canario?" });
      expect(await asked.text()).toMatch(/Zafiro/);
    }
  });

  test("to a member no answer over any face shows it, while the open one is found", async () => {
    const question = "¿Cómo se llama el canario de la plaza?";
    const model = `workspace/${workspace}`;
    const faces: (readonly [string, unknown])[] = [
      [path("/search"), { query: question }],
      [path("/ask"), { query: question }],
      [path("/ask/stream"), { query: question }],
      [path("/query"), { user_prompt_text: question }],
      ["/api/v1/chat", { workspace_id: workspace, message: question }],
      ["/v1/chat/completions", { model, messages: [{ role: "user", content: question }] }],
    ];
    for (const [face, body] of faces) {
      const response = await call(ana, "POST", face, body);
      const text = await response.text();
      expect([face, response.status]).toEqual([face, 200]);
      expect(text, `at ${face}`).toMatch(/amarillo/);
      expect(text, `at ${face}`).not.toMatch(canary);
      expect(text, `at ${face}`).not.toContain(secret);
    }
  });

  test("a remembered answer is not given to one who may not read what it is made of", async () => {
    const body = { query: "¿Quién se llama Zafiro?" };
    const answers = [];
    for (const key of [bot, ana, bot, ana])
      answers.push(await (await call(key, "POST", path("/ask"), body)).text());
    expect(answers.map((text) => /El canario de la plaza se llama/.test(text))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test("to a member it does not differ from one that never was", async () => {
    const answer = async (method: string, rest: string, body?: unknown) => {
      const response = await call(ana, method, path(rest), body);
      const { instance: _, request_id: __, ...problem } = problemSchema.parse(await response.json());
      return problem;
    };
    expect((await clientOf(ana).documents.list(workspace)).items.map(({ id }) => id)).toEqual([open]);
    for (const part of ["", "/text", "/content"])
      expect(await answer("GET", `/documents/${secret}${part}`)).toEqual(
        await answer("GET", `/documents/${nowhere}${part}`),
      );
    const named = async (id: string) => {
      const searched = await call(ana, "POST", path("/search"), { query: "canario", document_ids: [id] });
      const { items } = searchResponseSchema.parse(await searched.json());
      const chatted = await call(ana, "POST", "/api/v1/chat", {
        workspace_id: workspace,
        message: "canario",
        file_ids: [id],
        document_ids: [id],
      });
      const { content, sources, warnings } = turnAnswerSchema.parse(await chatted.json());
      return { items, content, sources, warnings };
    };
    const unknown = await named(nowhere);
    expect([unknown.items, unknown.sources]).toEqual([[], []]);
    expect(await named(secret)).toEqual(unknown);
  });

  test("an owner whose role may not know of it can neither change, read again nor delete it", async () => {
    const mine = (await clientOf(ana).workspaces.create({ name: "de ana" })).id;
    const [planted] = (
      await house.client.documents.upload(mine, [{ name: "secreto.txt", body: new Blob(["Zafiro"]) }], {
        allowedRoles: ["admin"],
      })
    ).items;
    const of = `/api/v1/workspaces/${mine}/documents/${planted?.id}`;
    expect((await call(ana, "PATCH", of, { allowed_roles: [] })).status).toBe(404);
    expect((await call(ana, "DELETE", of)).status).toBe(404);
    expect((await call(ana, "POST", `${of}/reprocess`)).status).toBe(404);
    expect((await house.client.documents.get(mine, planted?.id ?? "")).status).not.toBe("archived");

    // The same file is hers as well, and says nothing of the other.
    const file = { name: "secreto.txt", body: new Blob(["Zafiro"]) };
    const [own] = (await clientOf(ana).documents.upload(mine, [file])).items;
    expect(own).toMatchObject({ name: "secreto (2).txt", duplicate: false, allowed_roles: [] });
    expect((await clientOf(ana).documents.upload(mine, [file])).items[0]).toMatchObject({
      id: own?.id,
      duplicate: true,
    });
  });

  test("events tell of it neither live nor when they are resumed", async () => {
    const seen = { live: Array.of<DocumentEvent>(), resumed: Array.of<DocumentEvent>() };
    const read = async (into: DocumentEvent[], until: string, after?: string, onOpen?: () => void) => {
      const stop = new AbortController();
      const options = { ...(after && { after }), ...(onOpen && { onOpen }) };
      try {
        for await (const event of clientOf(ana).documents.events(workspace, options, stop.signal)) {
          into.push(event);
          if (event.name === until && event.status === "ready") stop.abort(new Error("enough"));
        }
      } catch (cause) {
        if (!stop.signal.aborted) throw cause;
      }
    };
    const opened = Promise.withResolvers<void>();
    const live = read(seen.live, "último.txt", undefined, opened.resolve);
    await opened.promise;
    const hidden = await upload(house.client, "secreto nuevo.txt", "Zafiro dos", ["admin"]);
    await ready(hidden.id);
    await upload(house.client, "último.txt", "El último.");
    await live;
    await read(seen.resumed, "último.txt", firstEvent);
    expect(seen.live.map(({ name }) => name)).toContain("último.txt");
    expect(seen.resumed.map(({ name }) => name)).toContain("plaza.txt");
    expect(JSON.stringify(seen)).not.toMatch(canary);
  });

  test("a restriction holds from the moment it is made, and ends as it began", async () => {
    const { id } = await upload(house.client, "tarifa.txt", "La tarifa del puerto es de noventa pesos.");
    await ready(id);
    const found = async () => {
      const response = await call(ana, "POST", path("/search"), { query: "tarifa del puerto" });
      return /noventa/.test(await response.text());
    };
    expect(await found()).toBe(true);
    expect(
      (await house.client.documents.update(workspace, id, { allowed_roles: ["service", "admin"] }))
        .allowed_roles,
    ).toEqual(["service", "admin"]);
    expect(await found()).toBe(false);
    await house.client.documents.update(workspace, id, { allowed_roles: [] });
    expect(await found()).toBe(true);
  });

  test("a member who may read a workspace but not write to it restricts nothing, nor does a wrong role", async () => {
    expect((await call(ana, "PATCH", path(`/documents/${open}`), { allowed_roles: ["admin"] })).status).toBe(
      403,
    );
    expect((await call(bot, "PATCH", path(`/documents/${secret}`), { allowed_roles: [] })).status).toBe(403);
    expect((await call(house, "PATCH", path(`/documents/${open}`), { allowed_roles: ["boss"] })).status).toBe(
      422,
    );
    const form = new FormData();
    form.append("allowed_roles", "member, boss");
    form.append("files", new Blob(["x"]), "x.txt");
    const response = await house.fetch(path("/documents"), { method: "POST", body: form });
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { errors: [{ path: "allowed_roles" }] },
    ]);
  });
});
