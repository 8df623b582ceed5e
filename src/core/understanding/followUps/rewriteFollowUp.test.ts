import { expect, test } from "vitest";
import { message } from "../../../contract/messages.ts";
import type { SaidBefore } from "./carryTopic.ts";
import { rewriteFollowUp, type FollowUp } from "./rewriteFollowUp.ts";

const history: readonly SaidBefore[] = [
  { role: "user", content: "¿Qué es el Isodec?" },
  { role: "assistant", content: "El Isodec es un panel para techos." },
];
const followUp: FollowUp = { question: "¿Y cuánto pesa por metro?", mode: "auto", history };
const rewritten = async (more: Partial<FollowUp> = {}, written?: string | null) => {
  const { query, metadata } = await rewriteFollowUp(
    { ...followUp, ...more },
    written === undefined ? null : async () => written,
  );
  return [query, metadata._META_rewrite_applied, metadata._META_rewrite_reason];
};

test("a question that leans on its conversation is searched for with its topic, and both are told", async () => {
  expect(await rewriteFollowUp(followUp, null)).toEqual({
    query: "¿Y cuánto pesa por metro? Isodec",
    metadata: {
      _META_query_original: "¿Y cuánto pesa por metro?",
      _META_query_rewritten: "¿Y cuánto pesa por metro? Isodec",
      _META_rewrite_applied: true,
      _META_rewrite_reason: "connector",
    },
  });
});

test.each([
  ["the very first question", { history: [] }, "first_question"],
  ["a question in the mode new", { mode: "new" }, "mode_new"],
  ["a question of 500 characters", { question: `¿Y ${"cuánto ".repeat(72)}?` }, "too_long"],
  ["a question that stands alone", { question: "How long does the roof's warranty last?" }, "stands_alone"],
] as const)("%s stays as it is", async (_, more, reason) => {
  const question = "question" in more ? more.question : followUp.question;
  expect(await rewritten(more)).toEqual([question, false, reason]);
});

test("in the mode continue a question that stands alone is rewritten as well", async () => {
  const question = "How long does the roof's warranty last?";
  expect(await rewritten({ question, mode: "continue" })).toEqual([
    `${question} Isodec`,
    true,
    "mode_continue",
  ]);
});

test("with nothing to add the question stays as it is", async () => {
  expect(await rewritten({ question: "¿Cuál Isodec?" })).toEqual(["¿Cuál Isodec?", false, "nothing_to_add"]);
});

test("a model's rewriting is taken when it adds nothing of its own", async () => {
  const written = "¿Cuánto pesa el panel Isodec por metro?";
  expect(await rewritten({}, written)).toEqual([written, true, "connector"]);
});

test.each([null, "", "¿Cuánto pesa el Isoroof por metro?", "x".repeat(600)])(
  "rules rewrite where the model wrote %o",
  async (written) => {
    expect(await rewritten({}, written)).toEqual(["¿Y cuánto pesa por metro? Isodec", true, "connector"]);
  },
);

const catalogue: readonly SaidBefore[] = [
  { role: "user", content: "¿Cuánto pesa el isodec?" },
  { role: "assistant", content: "El isodec pesa 12 kilos por metro. [S1] El isopanel pesa 9 kilos. [S2]" },
  { role: "user", content: "¿hay descuento?" },
  { role: "assistant", content: message("es", "no_evidence") },
  { role: "user", content: "gracias" },
  { role: "assistant", content: message("en", "no_evidence") },
];

test("neither marks of sources nor Batuta's own sentences nor courtesies are a topic", async () => {
  const [query] = await rewritten({ history: catalogue, question: "¿y el isoroof?" });
  expect(query).toBe("¿hay descuento, isoroof?");
});

test.each(["auto", "continue"] as const)("a courtesy stays as it is, in the mode %s too", async (mode) => {
  expect(await rewritten({ history: catalogue, question: "¡muchas gracias!", mode })).toEqual([
    "¡muchas gracias!",
    false,
    "stands_alone",
  ]);
});

test("a comparison brings all that was asked about, also what another thing took the place of", async () => {
  const asked = ["¿Cuánto cuesta el isodec?", "¿y el isopanel?"];
  const both = asked.map((content) => ({ role: "user", content }) as const);
  expect((await rewritten({ history: both, question: "¿cuál es más barato?" }))[0]).toBe(
    "¿cuál es más barato? isodec, isopanel, cuesta",
  );
});

test("an ordinal brings the item of the answer's list", async () => {
  const list = {
    role: "assistant",
    content: "Hay dos:\n1. **Isodec** [S1]\n2. Isopanel de pared [S2]",
  } as const;
  const [query] = await rewritten({ history: [...history, list], question: "¿y el segundo?" });
  expect(query).toMatch(/^¿y el segundo\? Isopanel de pared/);
});

test("only the last six messages are read, of each 200 characters", async () => {
  const filler = { role: "assistant", content: `${"nada ".repeat(40)}Salto` } as const;
  const long = [...history, filler, filler, filler, filler, filler];
  expect((await rewritten({ history: long }))[0]).toContain("Isodec");
  expect((await rewritten({ history: [...long, filler] }))[2]).toBe("nothing_to_add");
  const told: (readonly SaidBefore[])[] = [];
  await rewriteFollowUp({ ...followUp, history: long }, async (_, said) => {
    told.push(said);
    return null;
  });
  expect(told[0]?.map(({ content }) => content.length)).toEqual([34, 200, 200, 200, 200, 200]);
});
