import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadAssistant } from "./assistant.ts";
import { ConfigError } from "./parse.ts";

const folder = mkdtempSync(join(tmpdir(), "batuta-assistant-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "assistant.yaml");

const load = (text: string) => {
  writeFileSync(path, text);
  return loadAssistant(path);
};
/** What is said of a wrong profile, a line a problem. */
const said = (text: string): readonly string[] => {
  try {
    load(text);
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.message.split("\n").slice(1);
    throw cause;
  }
  return [];
};

const small = `name: Café
entities:
  - { name: bebida, kind: catalogue, label: { es: la bebida, en: the drink }, entries: [te, { value: cafe, aliases: [coffee] }] }
  - { name: nombre, kind: person, label: tu nombre }
intents:
  - name: pedido
    examples: [quiero un café]
    requires: [bebida, nombre]
    ask: "Falta {missing}."
    reply: { es: "Marcha {bebida}.", en: "{bebida}, coming." }
    actions: [cobrar]
  - { name: otro }
`;

describe("loadAssistant", () => {
  test("reads a profile, with what was left out as nothing", () => {
    expect(load(small)).toEqual({
      name: "Café",
      entities: [
        {
          name: "bebida",
          kind: "catalogue",
          label: { es: "la bebida", en: "the drink" },
          entries: [
            { value: "te", aliases: [] },
            { value: "cafe", aliases: ["coffee"] },
          ],
        },
        { name: "nombre", kind: "person", label: { es: "tu nombre", en: "tu nombre" } },
      ],
      intents: [
        {
          name: "pedido",
          examples: ["quiero un café"],
          requires: ["bebida", "nombre"],
          ask: { es: "Falta {missing}.", en: "Falta {missing}." },
          reply: { es: "Marcha {bebida}.", en: "{bebida}, coming." },
          actions: ["cobrar"],
        },
        { name: "otro", examples: [], requires: [], ask: null, reply: null, actions: [] },
      ],
    });
  });

  test("reads the example of the documentation", () => {
    const example = loadAssistant(resolve(import.meta.dirname, "../../docs/examples/assistant.yaml"));
    expect(example.intents.map(({ name }) => name)).toEqual([
      "turno",
      "precio",
      "saludo",
      "despedida",
      "general",
    ]);
  });

  test("names file, key and line of what contradicts itself", () => {
    expect(() => load("name: 3")).toThrow(path);
    expect(
      said(`name: x
entities:
  - { name: a, kind: person, label: a }
  - { name: a, kind: email, label: b }
intents:
  - name: one
    examples:
      - Hola
      - good day
    requires: [a, b]
  - name: two
    examples:
      - ¡hola!
      - two
      - Two
  - name: one
    examples: [three]
  - name: other
  - name: another
    requires: [a]
`),
    ).toEqual([
      "  entities.1.name (line 4): an earlier one has this name",
      "  intents.2.name (line 16): an earlier one has this name",
      "  intents.4 (line 19): needs `examples`: an earlier one is without them already",
      "  intents.1.examples.0 (line 13): stands in the intent one too",
      "  intents.1.examples.2 (line 15): stands in this intent already",
      "  intents.0.requires.1 (line 10): there is no such entity",
      "  intents.4.requires (line 20): what fits nowhere else cannot require anything",
    ]);
  });

  test("wants one intent without examples, and none with an empty list", () => {
    expect(said(small.replace("{ name: otro }", "{ name: otro, examples: [algo] }"))).toEqual([
      "  intents (line 5): one of them must be without `examples`, for what fits nowhere else",
    ]);
    expect(said(small.replace("[quiero un café]", "[]"))).toEqual([
      "  intents.0.examples (line 7): at least one phrase; leave `examples` out for what fits nowhere else",
    ]);
    expect(said(small.replace("[quiero un café]", '["  "]'))).toEqual([
      "  intents.0.examples.0 (line 7): must not be empty",
    ]);
  });

  test("refuses places that nothing would fill", () => {
    expect(said(small.replace("Marcha {bebida}", "Marcha {telefono}"))).toEqual([
      "  intents.0.reply (line 10): {telefono} is none of {assistant_name}, {bebida}, {nombre}; {{telefono}} stands for {telefono} itself",
    ]);
    expect(said(small.replace("{missing}", "{nombre}"))).toEqual([
      "  intents.0.ask (line 9): {nombre} is none of {assistant_name}, {missing}; {{nombre}} stands for {nombre} itself",
    ]);
  });

  test("refuses kinds, units and ranges that there are not", () => {
    const entity = (text: string) =>
      small.replace("  - { name: nombre, kind: person,", `  - { name: nombre, ${text},`);
    expect(said(entity("kind: colour"))).toEqual([
      "  entities.1.kind (line 4): one of catalogue, quantity, amount, number, phone, email, person, date",
    ]);
    expect(said(entity("kind: phone, country: Uruguay"))).toEqual([
      "  entities.1.country (line 4): two capitals (ISO 3166), e.g. UY",
    ]);
    expect(said(entity("kind: quantity, unit: mm, between: [9, 1]"))).toEqual([
      "  entities.1.between (line 4): the smaller value first",
    ]);
    expect(said(entity("kind: quantity, unit: yards"))[0]).toContain("entities.1.unit (line 4)");
    expect(said(entity("kind: person, wrods: [soy]"))).toEqual([
      "  entities.1.wrods (line 4): there is no such setting",
    ]);
  });

  test("refuses a value that stands in a catalogue twice", () => {
    expect(said(small.replace("[te, ", "[te, te, "))).toEqual([
      "  entities.0.entries.1 (line 3): an earlier one has this value",
    ]);
  });

  test("refuses more examples than can be learned", () => {
    const intents = Array.from({ length: 21 }, (_, i) => {
      const examples = Array.from({ length: 960 }, (__, j) => `say ${i} and ${j}`);
      return `  - { name: n${i}, examples: [${examples.join(", ")}] }`;
    });
    expect(said(`name: Big\nintents:\n${intents.join("\n")}\n  - { name: otro }\n`)).toEqual([
      expect.stringContaining("at most 20000 examples in all; there are 20160"),
    ]);
  });
});
