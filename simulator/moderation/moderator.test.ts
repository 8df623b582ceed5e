import { afterAll, beforeAll, expect, test } from "vitest";
import { dialects } from "../dialects.ts";
import { proseByName } from "../prose.ts";
import { rawCall } from "../rawCall.ts";
import { createSimulator, type Simulator } from "../simulator.ts";
import { wordsOf } from "../words.ts";
import { moderatorReply } from "./moderatorReply.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(() => simulator.close());

const question = "How long is the warranty?";
const answersOf = (set: string) =>
  ["B", "A"].map((label, at) => ({ label, text: proseByName.get(`${set}-${at + 2}`) ?? "" }));
const promptOf = (set: string) =>
  [
    `<question-c0de>\n${question}\n</question-c0de>`,
    ...answersOf(set).map(({ label, text }) => `<answer-c0de label="${label}">\n${text}\n</answer-c0de>`),
  ].join("\n\n");

for (const dialect of dialects) {
  test.each([true, false])(
    `a ${dialect.name} moderator quotes its own prompt, streamed: %s`,
    async (stream) => {
      for (const set of ["warranty", "garantia"]) {
        const said = await saidBy(dialect, "sim;moderator=good", stream, promptOf(set));
        expect(said).toBe(moderatorReply("good", { question, answers: answersOf(set) }, 1));
      }
    },
  );
}

test("a moderator that is asked a plain question answers as any other model", async () => {
  const [openai] = dialects;
  if (!openai) throw new Error("there is no dialect");
  const plain = await saidBy(openai, "sim;moderator=good;tokens=3", true, question);
  expect(plain).toBe(wordsOf(1, 0, 3).join(" "));
  const prose = await saidBy(openai, "sim;moderator=good;say=bridge-1", true, question);
  expect(prose).toBe(proseByName.get("bridge-1"));
});

test("a limit cuts the reply as it cuts any answer", async () => {
  const messages = [{ role: "user", content: promptOf("warranty") }];
  const body = { model: "sim;moderator=good", messages, max_tokens: 3 };
  const call = rawCall(simulator.url, "/v1/chat/completions", body);
  await call.closed;
  expect(call.body()).toContain('"content":"{\\"synthesis_text\\":\\"The owner must"');
  expect(call.body()).toContain('"finish_reason":"length"');
});

/** All text that an answer holds, whichever the format: every string under `text` or `content`. */
async function saidBy(
  dialect: (typeof dialects)[number],
  model: string,
  stream: boolean,
  content: string,
): Promise<string> {
  const body = dialect.body(model, stream, [{ role: "user", content }]);
  const call = rawCall(simulator.url, dialect.path(model, stream), body);
  await call.closed;
  const strings = call.body().matchAll(/"(?:text|content)":("(?:[^"\\]|\\.)*")/gu);
  return [...strings].map(([, json = '""']) => String(JSON.parse(json))).join("");
}
