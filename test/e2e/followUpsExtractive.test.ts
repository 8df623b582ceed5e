import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { eventually } from "./queryHouse.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

/** Conversations with the built-in model, whose answers bear the marks and sentences that every reader gets. */
let house: TestServer;
const texts = [
  [
    "catalogo.md",
    "El isodec pesa 12 kilos por metro cuadrado. El precio del isodec es de 40 dólares. La garantía del isodec dura diez años.\n\n" +
      "El isopanel pesa 9 kilos por metro cuadrado. El precio del isopanel es de 35 dólares. La garantía del isopanel dura cinco años.\n",
  ],
  ["local.md", "El local está en la calle Treinta y Tres de Salto. No aceptamos Mercado Pago.\n"],
  [
    "catalogue.md",
    "Wallboard weighs four kilos. The price of wallboard is 20 dollars. The warranty of wallboard lasts two years.\n\n" +
      "Roofboard weighs six kilos. The price of roofboard is 25 dollars. The warranty of roofboard lasts three years.\n",
  ],
] as const;

const readAnswer = z.object({
  answer: z.string(),
  metadata: z.looseObject({ _META_query_rewritten: z.string(), _META_rewrite_reason: z.string() }),
});

beforeAll(async () => {
  house = await startTestServer();
  const workspaces = await house.fetch("/api/v1/workspaces");
  const [first] = z
    .object({ items: z.array(z.object({ id: z.string() })) })
    .parse(await workspaces.json()).items;
  const workspace = first?.id ?? "";
  await house.client.documents.upload(
    workspace,
    texts.map(([name, text]) => ({ name, body: new Blob([text]) })),
  );
  await eventually(async () => {
    const { items } = await house.client.documents.list(workspace);
    return items.length === texts.length && items.every(({ status }) => status === "ready") ? items : null;
  });
});
afterAll(() => house.stop());

/** Asks the questions in one conversation; each with what was searched for and the answer. */
async function talk(
  questions: readonly string[],
  more: object = {},
): Promise<[searched: string, answer: string][]> {
  const { id } = await house.client.conversations.create({});
  const rounds: [string, string][] = [];
  for (const query of questions) {
    const response = await house.fetch("/api/v1/workspaces/default/ask", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, conversation_id: id, ...more }),
    });
    expect(response.status).toBe(200);
    const { answer, metadata } = readAnswer.parse(await response.json());
    rounds.push([metadata._META_query_rewritten, answer]);
  }
  return rounds;
}

test.each(["auto", "continue"])(
  "in Spanish a topic lasts, and gives way to its sibling: mode %s",
  async (mode) => {
    const rounds = await talk(
      ["¿Cuánto pesa el isodec?", "¿Y el precio?", "¿y la garantía?", "¿y el isopanel?", "¿y el peso?"],
      { conversation_mode: mode },
    );
    expect(rounds.map(([searched]) => searched)).toEqual([
      "¿Cuánto pesa el isodec?",
      "¿Y el precio? isodec",
      "¿y la garantía? isodec",
      "¿y la garantía, isopanel?",
      "¿y el peso? isopanel",
    ]);
    expect(rounds.map(([, answer]) => answer)).toEqual([
      expect.stringContaining("El isodec pesa 12 kilos"),
      expect.stringMatching(/^El precio del isodec es de 40 dólares/),
      expect.stringContaining("La garantía del isodec dura diez años"),
      expect.stringContaining("La garantía del isopanel dura cinco años"),
      expect.stringMatching(/^El isopanel pesa 9 kilos/),
    ]);
  },
);

test("in English as well", async () => {
  const rounds = await talk(["How heavy is wallboard?", "And the price?", "And the warranty?"]);
  expect(rounds.map(([searched]) => searched)).toEqual([
    "How heavy is wallboard?",
    "And the price? heavy, wallboard",
    "And the warranty? heavy, wallboard",
  ]);
  expect(rounds[1]?.[1]).toContain("The price of wallboard is 20 dollars. [S");
  expect(rounds[2]?.[1]).toContain("The warranty of wallboard lasts two years. [S");
});

test("an answer that found nothing leaves no words behind, and a courtesy neither", async () => {
  const rounds = await talk(["¿Cuánto pesa el isodec?", "gracias", "¿Y el precio?"]);
  expect(rounds[1]).toEqual(["gracias", expect.stringContaining("No hay evidencia suficiente")]);
  expect(rounds[2]?.[0]).toBe("¿Y el precio? isodec");
});

test("whether something is so is answered by the sentence that says it", async () => {
  const [, where, whether] = await talk([
    "¿Cuánto pesa el isodec?",
    "¿Dónde está el local?",
    "¿Aceptan Mercado Pago?",
  ]);
  expect(where).toEqual(["¿Dónde está el local?", "El local está en la calle Treinta y Tres de Salto. [S1]"]);
  expect(whether).toEqual(["¿Aceptan Mercado Pago?", "No aceptamos Mercado Pago. [S1]"]);
});
