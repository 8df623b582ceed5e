import { describe, expect, test } from "vitest";
import { analyse } from "../retrieval/textAnalysis.ts";
import { createExtractiveModel } from "./extractive.ts";
import type { Evidence, ModelRequest } from "./model.ts";

const model = createExtractiveModel({
  analyse,
  noEvidence: (locale) => (locale === "es" ? "No consta." : "Not there."),
});

function passage(n: number, text: string, more: Partial<Evidence> = {}): Evidence {
  const place = {
    documentId: `d${n}`,
    documentName: `d${n}.pdf`,
    page: 1,
    headings: [],
    start: 0,
    end: text.length,
  };
  return { n, ...place, text, language: "es", score: 0.8, ...more };
}

async function run(question: string, evidence: readonly Evidence[], more: Partial<ModelRequest> = {}) {
  const request: ModelRequest = { question, messages: [], evidence, locale: "es", ...more };
  const pieces: string[] = [];
  for await (const batch of model.stream(request, new AbortController().signal)) {
    for (const event of batch) {
      if (event.type === "finish") return { pieces, text: pieces.join(""), finish: event };
      if (event.type === "text") pieces.push(event.text);
    }
  }
  throw new Error("no finish");
}

const manual = passage(
  1,
  "El panel Isodec se fabrica en Montevideo. Su garantía dura diez años desde la compra. Se limpia con agua. La obra se paga aparte.",
);
const history = passage(
  2,
  "The company was founded in 1987 by Ana Torres. It sells panels. The first plant opened in Salto in 1990. Nobody lives there.",
  { language: "en", score: 0.7 },
);

describe("the extractive model", () => {
  test("answers in the document's own words with its mark", async () => {
    const { text } = await run("¿Cuánto dura la garantía?", [manual]);
    expect(text).toContain("Su garantía dura diez años desde la compra. [S1]");
  });

  test("answers an English question", async () => {
    const { text } = await run("When was the company founded?", [history], { locale: "en" });
    expect(text).toContain("The company was founded in 1987 by Ana Torres. [S2]");
  });

  test("gives at most two sentences, in reading order", async () => {
    const { text } = await run("¿Quién fabrica el panel y cuánto dura la garantía del panel Isodec?", [
      manual,
      history,
    ]);
    expect(text.match(/\[S\d\]/g)?.length).toBeLessThanOrEqual(2);
    expect(text.indexOf("Isodec")).toBeLessThan(text.indexOf("garantía"));
  });

  test("prefers the sentence with the kind of thing asked for", async () => {
    const text =
      "El precio del panel depende del acero. El panel tiene un precio de 45 dólares. El panel es de acero.";
    expect((await run("¿Cuántos dólares es el precio del panel?", [passage(1, text)])).text).toContain(
      "45 dólares",
    );
  });

  test("says that the sources do not answer when their similarity is low, in the language of the request", async () => {
    const weak = [passage(1, manual.text, { score: 0.1 })];
    expect((await run("¿Cuánto dura la garantía?", weak)).text).toBe("No consta.");
    expect((await run("How long?", weak, { locale: "en" })).text).toBe("Not there.");
    expect((await run("¿Cuánto dura?", [])).text).toBe("No consta.");
  });

  test("says so when no sentence shares a word with the question", async () => {
    expect((await run("¿Capital de Mongolia?", [manual])).text).toBe("No consta.");
  });

  test("streams few words at a time and ends with one finish and an estimate of tokens", async () => {
    const { pieces, text, finish } = await run("¿Cuánto dura la garantía?", [manual]);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every((piece) => piece.trim().split(/\s+/).length <= 3)).toBe(true);
    expect(finish.reason).toBe("stop");
    expect(finish.usage).toMatchObject({
      inputTokens: Math.ceil(("¿Cuánto dura la garantía?".length + manual.text.length) / 4),
      outputTokens: Math.ceil(text.length / 4),
      estimated: true,
    });
  });

  test("stops at the request's limit of tokens", async () => {
    const { text, finish } = await run("¿Cuánto dura la garantía?", [manual], { maxTokens: 5 });
    expect(text.length).toBeLessThanOrEqual(20);
    expect(finish.reason).toBe("length");
  });

  test("stops with the signal's reason", async () => {
    const stop = new AbortController();
    const reason = new Error("hung up");
    const request: ModelRequest = {
      question: "¿Cuánto dura la garantía?",
      messages: [],
      evidence: [manual],
      locale: "es",
    };
    const taken: string[] = [];
    const reading = (async () => {
      for await (const batch of model.stream(request, stop.signal)) {
        taken.push(...batch.map(({ type }) => type));
        stop.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(taken).toEqual(["text"]);
  });

  test("does not give a sentence of two overlapping passages twice", async () => {
    const repeated = passage(2, "Su garantía dura diez años desde la compra. Vence sola.", {
      documentId: "d1",
      start: 42,
    });
    const { text } = await run("¿Cuánto dura la garantía?", [manual, repeated]);
    expect(text.split("Su garantía dura diez años").length).toBe(2);
  });

  test("gives neither a heading nor a sentence that only repeats the question", async () => {
    const text =
      "Garantía de los paneles\n\nGarantía.\n\nCubre defectos. La garantía de los paneles vence a los diez años.";
    const { text: answer } = await run("¿garantía?", [
      passage(1, text, { headings: ["Garantía de los paneles"] }),
    ]);
    expect(answer).toBe("La garantía de los paneles vence a los diez años. [S1]");
  });

  test("answers whether something is so with the sentence that says it, though it holds no other word", async () => {
    const payments = passage(1, "Formas de pago\n\nNo aceptamos Mercado Pago. Se paga en efectivo.");
    const { text } = await run("¿Aceptan Mercado Pago?", [payments]);
    expect(text).toContain("No aceptamos Mercado Pago. [S1]");
    const shop = passage(1, "We do not accept cheques. Pay in cash.", { language: "en" });
    expect((await run("Do you accept cheques?", [shop], { locale: "en" })).text).toContain(
      "We do not accept cheques. [S1]",
    );
  });

  test("puts a sentence that was broken over lines on one, and disarms marks in it", async () => {
    const { text } = await run("garantía", [passage(1, "Su garantía\nvale [S9] diez\naños.")]);
    expect(text).toBe("Su garantía vale (S9] diez años. [S1]");
  });
});
