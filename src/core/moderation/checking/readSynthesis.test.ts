import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSynthesis, type SynthesisDraft } from "./readSynthesis.ts";

const text = 'The "Alfa" panel lasts ten years, as both say.\nIt covers rust {not dents}. Ask the seller.';
const reply = {
  synthesis_text: text,
  contradictions: [
    {
      topic: "the warranty",
      stances: [
        { models: ["A"], quote: "ten years" },
        { models: ["B"], quote: "twelve years" },
      ],
    },
  ],
  consensus_areas: ["It covers rust"],
  key_themes: ["warranty", "rust"],
  recommendations: ["Ask the seller"],
  suggested_questions: ["Who pays?"],
  research_areas: ["Dents"],
  connections: ["Rust and warranty"],
  claims: [{ text: "It covers rust.", models: ["A", "B"], quote: "covers rust", sources: [1] }],
};
const json = JSON.stringify(reply);
const short = '{"synthesis_text": "Ten years.", "key_themes": ["warranty"]}';

function read(said: string): SynthesisDraft {
  const draft = readSynthesis(said);
  if (typeof draft === "string") throw new Error(draft);
  return draft;
}

describe("the whole of a good reply is read", () => {
  test.each([
    ["as it should be", json],
    ["over several lines", JSON.stringify(reply, null, 2)],
    ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
    [
      "amid prose with braces of its own",
      `Sure, in {JSON}:\n\`\`\`json\n${json}\n\`\`\`\nHope {this} helps!`,
    ],
    ["behind thoughts that hold another object", `<think>{"synthesis_text": "No."}</think>${json}`],
    ["inside another object", JSON.stringify({ result: reply })],
    ["in a list", `[${json}]`],
    ["as a string of JSON", JSON.stringify(json)],
    ["with a comma behind the last field", json.replace(/\}$/, ",}")],
    ["with a raw newline", json.replace("\\n", "\n")],
    ["with quote marks not escaped", json.replaceAll('\\"', '"')],
    ["with names in another spelling", json.replace("key_themes", "keyThemes").replace("claims", "Claims")],
  ])("%s", (_, said) => {
    expect(read(said)).toEqual(reply);
  });

  test("in single quotes, with apostrophes in it", () => {
    const said = "{'synthesis_text': 'It's ten years, it's said.', 'key_themes': ['the seller', 'rust']}";
    expect(read(said)).toMatchObject({
      synthesis_text: "It's ten years, it's said.",
      key_themes: ["the seller", "rust"],
    });
  });
});

describe("a field that is wrong costs itself alone", () => {
  test.each([
    [{ key_themes: "warranty, rust" }, { key_themes: ["warranty", "rust"] }],
    [{ recommendations: "Ask the seller.\nWait." }, { recommendations: ["Ask the seller.", "Wait."] }],
    [{ recommendations: "Ask the seller, then wait." }, { recommendations: ["Ask the seller, then wait."] }],
    [{ key_themes: [{ theme: "warranty" }, 10, null] }, { key_themes: ["warranty", "10"] }],
    [
      { key_themes: 7, claims: "none" },
      { key_themes: ["7"], claims: [] },
    ],
    [{ contradictions: ["they differ"] }, { contradictions: [] }],
    [
      { contradictions: [{ topic: "t", stances: { model: "A", quote: "q" } }] },
      { contradictions: [{ topic: "t", stances: [{ models: ["A"], quote: "q" }] }] },
    ],
    [
      { claims: [3, { text: "t", models: "A", quote: "q", sources: ["[S2]", "S3", null, 1.5] }] },
      { claims: [{ text: "t", models: ["A"], quote: "q", sources: [2, 3] }] },
    ],
    [{ synthesis_text: ["One.", "Two."] }, { synthesis_text: "One.\n\nTwo." }],
    [{ unknown: { a: 1 } }, { key_themes: ["warranty", "rust"] }],
  ])("%j", (wrong, expected) => {
    const untouched = { consensus_areas: ["It covers rust"], suggested_questions: ["Who pays?"] };
    expect(read(JSON.stringify({ ...reply, ...wrong }))).toMatchObject({ ...untouched, ...expected });
  });
});

