import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../../adapters/system/secureRandom.ts";
import { answerOf } from "../../../test/ports/responseCache.ts";
import {
  cacheable,
  piecesOf,
  responseKey,
  type KeyedRequest,
  type ResponseKeyParts,
} from "./responseCache.ts";

const passage = {
  documentId: "d1",
  documentName: "contrato.pdf",
  page: 3,
  headings: ["Plazos"],
  start: 10,
  end: 14,
  text: "diez días",
};
const parameters = { temperature: 0, maxTokens: 1200 };
function asked(change: Partial<KeyedRequest> = {}): KeyedRequest {
  const messages = [
    { role: "system", content: "Sé breve." },
    { role: "user", content: "¿Cuándo?" },
  ] as const;
  return { messages, parameters, ...change };
}
const parts: ResponseKeyParts = {
  workspaceId: "w1",
  strategy: "fallback",
  modelIds: ["fast", "backup"],
  locale: "es",
  requests: [asked()],
  evidence: [passage],
  promptHashes: ["00112233aabbccdd", "00112233aabbccdd"],
};
const keyOf = (change: Partial<ResponseKeyParts> = {}) =>
  responseKey({ ...parts, ...change }, { digest: sha256 });

test("equal parts have one key, in whatever order their fields stand", () => {
  expect(keyOf()).toMatch(/^[0-9a-f]{64}$/);
  expect(keyOf({ requests: [asked({ parameters: { maxTokens: 1200, temperature: 0 } })] })).toBe(keyOf());
});

test("scores and languages of the evidence do not count, because no model reads them", () => {
  const scored = { ...passage, n: 4, score: 0.3, language: null };
  expect(keyOf({ evidence: [scored] })).toBe(keyOf());
});

const changes: readonly (readonly [string, Partial<ResponseKeyParts>])[] = [
  ["workspace", { workspaceId: "w2" }],
  ["strategy", { strategy: "fastest" }],
  ["models", { modelIds: ["fast"] }],
  ["order of models", { modelIds: ["backup", "fast"] }],
  ["locale", { locale: "en" }],
  ["message", { requests: [asked({ messages: [{ role: "user", content: "¿Cuándo?" }] })] }],
  ["temperature", { requests: [asked({ parameters: { temperature: 0.1, maxTokens: 1200 } })] }],
  ["no temperature", { requests: [asked({ parameters: { maxTokens: 1200 } })] }],
  ["length", { requests: [asked({ parameters: { temperature: 0, maxTokens: 1201 } })] }],
  ["top_p", { requests: [asked({ parameters: { ...parameters, topP: 0.5 } })] }],
  ["seed", { requests: [asked({ parameters: { ...parameters, seed: 0 } })] }],
  ["stop", { requests: [asked({ parameters: { ...parameters, stop: ["\n"] } })] }],
  [
    "tools",
    { requests: [asked({ parameters: { ...parameters, tools: [{ name: "clock", parameters: {} }] } })] },
  ],
  ["tool choice", { requests: [asked({ parameters: { ...parameters, toolChoice: "none" } })] }],
  ["output", { requests: [asked({ parameters: { ...parameters, output: "json" } })] }],
  ["another model's request", { requests: [asked(), asked()] }],
  ["no evidence", { evidence: [] }],
  ["twice the evidence", { evidence: [passage, passage] }],
  ["document", { evidence: [{ ...passage, documentId: "d2" }] }],
  ["document's name", { evidence: [{ ...passage, documentName: "otro.pdf" }] }],
  ["page", { evidence: [{ ...passage, page: null }] }],
  ["start", { evidence: [{ ...passage, start: 9 }] }],
  ["end", { evidence: [{ ...passage, end: 15 }] }],
  ["passage", { evidence: [{ ...passage, text: "once días" }] }],
  ["prompt", { promptHashes: ["00112233aabbccdd", "ffffffffffffffff"] }],
];

test("a change of any part is another key, and no two changes share one", () => {
  const keys = [keyOf(), ...changes.map(([, change]) => keyOf(change))];
  expect(new Set(keys).size).toBe(changes.length + 1);
});

test("text that moves from one message to the next is another key", () => {
  const said = (one: string, other: string) =>
    keyOf({ requests: [asked({ messages: [one, other].map((content) => ({ role: "user", content })) })] });
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (head, moved, tail) => {
      expect(said(head + moved, tail)).not.toBe(said(head, moved + tail));
    }),
  );
});

test("only an answer that came to its own end and says something is kept", () => {
  const answer = answerOf("Diez días [S1].");
  expect(cacheable({ ...answer, reason: "stop" })).toEqual(answer);
  expect(cacheable({ ...answer, reason: "length" })).toBeNull();
  expect(cacheable({ ...answer, reason: "content_filter" })).toBeNull();
  expect(cacheable({ ...answer, reason: "tool_calls" })).toBeNull();
  expect(cacheable({ ...answer, text: " \n", reason: "stop" })).toBeNull();
});

test("a kept answer is streamed in groups of four words", () => {
  expect(piecesOf("El plazo es de diez días [S1].\n\nNada más.\n")).toEqual([
    "El plazo es de",
    " diez días [S1].\n\nNada",
    " más.",
    "\n",
  ]);
  expect(piecesOf("")).toEqual([]);
});

test("the pieces of any text are together exactly that text, whole characters and of bounded length", () => {
  const written = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 400 }),
    fc
      .array(fc.constantFrom(" ", "\n", "猫", "🦤", "palabra", "x".repeat(300), " ".repeat(300)))
      .map((all) => all.join("")),
  );
  fc.assert(
    fc.property(written, (text) => {
      const pieces = piecesOf(text);
      expect(pieces.join("")).toBe(text);
      expect(pieces.every((piece) => piece !== "" && piece.length <= 4 * (64 + 2 * 32))).toBe(true);
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    }),
  );
});
