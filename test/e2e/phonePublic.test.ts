import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import type { Overrides } from "../../src/compose.ts";
import type { ModelRequest } from "../../src/core/answering/model.ts";
import { listed, openPhoneServers, post, refusal, say, sessionsOf, type PhoneServers } from "./phoneCalls.ts";
import { eventually } from "./queryHouse.ts";
import type { TestServer } from "./testServer.ts";

const telefono = "+59899123456";
const question = "¿Cuál es la capital de Francia?";

const asked: ModelRequest[] = [];
const scripted = createScriptedModel({ pieces: ["París."] });
const listening: Overrides = () => ({
  models: [
    {
      ...scripted,
      stream(request, signal) {
        asked.push(request);
        return scripted.stream(request, signal);
      },
    },
  ],
});

let servers: PhoneServers;
/** Without `phone.workspace`. */
let open: TestServer;
beforeAll(async () => {
  servers = await openPhoneServers();
  open = await servers.serve("{ public: true }", listening);
});
afterAll(() => servers.close());

describe("the phone channel that is open to the public", () => {
  test("answers without a key, and goes on by the session's id alone", async () => {
    const first = await say(open, { mensaje: question, telefono }, null);
    expect(first).toMatchObject({ tipo: "respuesta", mensaje: "París." });
    const byNumber = await say(open, { mensaje: question, telefono }, null);
    expect(byNumber.sesion_id).not.toBe(first.sesion_id);
    expect(JSON.stringify(asked.at(-1)?.messages)).not.toContain("París.");
    const byId = await say(open, { mensaje: question, telefono, sesionId: first.sesion_id }, null);
    expect(byId.sesion_id).toBe(first.sesion_id);
    expect(JSON.stringify(asked.at(-1)?.messages)).toContain("París.");
  });

  test("gives nobody the session of a key, nor a key that of anybody", async () => {
    const anybodys = await say(open, { mensaje: question, telefono }, null);
    const keys = await say(open, { mensaje: question, telefono });
    expect(keys.sesion_id).not.toBe(anybodys.sesion_id);
    const taken = await say(open, { mensaje: question, telefono, sesionId: keys.sesion_id }, null);
    expect(taken.sesion_id).not.toBe(keys.sesion_id);
    expect(await say(open, { mensaje: question, telefono })).toMatchObject({ sesion_id: keys.sesion_id });
  });

  test("checks a key that is sent, and shows sessions to keys alone", async () => {
    const body = { mensaje: "hola", telefono };
    expect(await refusal(await post(open, { key: "bt_wrong", body }))).toEqual([401, "unauthorized"]);
    expect(await refusal(await fetch(`${open.url}/chat/sessions`))).toEqual([401, "unauthorized"]);
    expect((await sessionsOf(open)).status).toBe(200);
  });
});

test("messages go to the configured workspace, from the public and from keys that are bound to none", async () => {
  const { id } = await open.client.workspaces.create({ name: "clientes" });
  await servers.pause(open);
  const house = await servers.serve(`{ public: true, workspace: ${id} }`, listening, open.folder);
  await say(house, { mensaje: "hola", telefono }, null);
  await say(house, { mensaje: "hola", telefono });
  expect(await listed(house, `?workspace_id=${id}`)).toHaveLength(2);
});

test("a session is over when the configuration says so", async () => {
  const house = await servers.serve("{ session_hours: 0.000000001 }", listening);
  const { sesion_id: sesionId } = await say(house, { mensaje: "hola", telefono });
  const before = Date.now();
  await eventually(async () => (Date.now() > before ? true : null));
  const next = await say(house, { mensaje: "hola", telefono, sesionId });
  expect(next.sesion_id).not.toBe(sesionId);
});
