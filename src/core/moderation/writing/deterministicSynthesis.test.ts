import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Deliberation } from "../../answering/moderator.ts";
import { detectLanguage } from "../../retrieval/language.ts";
import { analyse } from "../../retrieval/textAnalysis.ts";
import { deterministicSynthesis } from "./deterministicSynthesis.ts";
import { deliberationOn, passage } from "../fixtures/deliberation.ts";

const deps = { analyse, languageOf: detectLanguage };

function synthesis(question: string, texts: readonly string[], more: Partial<Deliberation> = {}) {
  return deterministicSynthesis(deps, deliberationOn(question, texts, more));
}

const warranty = "¿Cuánto dura la garantía del panel?";
const tenOrTwelve = [
  "La garantía dura 12 años. Cubre los defectos de fábrica.",
  "La garantía del panel es de 12 años desde la compra.",
  "La garantía dura diez años desde la compra [S1].",
];
const source = passage(1, "Su garantía dura diez años desde la compra. Se limpia con agua.");

describe("a contradiction", () => {
  test("comes first, with how many answers take each side and what the sources say", () => {
    const { text } = synthesis(warranty, tenOrTwelve, { evidence: [source] });
    expect(text).toMatch(
      /^Las respuestas se contradicen:\n- Dos respuestas: «La garantía [^»]*12 años[^»]*» \[S1\] dice otra cosa\.\n/,
    );
    expect(text).toContain(
      "- Una respuesta: «La garantía dura diez años desde la compra [S1].» [S1] lo respalda.",
    );
    expect(text).toContain("Las fuentes no respaldan lo que dice la mayoría.");
  });

  test("stands in the analysis with the models, the quotes and the sources of its sides", () => {
    const { contradictions } = synthesis(warranty, tenOrTwelve, { evidence: [source] }).analysis;
    expect(contradictions).toHaveLength(1);
    expect(contradictions[0]?.topic).toMatch(/garantía/);
    const [most, one] = contradictions[0]?.stances ?? [];
    expect(most).toMatchObject({ models: ["a", "b"], evidence: "contradicts", sources: [1] });
    expect(one).toEqual({
      models: ["c"],
      quote: "La garantía dura diez años desde la compra [S1].",
      evidence: "supports",
      sources: [1],
    });
  });

  test("is no consensus, whatever the majority", () => {
    expect(synthesis(warranty, tenOrTwelve).analysis.consensus_areas).toEqual([]);
  });

  test("without sources is left open, and asked", () => {
    const { text, analysis } = synthesis(warranty, tenOrTwelve);
    expect(text).toContain("Nada de lo dicho permite saber cuál es la correcta; conviene comprobarlo.");
    expect(text).toContain("Queda por aclarar:\n- ¿Cuánto dura la garantía del panel: 12 o diez años?");
    expect(analysis.suggested_questions).toContain("¿Cuánto dura la garantía del panel: 12 o diez años?");
    expect(analysis.research_areas).toContain("¿Cuánto dura la garantía del panel: 12 o diez años?");
  });

  test("that the sources settle is no open question", () => {
    const { text, analysis } = synthesis(warranty, tenOrTwelve, { evidence: [source] });
    expect(text).not.toContain("Queda por aclarar");
    expect(analysis.research_areas).toEqual([]);
  });
});

describe("agreement", () => {
  test("of short answers is named, and the text reads on", () => {
    const { text, analysis } = synthesis("¿Cuál es la capital de España?", ["Madrid.", "Madrid.", "Madrid."]);
    expect(text).toBe(
      "Madrid.\n\nLas tres respuestas son idénticas. Son respuestas breves: no dan más razones ni detalles.",
    );
    expect(analysis.claims).toEqual([
      { text: "Madrid.", models: ["a", "b", "c"], quote: "Madrid.", sources: [] },
    ]);
    expect(analysis.contradictions).toEqual([]);
  });

  test("leads, in the words of one answer, with how many share it; what one alone says follows", () => {
    const { text, analysis } = synthesis("When was the company founded?", [
      "The company was founded in 1987 by Ana Torres [S1].",
      "The company was founded in 1987 by Ana Torres in Montevideo. It sells panels to builders.",
      "Ana Torres founded the company in 1987. The first factory of panels stands in Salto.",
    ]);
    expect(text).toMatch(
      /^The company was founded in 1987 by Ana Torres.* All three answers agree on this\.\n\nOnly one answer says this:\n- /,
    );
    expect(text).toContain("- The first factory of panels stands in Salto.");
    expect(analysis.consensus_areas[0]).toMatch(/^The company was founded in 1987 by Ana Torres/);
    expect(analysis.claims[0]?.models).toEqual(["a", "b", "c"]);
  });
});

