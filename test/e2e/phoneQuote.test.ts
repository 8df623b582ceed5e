import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel } from "../../src/adapters/models/scriptedModel.ts";
import { listed, openPhoneServers, say, type PhoneServers } from "./phoneCalls.ts";
import type { TestServer } from "./testServer.ts";

describe("a quote over the phone channel, with the default assistant", () => {
  let servers: PhoneServers;
  let house: TestServer;
  beforeAll(async () => {
    const silent = createScriptedModel(() => {
      throw new Error("no model is asked for what the assistant says by itself");
    });
    servers = await openPhoneServers();
    house = await servers.serve("{}", () => ({ models: [silent] }));
  });
  afterAll(() => servers.close());

  const panel = {
    productos: ["isodec"],
    largo: ["10m"],
    ancho: ["5m"],
    espesores: ["100mm"],
    colores: ["blanco"],
  };

  test("what is missing is asked for until all is known, and then confirmed", async () => {
    const telefono = "+59899123456";
    const first = await say(house, { mensaje: "Quiero cotizar Isodec 10x5 100mm blanco", telefono });
    expect(first).toMatchObject({
      tipo: "necesita_datos",
      intencion: "cotizacion",
      necesita_datos: ["nombre", "telefono"],
      entidades: panel,
      acciones: [],
      mensaje: "Para cotizar me falta: tu nombre y tu teléfono.",
    });
    expect(await listed(house)).toMatchObject([{ pending: "cotizacion" }]);
    const second = await say(house, { mensaje: "Soy Ana Pérez", telefono });
    expect(second).toMatchObject({
      tipo: "necesita_datos",
      necesita_datos: ["telefono"],
      sesion_id: first.sesion_id,
    });
    const third = await say(house, { mensaje: "099 123 456", telefono });
    expect(third).toMatchObject({
      tipo: "confirmacion",
      intencion: "cotizacion",
      necesita_datos: [],
      entidades: { ...panel, nombre: ["Ana Pérez"], telefono: ["+59899123456"] },
      acciones: ["enviar_cotizacion"],
      sesion_id: first.sesion_id,
    });
    for (const said of ["Ana Pérez", "isodec", "100mm", "10m", "5m", "blanco", "+59899123456"])
      expect(third.mensaje).toContain(said);
    expect(await listed(house)).toMatchObject([{ pending: null, mensajes: 3 }]);
  });

  test("the same in English", async () => {
    const telefono = "+12025550123";
    const words = [
      "Hello, I need a quote for isodec 10x5 100mm white",
      "My name is John Smith",
      "my phone number is +1 202 555 0123",
    ];
    const replies = [];
    for (const mensaje of words) replies.push(await say(house, { mensaje, telefono, locale: "en" }));
    expect(replies.map(({ tipo, necesita_datos: missing }) => [tipo, missing])).toEqual([
      ["necesita_datos", ["nombre", "telefono"]],
      ["necesita_datos", ["telefono"]],
      ["confirmacion", []],
    ]);
    expect(new Set(replies.map(({ sesion_id }) => sesion_id)).size).toBe(1);
    expect(replies[0]?.mensaje).toBe("To quote I still need: your name and your phone number.");
    for (const said of ["John Smith", "isodec", "+12025550123"]) expect(replies[2]?.mensaje).toContain(said);
  });

  test("courtesies leave a quote open, a correction takes the place of what was said", async () => {
    const telefono = "+59899123457";
    await say(house, { mensaje: "hola buenas, quiero cotizar isodec 10x5 100mm blanco", telefono });
    expect(await say(house, { mensaje: "muchas gracias", telefono })).toMatchObject({
      tipo: "respuesta_directa",
      intencion: "despedida",
    });
    const filter = `?phone=${encodeURIComponent(telefono)}`;
    expect(await listed(house, filter)).toMatchObject([{ pending: "cotizacion" }]);
    expect(await say(house, { mensaje: "no, mejor 150", telefono })).toMatchObject({
      tipo: "necesita_datos",
      entidades: { ...panel, espesores: ["150mm"] },
    });
    expect(await say(house, { mensaje: "no es blanco, es gris", telefono })).toMatchObject({
      entidades: { ...panel, espesores: ["150mm"], colores: ["gris"] },
      necesita_datos: ["nombre", "telefono"],
    });
  });

  test("a quote that is called off is left, and that is said", async () => {
    const telefono = "+59899123458";
    await say(house, { mensaje: "quiero cotizar isodec", telefono });
    expect(await say(house, { mensaje: "dejá, no quiero cotizar nada", telefono })).toMatchObject({
      tipo: "respuesta_directa",
      mensaje: "Listo, lo dejamos ahí. Cuando quieras lo retomamos.",
      acciones: [],
      necesita_datos: [],
    });
    const filter = `?phone=${encodeURIComponent(telefono)}`;
    expect(await listed(house, filter)).toMatchObject([{ pending: null, mensajes: 2 }]);
  });

  test("what the documents have nothing on is left to a person", async () => {
    const bare = await servers.serve("{}", () => ({}));
    const telefono = "+59899123460";
    expect(await say(bare, { mensaje: "¿en qué horario atienden?", telefono })).toMatchObject({
      tipo: "sin_respuesta",
      intencion: "informacion",
    });
    await say(bare, { mensaje: "quiero cotizar isodec 100mm 10x5 blanco, soy Ana Pérez", telefono });
    expect(await say(bare, { mensaje: "qwer asdf", telefono })).toMatchObject({
      tipo: "necesita_datos",
      mensaje: "Para cotizar me falta: tu teléfono.",
      necesita_datos: ["telefono"],
    });
  });

  test("what changes after the confirmation is confirmed once more, what does not is only told", async () => {
    const telefono = "+59899123459";
    await say(house, { mensaje: "Quiero cotizar Isodec 10x5 100mm blanco", telefono });
    await say(house, { mensaje: "Ana Pérez, 099 123 459", telefono });
    expect(await say(house, { mensaje: "¿cuánto sale?", telefono })).toMatchObject({
      tipo: "respuesta_directa",
      intencion: "cotizacion",
      acciones: [],
    });
    expect(await say(house, { mensaje: "no, mejor 150", telefono })).toMatchObject({
      tipo: "confirmacion",
      entidades: { ...panel, espesores: ["150mm"] },
      acciones: ["enviar_cotizacion"],
    });
  });
});
