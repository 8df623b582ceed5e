import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createScriptedModel } from "../../adapters/models/scriptedModel.ts";
import { systemClock } from "../../adapters/system/systemClock.ts";
import { sha256 } from "../../adapters/system/secureRandom.ts";
import type {
  AskModerator,
  Deliberation,
  Moderated,
  ModeratorReply,
  Voice,
  ModeratorRequest,
} from "../answering/moderator.ts";
import type { FailureClass } from "../answering/modelError.ts";
import { detectLanguage } from "../retrieval/language.ts";
import { analyse } from "../retrieval/textAnalysis.ts";
import { answerOrder } from "./asking/answerOrder.ts";
import { createModerator } from "./moderator.ts";

const deps = { analyse, languageOf: detectLanguage, digest: sha256, clock: systemClock };
const models = [createScriptedModel({ pieces: [] }, "first"), createScriptedModel({ pieces: [] }, "second")];

const shared = [
  "Roof panels of this maker carry a warranty against rust that begins on the day of delivery.",
  "The buyer has to keep the invoice and report any damage to the seller within thirty days.",
  "Dents, scratches and fading paint are never covered by this warranty.",
];
const voices: readonly Voice[] = [
  [
    ...shared,
    "The warranty on roof panels lasts ten years.",
    "Within five hundred metres of the coast only zinc panels stay covered, after an inspection.",
    "Removing a faulty panel is paid by the buyer.",
  ],
  [
    "The warranty on roof panels lasts twelve years.",
    ...shared,
    "An extended cover can be bought from the seller for a small yearly fee.",
    "You should photograph the panels on arrival and store the pictures with the invoice.",
  ],
  [...shared, "The warranty on roof panels lasts ten years."],
].map((sentences, place) => ({ model: `model-${place}`, text: sentences.join(" "), isWhole: true }));

function deliberationOf(count: number): Deliberation {
  const question = "What does the warranty on roof panels cover, and for how long?";
  const style = { personality: null, temperature: null };
  return { question, locale: "en", voices: voices.slice(0, count), evidence: [], style };
}

/** What a good moderator replies: all of it from the answers, under their labels. */
function goodReply(deliberation: Deliberation) {
  const ordered = answerOrder(deps, deliberation.question, deliberation.voices);
  const labelOf = (place: number) => ordered.find(({ voice }) => voice === place)?.label ?? "";
  const [rust = "", invoice = "", dents = ""] = shared;
  const sentences = [
    rust,
    invoice,
    dents,
    "One answer says that the warranty on roof panels lasts ten years, another twelve years.",
    "Within five hundred metres of the coast only zinc panels stay covered, after an inspection.",
    "Removing a faulty panel is paid by the buyer.",
    "An extended cover can be bought from the seller for a small yearly fee.",
    "You should photograph the panels on arrival and store the pictures with the invoice.",
    "None of this is the seller's promise but the maker's, so ask for it in writing.",
    "Whoever buys a house with such panels should ask which of the two contracts came with it before signing.",
  ];
  return {
    synthesis_text: sentences.join(" "),
    contradictions: [
      {
        topic: "length of the warranty",
        stances: [
          { models: [labelOf(0)], quote: "lasts ten years" },
          { models: [labelOf(1)], quote: "lasts twelve years" },
        ],
      },
    ],
    consensus_areas: ["The buyer has to report any damage within thirty days", "Elephants are grey"],
    key_themes: ["rust", "length of the warranty"],
    recommendations: ["Keep the invoice", "Photograph the panels on arrival"],
    suggested_questions: ["Is it ten years or twelve?", "Who inspects panels near the coast?"],
    research_areas: ["Storm damage", "Change of owner"],
    connections: ["Invoice and report of damage"],
    claims: [
      { text: rust, models: [labelOf(0), labelOf(1)], quote: "carry a warranty against rust", sources: [4] },
      { text: invoice, models: [labelOf(1)], quote: "report any damage to the vendor", sources: [] },
    ],
  };
}

