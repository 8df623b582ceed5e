import { expect, test } from "vitest";
import {
  answeringHouse,
  listen,
  plainCall,
  plainOptions,
  settle,
} from "../../../test/answering/answeringHouse.ts";
import { longestVoice } from "../../../test/answering/longestVoice.ts";
import { stagedModel } from "../../../test/answering/stagedModel.ts";
import { answer } from "./answer.ts";
import { analysed } from "./moderated.ts";
import type { Model } from "./model.ts";
import type { Deliberation, Moderator, ModeratorReply } from "./moderator.ts";

/** Asks the models one after the other for "please", and gives the first text that comes. */
function asking(models: readonly Model[], heard: (Deliberation | ModeratorReply)[]): Moderator {
  return {
    ...longestVoice,
    async *moderate(deliberation, ask) {
      heard.push(deliberation);
      for (const model of models) {
        const reply = await ask(model, { messages: [{ role: "user", content: "please" }], maxTokens: 50 });
        heard.push(reply);
        if (reply.text !== null) {
          const { synthesis } = yield* longestVoice.moderate(deliberation, ask);
          return { text: reply.text, model, synthesis };
        }
        yield { type: "moderator_failed", model, reason: reply.failure.class };
      }
      return yield* longestVoice.moderate(deliberation, ask);
    },
  };
}

async function twoAnswers(models: readonly Model[], more: Partial<Parameters<typeof plainCall>[1]> = {}) {
  const house = answeringHouse({ retries: 0 });
  const heard: (Deliberation | ModeratorReply)[] = [];
  const moderator = asking(models, heard);
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const call = plainCall("parallel", more);
  const answering = listen({ ...house.deps, moderator }, [a, b], call, { citable: [1] });
  await settle();
  for (const [model, text] of [
    [a, "Ten years. [S1]"],
    [b, "Twelve years, it is said."],
  ] as const) {
    model.call.text(text);
    model.call.finish();
  }
  await settle();
  return { ...house, heard, answering, call };
}

test("the moderator hears the whole answers, and its text is the answer", async () => {
  const moderator = stagedModel("m");
  const { heard, answering, rows } = await twoAnswers([moderator]);
  moderator.call.text("Ten or twelve years. [S1] [S7]");
  moderator.call.finish();

  const ended = await answering.ended;
  expect(heard[0]).toMatchObject({
    question: "why?",
    voices: [
      { model: "a", text: "Ten years. [S1]", isWhole: true },
      { model: "b", text: "Twelve years, it is said.", isWhole: true },
    ],
  });
  expect(ended).toMatchObject({
    kind: "answered",
    text: "Ten or twelve years. [S1]",
    model: { id: "m" },
    cited: [1],
  });
  expect(answering.parts.map(({ type }) => type)).toEqual(["answer", "answer", "moderating", "text"]);
  expect(rows.map(({ modelId, phase, outcome }) => [modelId, phase, outcome])).toEqual([
    ["a", "answer", "won"],
    ["b", "answer", "won"],
    ["m", "moderation", "won"],
  ]);
});

test("usage is told by phase: the moderator's own, and that of all calls", async () => {
  const moderator = stagedModel("m");
  const { answering } = await twoAnswers([moderator]);
  moderator.call.text("Ten or twelve years.");
  moderator.call.finish();

  const ended = await answering.ended;
  expect(ended).toMatchObject({
    usage: { inputTokens: 30, outputTokens: 15 },
    synthesis: { usage: { input_tokens: 10, output_tokens: 5, estimated: false } },
  });
});

test("a moderator that fails is told, and the next one is asked", async () => {
  const [first, second] = [stagedModel("m1"), stagedModel("m2")];
  const { answering } = await twoAnswers([first, second]);
  first.call.fail("overloaded");
  await settle();
  second.call.text("Ten or twelve years.");
  second.call.finish();

  expect(await answering.ended).toMatchObject({ text: "Ten or twelve years.", model: { id: "m2" } });
  expect(answering.parts.filter(({ type }) => type === "moderator_failed")).toMatchObject([
    { model: { id: "m1" }, reason: "overloaded" },
  ]);
});