test("what all agree on and a source contradicts is said to be contradicted", () => {
  const texts = [
    "La garantía del panel dura 12 años.",
    "La garantía del panel dura doce años desde la compra.",
  ];
  const evidence = [passage(1, "La garantía del panel dura diez años desde la compra.")];
  const { text } = synthesis(warranty, texts, { evidence });
  expect(text).toMatch(
    /\n\n\[S1\] contradice lo que dicen estas respuestas: «La garantía del panel dura [^»]*»/,
  );
});

describe("the best answer stands as it is", () => {
  const code = "```python\ndef suma(a, b):\n    return a + b\n```";

  test("where it holds code", () => {
    const { text } = synthesis("Escribí una función que sume dos números", [
      `La función suma dos números:\n\n${code}\n\nDevuelve la suma de los dos números.`,
      "Usá el operador + entre los dos números.",
    ]);
    expect(text).toContain(
      `La más completa de las dos respuestas lo explica así:\n\nLa función suma dos números:\n\n${code}\n\nDevuelve`,
    );
  });

  test("also where there is nothing but code", () => {
    const other = code.replace("suma", "total");
    expect(synthesis("Escribí una función", [code, other]).text).toContain(code);
  });

  test("where all are the same", () => {
    const same =
      "La garantía dura diez años. Cubre los defectos de fábrica, y para usarla se presenta la factura.";
    const { text, analysis } = synthesis(warranty, [same, same]);
    expect(text).toBe(`${same}\n\nLas dos respuestas son idénticas.`);
    expect(analysis.claims.map(({ models }) => models)).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });
});

describe("its own words", () => {
  const differing = ["It costs ten dollars.", "Birds sing at dawn."];

  test("are in the question's language", () => {
    expect(synthesis("What does it cost and when do they sing?", differing).text).toContain(
      "Each answer says",
    );
    expect(synthesis("¿Cuánto cuesta y cuándo cantan?", differing, { locale: "en" }).text).toContain(
      "Cada respuesta dice",
    );
  });

  test("are in the deliberation's where the question tells none", () => {
    expect(synthesis("Mozart?", differing).text).toContain("Cada respuesta dice");
    expect(synthesis("Mozart?", differing, { locale: "en" }).text).toContain("Each answer says");
  });
});

test("answers that only excuse themselves are said to answer nothing", () => {
  const sorry = ["Lo siento, no puedo ayudar con eso.", "Como modelo de lenguaje, no puedo opinar."];
  const { text, analysis } = synthesis("¿Qué pasó ayer?", sorry);
  expect(text).toMatch(/^Ninguna de las dos respuestas contesta la pregunta\./);
  expect(analysis.claims).toEqual([]);
});

test("a part of the question that no answer takes up stays open", () => {
  const { text, analysis } = synthesis("¿Se puede fumar en la terraza? ¿Y llevar mascotas chicas?", [
    "Se puede fumar en la terraza.",
    "En la terraza se puede fumar.",
  ]);
  expect(analysis.suggested_questions).toContain("¿Y llevar mascotas chicas?");
  expect(text).toContain("Queda por aclarar:\n- ¿Y llevar mascotas chicas?");
});

test("an answer that broke off is mentioned", () => {
  const { voices } = deliberationOn("", ["Madrid es la capital de España.", "La capital de España es"]);
  const cut = voices.map((voice, place) => ({ ...voice, isWhole: place === 0 }));
  expect(synthesis("¿Cuál es la capital de España?", [], { voices: cut }).text).toContain(
    "Una de las respuestas quedó cortada.",
  );
});

test("one answer stays as it is, each of its sentences its own quote", () => {
  const text = "La garantía dura diez años [S1]. Conviene guardar la factura.";
  const made = synthesis(warranty, [text], { evidence: [source] });
  expect(made.text).toBe(text);
  expect(made.analysis).toMatchObject({
    contradictions: [],
    consensus_areas: [],
    recommendations: ["Conviene guardar la factura."],
    source_references: [{ source: 1, models: ["a"] }],
    claims: [
      {
        text: "La garantía dura diez años [S1].",
        models: ["a"],
        quote: "La garantía dura diez años [S1].",
        sources: [1],
      },
      {
        text: "Conviene guardar la factura.",
        models: ["a"],
        quote: "Conviene guardar la factura.",
        sources: [],
      },
    ],
  });
});