type Kind = keyof typeof replies;
const replies = {
  good: (on: Deliberation) => JSON.stringify(goodReply(on)),
  dead: () => null,
  fenced: (on: Deliberation) =>
    `Here it is:\n\`\`\`json\n${JSON.stringify(goodReply(on), null, 1)}\n\`\`\`\nDone.`,
  careless: (on: Deliberation) =>
    JSON.stringify(goodReply(on)).replace(/\]\}$/, ",],}").replaceAll('\\"', '"'),
  truncated: (on: Deliberation) => JSON.stringify(goodReply(on)).replace(/"connections"[\s\S]*/, '"connec'),
  prose: (on: Deliberation) => goodReply(on).synthesis_text,
  wrongSchema: (on: Deliberation) => {
    const { key_themes, claims, ...rest } = goodReply(on);
    return JSON.stringify({
      ...rest,
      keyThemes: key_themes.join(", "),
      claims: claims[0],
      contradictions: "none",
    });
  },
  invented: (on: Deliberation) =>
    JSON.stringify(goodReply(on)).replace(/"quote":"[^"]*"/g, '"quote":"lasts a hundred years"'),
  empty: () => " ",
  emptyText: (on: Deliberation) => JSON.stringify({ ...goodReply(on), synthesis_text: "" }),
  noText: (on: Deliberation) => JSON.stringify({ ...goodReply(on), synthesis_text: undefined }),
  tooShort: () => JSON.stringify({ synthesis_text: "Ten years, or twelve." }),
  tooLong: (on: Deliberation) =>
    JSON.stringify({
      ...goodReply(on),
      synthesis_text: goodReply(on).synthesis_text.padEnd(5_001, " and more"),
    }),
  repetitive: () => JSON.stringify({ synthesis_text: "It lasts ten years or twelve. ".repeat(10) }),
  disclaimers: () =>
    "As an AI language model, I cannot provide advice. I'm sorry. I don't have access to it. My training data ends early.",
} satisfies Readonly<Record<string, (on: Deliberation) => string | null>>;

interface Run {
  readonly failed: readonly string[];
  readonly requests: readonly ModeratorRequest[];
  readonly made: Moderated;
}

async function moderate(deliberation: Deliberation, kinds: readonly Kind[]): Promise<Run> {
  const requests: ModeratorRequest[] = [];
  const ask: AskModerator = (model, request) => {
    const text = replies[kinds[models.indexOf(model)] ?? "dead"](deliberation);
    requests.push(request);
    const failure = { class: "overloaded" satisfies FailureClass, code: null, retryAfterMs: null } as const;
    const reply: ModeratorReply = text === null ? { text, failure } : { text, failure: null };
    return Promise.resolve(reply);
  };
  const moderator = createModerator(deps, { models: models.slice(0, kinds.length) });
  const heard = moderator.moderate(deliberation, ask);
  const failed: string[] = [];
  for (;;) {
    const next = await heard.next();
    if (next.done === true) return { failed, requests, made: next.value };
    failed.push(`${next.value.model?.id}: ${next.value.reason}`);
  }
}

const outcomeOf = ({ failed, made: { synthesis, model } }: Run) => ({
  failed,
  by: model?.id ?? synthesis.method,
  quality: synthesis.moderator_quality,
  fallback: synthesis.fallback_used,
});

describe.each([2, 3])("of %i answers", (count) => {
  const deliberation = deliberationOf(count);

  test.each<[Kind, string]>([
    ["good", "high"],
    ["fenced", "high"],
    ["careless", "high"],
    ["truncated", "high"],
    ["invented", "high"],
    ["wrongSchema", "high"],
    ["prose", "low"],
  ])("a first moderator that is %s makes a synthesis of quality %s", async (kind, quality) => {
    const outcome = { failed: [], by: "first", quality, fallback: false };
    expect(outcomeOf(await moderate(deliberation, [kind]))).toEqual(outcome);
    expect(outcomeOf(await moderate(deliberation, [kind, "dead"]))).toEqual(outcome);
  });

  describe.each<[Kind, string]>([
    ["dead", "overloaded"],
    ["empty", "empty"],
    ["emptyText", "empty"],
    ["noText", "unreadable"],
    ["tooShort", "too_short"],
    ["tooLong", "too_long"],
    ["repetitive", "repetitive"],
    ["disclaimers", "disclaimers"],
  ])("a first moderator that is %s is passed over as %s", (kind, reason) => {
    test("for the second", async () => {
      expect(outcomeOf(await moderate(deliberation, [kind, "good"]))).toEqual({
        failed: [`first: ${reason}`],
        by: "second",
        quality: "high",
        fallback: true,
      });
    });

    test.each<[string, Kind[], string[]]>([
      ["there is no second", [kind], [`first: ${reason}`]],
      ["the second fails too", [kind, "dead"], [`first: ${reason}`, "second: overloaded"]],
    ])("for rules when %s", async (_, kinds, failed) => {
      const run = await moderate(deliberation, kinds);
      expect(outcomeOf(run)).toMatchObject({ failed, by: "deterministic", fallback: true });
      expect(run.made.synthesis.moderator).toBeNull();
      expect(run.made.text.length).toBeGreaterThan(79);
    });
  });

  test("without moderator models rules are what was meant to make it", async () => {
    const run = await moderate(deliberation, []);
    expect(outcomeOf(run)).toMatchObject({ failed: [], by: "deterministic", fallback: false });
    expect(run.made.synthesis.attribution_coverage).toBe(1);
  });
});

