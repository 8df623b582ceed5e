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
});