test("a moderator that takes too long leaves time for the next one", async () => {
  const [first, second] = [stagedModel("m1"), stagedModel("m2")];
  const { answering, clock, heard } = await twoAnswers([first, second], { deadline: 20_000 });
  first.call.open();
  first.call.text("Ten or ");
  await settle();
  clock.advance(11_999);
  await settle();
  expect(first.call.aborted).toBe(false);
  clock.advance(1);
  await settle();
  expect(first.call.aborted).toBe(true);
  expect(heard[1]).toMatchObject({ text: null, failure: { class: "total_timeout", code: "late" } });
  second.call.text("Ten or twelve years.");
  second.call.finish();
  expect(await answering.ended).toMatchObject({ model: { id: "m2" } });
});

test("a text that no model wrote is the answer's whose words it is, or the rules'", async () => {
  const { answering } = await twoAnswers([]);
  expect(await answering.ended).toMatchObject({ text: "Twelve years, it is said.", model: { id: "b" } });
});

test("a stop during moderation calls the moderator off", async () => {
  const moderator = stagedModel("m");
  const { answering } = await twoAnswers([moderator]);
  const reason = new Error("enough");
  answering.stop(reason);
  await expect(answering.ended).rejects.toBe(reason);
  await settle();
  expect(moderator.call.aborted).toBe(true);
});

test("one answer is told apart too, without a call, with what became of the others", async () => {
  const { deps, rows } = answeringHouse({ retries: 0 });
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const call = plainCall("fallback");
  const of = { of: "all", style: { personality: null, temperature: null }, timeoutMs: 30_000 } as const;
  const options = { ...plainOptions, moderation: of };
  const { signal } = new AbortController();
  const parts = analysed(deps, answer(deps, [a, b], call, options, signal), [a, b], {
    call,
    options,
    signal,
  });
  const read = (async () => {
    let part = await parts.next();
    while (!part.done) part = await parts.next();
    return part.value;
  })();
  await settle();
  a.call.fail("auth");
  await settle();
  b.call.text("Ten years.");
  b.call.finish();
  expect(await read).toMatchObject({
    text: "Ten years.",
    voices: [
      { model: { id: "a" }, text: "", failure: { class: "auth" } },
      { model: { id: "b" }, text: "Ten years.", failure: null },
    ],
    synthesis: { usage: null },
  });
  expect(rows).toHaveLength(2);
});

test("a moderator that breaks costs a warning: the fullest answer is given as it is", async () => {
  const { deps } = answeringHouse();
  const broken: Moderator = {
    ...longestVoice,
    // oxlint-disable-next-line require-yield -- it breaks before it has anything to tell
    async *moderate() {
      throw new RangeError("too deep");
    },
  };
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen({ ...deps, moderator: broken }, [a, b], plainCall("parallel"));
  await settle();
  a.call.text("Ten years.");
  a.call.finish();
  b.call.text("Twelve years, it is said.");
  b.call.finish();
  expect(await heard.ended).toMatchObject({
    text: "Twelve years, it is said.",
    model: { id: "b" },
    synthesis: { moderator_quality: "low", fallback_used: true, method: "best_answer" },
  });
  expect(heard.parts).toContainEqual({ type: "moderator_failed", model: null, reason: "internal" });
  expect(deps.telemetry.said).toContain("error moderation_broke");
});

test("the moderator hears what was said before the question", async () => {
  const heard: (Deliberation | ModeratorReply)[] = [];
  const { deps } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "How long is the warranty?" },
    { role: "assistant", content: "Ten years." },
    { role: "user", content: "And the paint?" },
  ] as const;
  const call = plainCall("parallel", {
    requestFor: () => ({ question: "And the paint?", messages, evidence: [], locale: "en" }),
  });
  const answering = listen({ ...deps, moderator: asking([], heard) }, [a, b], call);
  await settle();
  for (const model of [a, b]) {
    model.call.text("Five years.");
    model.call.finish();
  }
  await answering.ended;
  expect(heard[0]).toMatchObject({ question: "And the paint?", before: messages.slice(1, 3) });
});
