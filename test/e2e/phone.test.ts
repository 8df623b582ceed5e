import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import type { CreateKey } from "../../src/contract/keys.ts";
import type { Model, ModelRequest } from "../../src/core/answering/model.ts";
import { ModelError } from "../../src/core/answering/modelError.ts";
import { listed, openPhoneServers, post, refusal, say, sessionsOf, type PhoneServers } from "./phoneCalls.ts";
import { eventually } from "./queryHouse.ts";
import type { TestServer } from "./testServer.ts";

const question = "¿Cuál es la capital de Francia?";
/** A number that no other test uses. */
let used = 0;
const somebody = () => `+598991${String((used += 1)).padStart(5, "0")}`;

describe("the phone channel with a key", () => {
  let servers: PhoneServers;
  let house: TestServer;
  let isBroken = false;
  const asked: ModelRequest[] = [];
  beforeAll(async () => {
    const scripted = createScriptedModel(() => ({
      pieces: ["La capital es ", "París [S1]", ", creo [S7]."],
    }));
    const model: Model = {
      ...scripted,
      keyVariable: "OPERATORS_KEY",
      async *stream(request, signal) {
        asked.push(request);
        if (isBroken) throw new ModelError({ class: "auth", code: "401", retryAfterMs: null });
        yield* scripted.stream(request, signal);
      },
    };
    servers = await openPhoneServers();
    house = await servers.serve("{}", () => ({ models: [model] }));
  });
  afterAll(() => servers.close());

  const keyFor = async (key: Partial<CreateKey>) =>
    (await house.client.keys.create({ name: "somebody", ...key })).key;
  const boundKey = (workspace: string) =>
    keyFor({ role: "service", scopes: ["query:ask"], workspaces: [workspace] });

  test("a question is answered by the models, without marks that point nowhere on a phone", async () => {
    const reply = await say(house, { mensaje: question, telefono: somebody() });
    expect(reply).toMatchObject({
      mensaje: "La capital es París, creo.",
      tipo: "respuesta",
      necesita_datos: [],
    });
    expect(reply.confianza).toBeGreaterThanOrEqual(0);
    expect(Math.abs(Date.parse(reply.timestamp) - Date.now())).toBeLessThan(60_000);
  });

  test("a greeting is returned without a model, in the language asked for", async () => {
    const before = asked.length;
    const spanish = await say(house, { mensaje: "hola", telefono: somebody() });
    const english = await say(house, { mensaje: "hola", telefono: somebody(), locale: "en" });
    for (const reply of [spanish, english])
      expect(reply).toMatchObject({ tipo: "respuesta_directa", intencion: "saludo" });
    expect(spanish.mensaje).not.toBe(english.mensaje);
    expect(asked).toHaveLength(before);
  });

  test("a number's session goes on however the number is written, and the models read what was said", async () => {
    const phone = somebody();
    const first = await say(house, { mensaje: question, telefono: phone });
    const again = {
      mensaje: "¿Y la de España, que es otra?",
      telefono: phone.replace("+598", "0"),
      sesionId: "",
    };
    expect(await say(house, again)).toMatchObject({ sesion_id: first.sesion_id });
    const contents = JSON.stringify(asked.at(-1)?.messages);
    expect(contents).toContain(question);
    expect(contents).toContain("La capital es París, creo.");
  });

  test("what no model could answer is a reply that tells the person nothing of the operator's keys", async () => {
    isBroken = true;
    const phone = somebody();
    const reply = await say(house, { mensaje: question, telefono: phone, sesionId: null });
    isBroken = false;
    expect(reply).toMatchObject({
      tipo: "error",
      mensaje: "Ningún modelo pudo responder. Intentá de nuevo en un momento.",
    });
    expect(await listed(house, `?phone=${encodeURIComponent(phone)}`)).toMatchObject([
      { sesion_id: reply.sesion_id, mensajes: 1 },
    ]);
  });

  test("each reply stands in the books under its phone, its session and its intent", async () => {
    const telefono = somebody();
    const { sesion_id: session } = await say(house, { mensaje: "hola", telefono });
    const books = await eventually(async () => {
      const text = await (await house.fetch("/api/v1/audit?channel=phone")).text();
      return text.includes(session) ? text : null;
    });
    for (const kept of [`"phone:${telefono}"`, '"saludo"', '"completed"']) expect(books).toContain(kept);
  });

  test("five messages of a phone at the same moment are all answered in one session", async () => {
    const telefono = somebody();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => say(house, { mensaje: "hola", telefono })),
    );
    expect(new Set(replies.map(({ sesion_id }) => sesion_id)).size).toBe(1);
    expect(await listed(house, `?phone=${encodeURIComponent(telefono)}`)).toMatchObject([{ mensajes: 5 }]);
  });

  test("a session of another phone, or one that is none, begins a new one", async () => {
    const { sesion_id: sesionId } = await say(house, { mensaje: "hola", telefono: somebody() });
    const telefono = somebody();
    const other = await say(house, { mensaje: "hola", telefono, sesionId });
    expect(other.sesion_id).not.toBe(sesionId);
    const unknown = await say(house, { mensaje: "hola", telefono, sesionId: "sesion_20240101" });
    expect([sesionId, other.sesion_id]).not.toContain(unknown.sesion_id);
  });

  test("a list shows the latest activity first, as many as asked for, and the numbers to admins alone", async () => {
    const { id } = await house.client.workspaces.create({ name: "teléfonos" });
    const key = await boundKey(id);
    const phones = [somebody(), somebody(), somebody()];
    const ids: string[] = [];
    for (const telefono of phones)
      ids.unshift((await say(house, { mensaje: "hola", telefono }, key)).sesion_id);
    const mine = await listed(house, "", key);
    expect(mine.map(({ sesion_id }) => sesion_id)).toEqual(ids);
    expect(mine.map(({ telefono }) => telefono)).toEqual(
      phones.toReversed().map((phone) => `+598 ** *** ${phone.slice(-3)}`),
    );
    const admins = await listed(house, `?limit=2&workspace_id=${id}`);
    expect(admins.map(({ telefono }) => telefono)).toEqual(phones.toReversed().slice(0, 2));
    expect(await listed(house, "", await boundKey(id))).toEqual([]);
  });

  test("a key of another workspace sees no session and goes on with none", async () => {
    const [one, other] = [
      await house.client.workspaces.create({ name: "una" }),
      await house.client.workspaces.create({ name: "otra" }),
    ];
    const [key, foreign] = [await boundKey(one.id), await boundKey(other.id)];
    const telefono = somebody();
    const canary = await say(house, { mensaje: "¿Qué canta el canario?", telefono }, key);
    const filter = `?phone=${encodeURIComponent(telefono)}`;
    expect(await listed(house, filter, foreign)).toEqual([]);
    expect(await listed(house, "?limit=50", foreign)).toEqual([]);
    const refused = await refusal(await sessionsOf(house, `?workspace_id=${one.id}`, foreign));
    expect(refused).toEqual([404, "not_found"]);
    for (const sesionId of [canary.sesion_id, undefined]) {
      const reply = await say(house, { mensaje: question, telefono, sesionId }, foreign);
      expect(reply.sesion_id).not.toBe(canary.sesion_id);
      expect(JSON.stringify(asked.at(-1)?.messages)).not.toContain("canario");
    }
    expect(await listed(house, filter, key)).toMatchObject([{ sesion_id: canary.sesion_id, mensajes: 1 }]);
  });

  test("a message needs a key that may ask", async () => {
    const body = { mensaje: "hola", telefono: somebody() };
    expect(await refusal(await post(house, { key: null, body }))).toEqual([401, "unauthorized"]);
    const reader = await keyFor({ scopes: ["documents:read"] });
    expect(await refusal(await post(house, { key: reader, body }))).toEqual([403, "forbidden"]);
    expect(await refusal(await sessionsOf(house, "", reader))).toEqual([403, "forbidden"]);
  });

  test("fields that are wrong are named", async () => {
    const wrong = async (body: object) => refusal(await post(house, { body }));
    const telefono = somebody();
    for (const text of ["", "hola", "123", "+1234567890", "9".repeat(51)])
      expect(await wrong({ mensaje: "hola", telefono: text }), `for ${text}`).toEqual([
        422,
        "validation_error",
        "telefono",
      ]);
    expect(await wrong({ telefono })).toEqual([422, "validation_error", "mensaje"]);
    expect(await wrong({ mensaje: " \n", telefono })).toEqual([422, "validation_error", "mensaje"]);
    expect(await wrong({ mensaje: "a".repeat(4_001), telefono })).toEqual([
      422,
      "validation_error",
      "mensaje",
    ]);
    expect(await wrong({ mensaje: "a", telefono, locale: "fr" })).toEqual([
      422,
      "validation_error",
      "locale",
    ]);
    for (const [query, path] of [
      ["?limit=0", "limit"],
      ["?limit=51", "limit"],
      ["?phone=123", "phone"],
      ["?workspace_id=w", "workspace_id"],
    ] as const)
      expect(await refusal(await sessionsOf(house, query))).toEqual([422, "validation_error", path]);
    const detail = await (await post(house, { body: { mensaje: "a", telefono: "123" } })).json();
    expect(detail).toMatchObject({
      errors: [{ path: "telefono", message: "must be a telephone number such as +59899123456" }],
    });
  });
});