describe("the text is never lost", () => {
  test("prose without an object is the text, with an empty analysis", () => {
    const prose = "**Ten years.** Call `f() { return 1 }` to see.";
    expect(read(prose)).toEqual({
      synthesis_text: prose,
      contradictions: [],
      consensus_areas: [],
      key_themes: [],
      recommendations: [],
      suggested_questions: [],
      research_areas: [],
      connections: [],
      claims: [],
    });
  });

  test("a reply that breaks off within the text gives its whole sentences", () => {
    expect(read(json.slice(0, json.indexOf("dents")))).toMatchObject({
      synthesis_text: 'The "Alfa" panel lasts ten years, as both say.',
      key_themes: [],
    });
  });

  test("a reply that breaks off in its first sentence gives what there is", () => {
    expect(read('```json\n{"synthesis_text": "Ten years, \\u00e1 \\ud83d').synthesis_text).toBe(
      "Ten years, á",
    );
  });

  test("a reply that breaks off after the text gives the text and what came", () => {
    const draft = read(json.slice(0, json.indexOf("Ask the seller", json.indexOf("recommendations"))));
    expect(draft).toMatchObject({ synthesis_text: text, key_themes: ["warranty", "rust"], claims: [] });
  });

  test("JSON beyond repair gives the text by its name", () => {
    expect(read('{"synthesis_text": "Ten years.", "claims": [}{]]]}: ,,').synthesis_text).toBe("Ten years.");
  });

  test("the text stands under another name, or beside an analysis without one", () => {
    const long = "The warranty lasts ten years and covers rust, but not dents. ".repeat(4).trim();
    expect(read(JSON.stringify({ final_answer: long })).synthesis_text).toBe(long);
    expect(read(JSON.stringify({ note: long, key_themes: ["rust"] })).synthesis_text).toBe(long);
    expect(read(`${long}\n\n\`\`\`json\n{"key_themes": ["rust"]}\n\`\`\``)).toMatchObject({
      synthesis_text: long,
      key_themes: ["rust"],
    });
  });
});

describe("what says nothing is refused", () => {
  test.each([
    ["", "empty"],
    [" \n ", "empty"],
    ["```json\n```", "empty"],
    ["<think>Hm.</think>", "empty"],
    ['{"synthesis_text": "  "}', "empty"],
    ['{"key_themes": ["rust"], "claims": []}', "unreadable"],
    ['{"synthesis_text": null}', "unreadable"],
    ['{"error": "overloaded"}', "unreadable"],
    ["{", "unreadable"],
    [`Here you are:\n{"key_themes": ["rust"]}`, "unreadable"],
  ])("%j is %s", (said, fault) => {
    expect(readSynthesis(said)).toBe(fault);
  });
});

test("any part of a good reply gives a beginning of its text, or is refused", () => {
  fc.assert(
    fc.property(fc.nat(json.length), (length) => {
      const draft = readSynthesis(json.slice(0, length));
      expect(typeof draft === "string" || text.startsWith(draft.synthesis_text)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("any text in a reply comes back to the letter", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (said, theme) => {
      fc.pre(said.trim() !== "");
      const draft = read(JSON.stringify({ ...reply, synthesis_text: said, key_themes: [theme] }));
      expect(draft).toEqual({ ...reply, synthesis_text: said.trim(), key_themes: [theme] });
    }),
  );
});

test("nothing makes it throw", () => {
  const pieces = fc.array(
    fc.constantFrom(..."{}[]\",:\\'`“”\n a1".split(""), "synthesis_text", '": "', short),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const draft = readSynthesis(parts.join(""));
      expect(typeof draft === "string" || draft.synthesis_text !== "").toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("blanks without end are read as one break", () => {
  const blanks = "\n ".repeat(50_000);
  const draft = readSynthesis(
    `{"synthesis_text": "Ten years.", ${blanks}"key_themes": ["warranty"]${blanks}`,
  );
  expect(draft).toMatchObject({ synthesis_text: "Ten years.", key_themes: ["warranty"] });
});