describe("whatever comes in", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "The warranty lasts ten years. ",
      "The warranty lasts 12 years. ",
      "La garantía dura diez años [S1]. ",
      "As an AI language model, I cannot help. ",
      "No. ",
      "\n- **Walking**: it is easy.\n",
      "\n1. Mix the dough.\n2. Bake it.\n3. Eat it.\n",
      "\n```js\nlet a = 1;\n```\n",
      "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
      "\n## Title\n",
      "However, many more are believed to exist. ",
      "It depends on your budget. ",
    ),
    fc.string({ maxLength: 30, unit: "grapheme" }),
    fc.constantFrom("word ", "**", "[S1", "\n").map((text) => text.repeat(500)),
  );
  const answer = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
  const answers = fc.array(answer, { minLength: 2, maxLength: 6 });

  test("the text has 80 to 5,000 characters, quotes exactly, and is the same each time", () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(warranty, "How long is it?", ""), (texts, question) => {
        const deliberation = deliberationOn(question, texts, { evidence: [source] });
        const made = deterministicSynthesis(deps, deliberation);
        expect(made.text.length).toBeGreaterThanOrEqual(80);
        expect(made.text.length).toBeLessThanOrEqual(5_000);
        expect(deterministicSynthesis(deps, structuredClone(deliberation))).toEqual(made);
        const { claims, contradictions } = made.analysis;
        for (const claim of claims) expect(made.text).toContain(claim.text);
        for (const { models, quote } of [...claims, ...contradictions.flatMap(({ stances }) => stances)])
          expect(
            texts.some((text, at) => models.includes(String.fromCodePoint(97 + at)) && text.includes(quote)),
          ).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test("twenty answers that contradict each other in everything leave room for all that is said", () => {
    const texts = Array.from({ length: 20 }, (_, n) =>
      ["tower", "bridge", "church", "castle"]
        .map(
          (thing, k) =>
            `The old ${thing} of the town is ${100 * (n + 1) + k} metres high, as the archive of the town has it.`,
        )
        .join(" "),
    );
    const { text, analysis } = synthesis("How high are the tower and the bridge?", texts, {
      evidence: [source],
    });
    expect(analysis.contradictions.length).toBeGreaterThan(1);
    expect(text.length).toBeLessThanOrEqual(5_000);
  });

  test("twenty answers of twenty thousand characters make one of at most five thousand", () => {
    const texts = Array.from({ length: 20 }, (_, n) =>
      Array.from(
        { length: 400 },
        (__, k) => `Panel ${k} of house ${n} weighs ${k + n} kilograms in all.`,
      ).join(" "),
    );
    const { text } = synthesis("How much do the panels weigh?", texts);
    expect(text.length).toBeLessThanOrEqual(5_000);
    expect(text.length).toBeGreaterThanOrEqual(80);
  });
});

describe("what is told as agreed", () => {
  test.each([
    [
      "Is the drug safe?",
      "The drug is safe for adults. It must not be given to children.",
      "The drug is safe for adults and children.",
      "The drug is safe for adults.",
    ],
    [
      "¿Cuánto cuesta la entrada?",
      "La entrada cuesta 8 euros.",
      "La entrada cuesta 8 euros y se puede comprar por internet.",
      "La entrada cuesta 8 euros.",
    ],
  ])("%s is what each model named says", (question, one, other, agreed) => {
    const { analysis } = synthesis(question, [one, other]);
    expect(analysis.consensus_areas).toEqual([agreed]);
    expect(analysis.claims.filter(({ models }) => models.length > 1).map(({ text }) => text)).toEqual([
      agreed,
    ]);
  });

  test.each([
    ["What is the limit?", "The limit is 7 items.", "The limit is between 5 and 7 items."],
    [
      "Is stream water safe to drink?",
      "Water from most streams is safe to drink.",
      "You should treat all stream water before drinking it.",
    ],
    ["¿Cuál es el límite?", "El límite es de 7 unidades.", "El límite está entre 5 y 7 unidades."],
  ])("%s holds nothing that one alone says", (question, one, other) => {
    const { analysis } = synthesis(question, [one, other]);
    expect(analysis.consensus_areas).toEqual([]);
    expect(analysis.claims.map(({ models }) => models)).toEqual([["a"], ["b"]]);
  });

  test("nothing stands there as different where the answers are alike and share no sentence", () => {
    const { text } = synthesis("What does the theorem of Pythagoras say?", [
      "In a right triangle, the square of the hypotenuse equals the sum of the squares of the other two sides.",
      "The sum of the squares of the legs of a right triangle is equal to the square of the hypotenuse.",
    ]);
    expect(text).toMatch(/^Each answer puts it in its own words:\n/);
  });
});

test.each([
  [
    ["a"],
    "How long does cooked chicken last in the fridge?",
    "Cooked chicken lasts 3–4 days in the fridge.",
    "Cooked chicken stays good for 3 to 4 days if it is refrigerated promptly.",
    "Cooked chicken can be kept for 5–7 days in the fridge.",
  ],
  [
    ["a", "b"],
    "¿Cuánto dura el pollo cocido en la nevera?",
    "El pollo cocido dura de 3 a 4 días en la nevera.",
    "En la nevera, el pollo cocido aguanta entre 3 y 4 días.",
    "El pollo cocido dura una semana en el frigorífico.",
  ],
])("told by %j, it is two against one: %s", (saying, question, ...texts) => {
  const { contradictions, claims } = synthesis(question, texts).analysis;
  expect(contradictions[0]?.stances.map(({ models }) => models)).toEqual([["a", "b"], ["c"]]);
  expect(claims.map(({ models }) => models)).toEqual([saying, ["c"]]);
});