describe("one answer alone", () => {
  test.each<[Kind[]]>([[["good"]], [[]]])("is given as it is, without a call (%j)", async (kinds) => {
    const run = await moderate(deliberationOf(1), kinds);
    const medium = { failed: [], by: "single_answer", quality: "medium", fallback: false };
    expect(outcomeOf(run)).toEqual(medium);
    expect(run.requests).toEqual([]);
    expect(run.made.text).toBe(voices[0]?.text);
    expect(run.made.synthesis).toMatchObject({
      attribution_coverage: 1,
      consensus_areas: [],
      contradictions: [],
    });
  });

  test("is medium however short it is", async () => {
    const short = { ...deliberationOf(1), voices: [{ model: "m", text: "Madrid.", isWhole: true }] };
    expect(outcomeOf(await moderate(short, [])).quality).toBe("medium");
  });
});

test("a synthesis is told with what can be verified, by models' names", async () => {
  const { made } = await moderate(deliberationOf(2), ["good"]);
  expect(made.synthesis).toMatchObject({
    method: "model",
    moderator: "first",
    consensus_areas: ["The buyer has to report any damage within thirty days"],
    contradictions: [
      {
        topic: "length of the warranty",
        stances: [
          { models: ["model-0"], quote: "lasts ten years", evidence: "silent", sources: [] },
          { models: ["model-1"], quote: "lasts twelve years", evidence: "silent", sources: [] },
        ],
      },
    ],
  });
  expect(made.synthesis.claims[0]).toEqual({
    text: shared[0],
    models: ["model-0", "model-1"],
    quote: "carry a warranty against rust",
    sources: [],
  });
});

test("what nobody said is dropped, and the text stays with what answers stand behind", async () => {
  const { made } = await moderate(deliberationOf(2), ["invented"]);
  expect(made.synthesis.contradictions).toEqual([]);
  expect(JSON.stringify(made.synthesis)).not.toContain("a hundred years");
  expect(made.text).toBe(goodReply(deliberationOf(2)).synthesis_text);
  expect(made.synthesis.claims.map(({ quote }) => quote)).toContain(shared[1]);
});

test("where rules find no text either, the best answer stands as it is", async () => {
  const texts = ["It is ten years for all. ", "The warranty on roof panels lasts ten years. "];
  const said = texts.map((text, place) => ({ model: `m${place}`, text: text.repeat(30), isWhole: true }));
  const run = await moderate({ ...deliberationOf(2), voices: said }, []);
  expect(outcomeOf(run)).toEqual({ failed: [], by: "best_answer", quality: "low", fallback: true });
  expect(run.made.text).toBe(said[1]?.text);
});

test("a text by rules is graded like any other", async () => {
  const short = ["Sydney.", "Canberra."].map((text, place) => ({ model: `m${place}`, text, isWhole: true }));
  const run = await moderate({ ...deliberationOf(2), voices: short }, []);
  expect(outcomeOf(run)).toEqual({ failed: [], by: "deterministic", quality: "low", fallback: false });
});

test("the second moderator is asked the same as the first", async () => {
  const { requests } = await moderate(deliberationOf(3), ["dead", "good"]);
  expect(requests).toHaveLength(2);
  expect(requests[1]).toEqual(requests[0]);
});

test("the best answer alone is the one that answers, not the one that broke off", () => {
  const moderator = createModerator(deps, { models: [] });
  const cut = { model: "cut", text: voices[0]?.text.slice(0, 200) ?? "", isWhole: false };
  expect(moderator.best({ ...deliberationOf(2), voices: [cut, ...voices.slice(0, 1)] })).toBe(1);
});

test("of any replies, there is a text, every quote is an answer's, and the same input gives the same bytes", async () => {
  const kinds = fc.array(fc.constantFrom(...Object.keys(replies)), { maxLength: 2 });
  const isKind = (name: string): name is Kind => name in replies;
  await fc.assert(
    fc.asyncProperty(kinds, fc.integer({ min: 1, max: 3 }), async (names, count) => {
      const deliberation = deliberationOf(count);
      const run = await moderate(deliberation, names.filter(isKind));
      expect(run.made.text).not.toBe("");
      const { claims, contradictions } = run.made.synthesis;
      for (const { quote, models: named } of [
        ...claims,
        ...contradictions.flatMap(({ stances }) => stances),
      ]) {
        const holding = deliberation.voices
          .filter(({ text }) => text.includes(quote))
          .map(({ model }) => model);
        expect(named.some((model) => holding.includes(model))).toBe(true);
      }
      expect(await moderate(deliberation, names.filter(isKind))).toEqual(run);
    }),
    { numRuns: 60 },
  );
});
