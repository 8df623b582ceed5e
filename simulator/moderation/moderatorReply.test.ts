import { expect, test } from "vitest";
import { recordOf } from "../json.ts";
import { proseByName } from "../prose.ts";
import { moderatorReply, type ModeratorKind } from "./moderatorReply.ts";
import { synthesisOf } from "./synthesis.ts";

const texts = [1, 2, 3].map((n) => proseByName.get(`warranty-${n}`) ?? "");
const answers = texts.map((text, at) => ({ label: "ABC"[at] ?? "", text }));
const deliberation = { question: "How long is the warranty?", answers };
const good = synthesisOf(deliberation);
const reply = (kind: ModeratorKind) => moderatorReply(kind, deliberation, 1);
const read = (kind: ModeratorKind) => recordOf(JSON.parse(reply(kind)));
const textOf = (kind: ModeratorKind) => String(read(kind)["synthesis_text"]);

test("good is the synthesis as JSON", () => {
  expect(read("good")).toEqual(good);
});

test("plain is the text without any JSON", () => {
  expect(reply("plain")).toBe(good.synthesis_text);
});

test("fenced is the synthesis with a fence and prose around it", () => {
  const [before = "", json = "", after = ""] = reply("fenced").split(/```(?:json)?/u);
  expect(JSON.parse(json)).toEqual(good);
  expect([before.trim(), after.trim()]).toEqual(["Here is the synthesis:", "That is all."]);
});

test("truncated stops within the last claim's quote, behind text and lists", () => {
  const truncated = reply("truncated");
  expect(reply("good").startsWith(truncated)).toBe(true);
  expect(truncated.endsWith('"quote":"Photographs of the damage')).toBe(true);
});

test("broken is no JSON, though all is there", () => {
  const broken = reply("broken");
  expect(() => recordOf(JSON.parse(broken))).toThrow(SyntaxError);
  expect(broken).toContain(
    "'synthesis_text': 'To make a claim, the owner must present the original invoice.\n",
  );
  expect(broken).toContain("'models': ['C',],");
});

test("a single quote within a loose string is escaped", () => {
  const quoted = { label: "A", text: "It's the owner's duty." };
  expect(moderatorReply("broken", { question: "?", answers: [quoted] }, 1)).toContain("It\\'s the owner\\'s");
});

test("wrong_schema keeps the text and has strings for lists and other names", () => {
  expect(read("wrong_schema")).toMatchObject({
    synthesis_text: good.synthesis_text,
    key_themes: "warranty, manufacturer, original, present",
    consensus: good.consensus_areas,
    contradictions: [{ about: "warranty solar panels" }],
  });
  expect(read("wrong_schema")).not.toHaveProperty("consensus_areas");
});

test("no quote of invented stands in any answer, and everything else is as it should be", () => {
  const invented = read("invented");
  const quotes = [...JSON.stringify(invented).matchAll(/"quote":"([^"]+)"/gu)].map(([, quote]) => quote);
  expect(quotes).toHaveLength(good.claims.length + 2);
  for (const quote of quotes) expect(texts.join("\n")).not.toContain(quote);
  expect(quotes.filter((quote) => quote?.includes("warranty"))).not.toEqual([]);
  expect(invented["synthesis_text"]).toBe(good.synthesis_text);
});

test("empty has every field and nothing in it", () => {
  expect(Object.keys(read("empty"))).toEqual(Object.keys(good));
  expect(Object.values(read("empty")).flat().join("")).toBe("");
});

test("too_short is under 80 characters and too_long over 5,000, of words that do not come twice", () => {
  expect(textOf("too_short")).toBe(
    "To make a claim, the owner must present the original invoice.\n\nThe warranty of",
  );
  expect(textOf("too_long").length).toBeGreaterThan(5_000);
  const words = textOf("too_long").split(/\s+/u);
  expect(new Set(words).size / words.length).toBeGreaterThan(0.8);
});

test("repetitive is one sentence over and over, of an unsuspicious length", () => {
  const words = textOf("repetitive").split(/\s+/u);
  expect(new Set(words).size).toBe(10);
  expect(words).toHaveLength(12 * 11);
});

test("disclaimers go ahead of the text, in both languages", () => {
  expect(textOf("disclaimers").match(/As an AI|I cannot|no puedo|inteligencia artificial/giu)).toHaveLength(
    6,
  );
  expect(textOf("disclaimers").endsWith(good.synthesis_text)).toBe(true);
});

test("no_text is the analysis alone", () => {
  const { synthesis_text: _, ...analysis } = good;
  expect(read("no_text")).toEqual(analysis);
});
