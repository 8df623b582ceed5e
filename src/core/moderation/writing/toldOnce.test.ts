import { describe, expect, test } from "vitest";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { deterministicSynthesis } from "./deterministicSynthesis.ts";
import { deliberationOn } from "../fixtures/deliberation.ts";

const deps = { analyse, languageOf: detectLanguage };

const panels: readonly string[] = [
  "The warranty of the solar panels lasts 10 years from the date of purchase. It covers manufacturing defects and the replacement of damaged cells. To make a claim, the owner must present the original invoice. The inverter has a separate warranty of 5 years, which can be extended for a fee. Damage caused by hail is excluded unless the owner has taken out the additional insurance. Cables and connectors count as accessories and are replaced only during the first winter. Anyone who moves the panels to another roof should tell the manufacturer beforehand.",
  "The manufacturer states that the warranty of the solar panels lasts 10 years. The labour of the first repair is free of charge. The owner must present the original invoice to make a claim. Panels that were cleaned with abrasive products lose their coverage. The service centre answers each claim within fifteen working days. Shade from trees or chimneys is no reason for a replacement, even if the output falls sharply. Spare parts for discontinued models remain available at the central warehouse in the capital.",
  "The warranty of the solar panels lasts 12 years from the date of purchase. The owner must present the original invoice when making a claim. A yearly inspection by an authorised technician keeps the coverage valid. The manufacturer also guarantees that the modules will keep four fifths of their power after a quarter of a century. Coverage passes on to the next family when the house is sold. Claims from islands take longer because transport depends on the weekly ferry. Photographs of the damage speed up every decision.",
];
const caldera: readonly string[] = [
  "La garantía de la caldera incluye la mano de obra durante los dos primeros años. También cubre las piezas defectuosas de fábrica. Para reclamar hace falta presentar la factura de compra. El quemador y la bomba tienen una cobertura ampliada de cinco años. Los daños por heladas quedan fuera, salvo que se haya contratado el seguro del hogar. El termostato inalámbrico se considera un accesorio y solo se cambia durante el primer invierno. Quien traslade el aparato a otra habitación debería avisar antes al instalador.",
  "Durante los dos primeros años, la garantía de la caldera incluye la mano de obra. Hace falta presentar la factura de compra para reclamar. La revisión anual de un técnico autorizado mantiene la cobertura. El servicio oficial responde a cada solicitud en un plazo de diez días hábiles. Las averías que causa el agua con mucha cal se estudian caso por caso. Los repuestos de modelos antiguos siguen disponibles en el almacén central de la capital. Una limpieza con productos abrasivos daña el intercambiador de manera irreversible.",
  "La garantía de la caldera no incluye la mano de obra durante los dos primeros años. Para reclamar hace falta presentar la factura de compra y el número de serie. El fabricante repone sin costo los componentes que fallan por un defecto. La protección pasa al nuevo dueño cuando se vende la vivienda. El desplazamiento del personal se cobra aparte fuera de la ciudad. En las islas los plazos son más largos porque el transporte depende del barco semanal. Unas fotografías del desperfecto aceleran mucho cualquier decisión.",
];

describe.each([
  ["How long is the warranty of the solar panels?", panels, /warranty of the solar panels lasts 12 years/g],
  ["¿Qué cubre la garantía de la caldera?", caldera, /[Ll]a garantía de la caldera incluye la mano de obra/g],
])("%s", (question, texts, side) => {
  const { text, analysis } = deterministicSynthesis(deps, deliberationOn(question, texts));

  test("a side of a contradiction is told once", () => {
    expect(analysis.contradictions).toHaveLength(1);
    expect(text.match(side)).toHaveLength(1);
    expect(text).toMatch(/(?:puts it|lo explica) /);
  });

  test("each sentence has one claim", () => {
    const told = analysis.claims.map((claim) => claim.text);
    expect(told.length).toBeGreaterThan(3);
    expect(new Set(told).size).toBe(told.length);
  });

  test("no theme and no question holds a verb that belongs to a sentence", () => {
    const named = [
      ...analysis.key_themes,
      ...analysis.suggested_questions.filter((each) => /[“«]/.test(each)),
    ];
    expect(named.filter((each) => /\b(?:lose|keeps|quedan|depends)\b/.test(each))).toEqual([]);
  });
});

test("what one answer alone says stands under one heading", () => {
  const { text } = deterministicSynthesis(
    deps,
    deliberationOn("How do I return the lamp?", [
      "The lamp can be returned in any shop of the chain. The receipt is needed for it. A broken lamp is exchanged within 14 days at the counter.",
      "Thank you!",
    ]),
  );
  expect(text.match(/Only one answer says this:/g)).toHaveLength(1);
  expect(text).toContain("\n- The lamp can be returned in any shop of the chain.\n- ");
});

test("what asks the reader for something is no question of truth", () => {
  const { suggested_questions } = deterministicSynthesis(
    deps,
    deliberationOn("How do I return it?", [
      "Please tell the shop how you paid for the lamp.",
      "Store the lamp in its box for 14 days.",
    ]),
  ).analysis;
  expect(suggested_questions.filter((each) => /Please|Store/.test(each))).toEqual([]);
});
