import { describe, expect, test } from "vitest";
import { answeringHouse, listen, plainCall, settle } from "../../../test/answering/answeringHouse.ts";
import { createScriptedModel } from "../../adapters/models/scriptedModel.ts";
import { stagedModel } from "../../../test/answering/stagedModel.ts";

describe("in order", () => {
  test("a model that fails before its first content is replaced unseen, and both attempts are on record", async () => {
    const { deps, rows } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    const call = plainCall("fallback");
    const heard = listen(deps, [a, b], call);
    await settle();
    a.call.open();
    a.call.text(" \n");
    a.call.fail("malformed");
    await settle();
    b.call.open();
    b.call.text("Because.");
    b.call.finish();
    expect(await heard.ended).toMatchObject({ kind: "answered", text: "Because.", model: { id: "b" } });
    expect(heard.parts).toEqual([{ type: "text", text: "Because." }]);
    expect(rows.map(({ modelId, outcome, failure }) => [modelId, outcome, failure])).toEqual([
      ["a", "failed", "malformed"],
      ["b", "won", null],
    ]);
    expect(rows[1]?.costNanoUsd).toBe(20_000);
    expect(call.attempts).toEqual(rows);
  });

  test("the same model is asked again at most twice, after waits that double, and only for faults that pass", async () => {
    const { deps, clock } = answeringHouse({ fraction: () => 0.999 });
    const a = stagedModel("a");
    const heard = listen(deps, [a], plainCall("single"));
    for (const wait of [249, 499]) {
      await settle();
      a.call.fail("server_error");
      await settle();
      const before = a.calls.length;
      clock.advance(wait);
      await settle();
      expect(a.calls.length).toBe(before);
      clock.advance(1);
    }
    await settle();
    expect(a.calls.length).toBe(3);
    a.call.fail("overloaded");
    expect(await heard.ended).toMatchObject({ kind: "failed", code: "model_unavailable", text: "" });
    const again = listen(deps, [a], plainCall("single"));
    await settle();
    a.call.fail("auth");
    expect(await again.ended).toMatchObject({ failure: { class: "auth" } });
    expect(a.calls.length).toBe(4);
  });

  test("what the model says of when to come back is obeyed when it fits the deadline", async () => {
    const { deps, clock } = answeringHouse();
    const a = stagedModel("a");
    listen(deps, [a], plainCall("single"));
    await settle();
    a.call.fail("rate_limited", { retryAfterMs: 7_000 });
    await settle();
    clock.advance(6_999);
    await settle();
    expect(a.calls.length).toBe(1);
    clock.advance(1);
    await settle();
    expect(a.calls.length).toBe(2);
  });

  test("when it does not fit, the next one is asked at once and the model is left alone until then", async () => {
    const { deps, clock } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    listen(deps, [a, b], plainCall("fallback", { deadline: 5_000 }));
    await settle();
    a.call.fail("rate_limited", { retryAfterMs: 60_000 });
    await settle();
    expect(b.calls.length).toBe(1);
    clock.advance(1_000);
    listen(deps, [a, b], plainCall("fallback"));
    await settle();
    expect([a.calls.length, b.calls.length]).toEqual([1, 2]);
    const alone = listen(deps, [a], plainCall("single"));
    expect(await alone.ended).toMatchObject({ failure: null, retryAfterMs: 59_000 });
  });

  test("a question too long for one model goes only to those with a larger window", async () => {
    const { deps } = answeringHouse();
    const [a, small, large] = [
      stagedModel("a"),
      stagedModel("b", { window: 4_000 }),
      stagedModel("c", { window: 32_000 }),
    ];
    listen(deps, [a, small, large], plainCall("fallback"));
    await settle();
    a.call.fail("context_length");
    await settle();
    expect([small.calls.length, large.calls.length]).toEqual([0, 1]);
  });

  test.each([
    ["connect_timeout", 5_000, () => undefined],
    ["first_token_timeout", 15_000, (a: ReturnType<typeof stagedModel>) => a.call.open()],
  ] as const)(
    "nothing heard ends as %s after its time, and the next model is asked",
    async (as, ms, begin) => {
      const { deps, clock, rows } = answeringHouse();
      const [a, b] = [stagedModel("a"), stagedModel("b")];
      listen(deps, [a, b], plainCall("fallback"));
      await settle();
      begin(a);
      await settle();
      clock.advance(ms - 1);
      await settle();
      expect(a.call.aborted).toBe(false);
      clock.advance(1);
      await settle();
      expect(a.call.aborted).toBe(true);
      expect(rows[0]).toMatchObject({ modelId: "a", failure: as, latencyMs: ms });
      expect(b.calls.length).toBe(1);
    },
  );

  test("thoughts keep a model alive past the first content's time, but silence after them does not", async () => {
    const { deps, clock, rows } = answeringHouse();
    const a = stagedModel("a");
    const heard = listen(deps, [a], plainCall("single"));
    await settle();
    a.call.open();
    for (let n = 0; n < 3; n++) {
      a.call.send({ type: "reasoning", text: "hmm" });
      await settle();
      clock.advance(14_000);
    }
    expect(a.call.aborted).toBe(false);
    clock.advance(6_000);
    expect(await heard.ended).toMatchObject({ failure: { class: "idle_timeout" }, code: "timeout" });
    expect(rows[0]?.latencyMs).toBe(48_000);
  });

  test("a stream that never pauses still ends at its total time, with what was sent kept", async () => {
    const { deps, clock } = answeringHouse();
    const a = stagedModel("a");
    const heard = listen(deps, [a], plainCall("single"));
    await settle();
    a.call.open();
    for (let n = 0; n < 9; n++) {
      a.call.text("x");
      await settle();
      clock.advance(10_000);
      await settle();
    }
    expect(await heard.ended).toMatchObject({
      kind: "failed",
      text: "xxxxxxxxx",
      failure: { class: "total_timeout" },
    });
  });

  test("a stream without a finish is no success", async () => {
    const { deps } = answeringHouse();
    const a = stagedModel("a");
    const heard = listen(deps, [a], plainCall("single"));
    await settle();
    a.call.text("Half an");
    a.call.end();
    expect(await heard.ended).toMatchObject({
      kind: "failed",
      text: "Half an",
      failure: { class: "truncated" },
    });
  });

  test("a finish without content is empty, and one by the filter is told as such", async () => {
    const { deps, rows } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    const heard = listen(deps, [a, b], plainCall("fallback"));
    await settle();
    a.call.finish();
    await settle();
    b.call.finish("content_filter");
    expect(await heard.ended).toMatchObject({ failure: { class: "content_filter" } });
    expect(rows.map(({ failure }) => failure)).toEqual(["empty", "content_filter"]);
  });
});

describe("after the first content", () => {
  test("another model goes on from the text so far, announced, and nothing is said twice", async () => {
    const { deps, rows } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    const heard = listen(deps, [a, b], plainCall("fallback"));
    await settle();
    a.call.text("The warranty lasts ");
    await settle();
    a.call.fail("truncated");
    await settle();
    expect(b.call.request.messages.at(-2)).toEqual({ role: "assistant", content: "The warranty lasts " });
    b.call.text("The warranty lasts ten ");
    b.call.text("years.");
    b.call.finish();
    expect(await heard.ended).toMatchObject({ kind: "answered", text: "The warranty lasts ten years." });
    expect(heard.text()).toBe("The warranty lasts ten years.");
    expect(heard.parts[1]).toMatchObject({ type: "switched", from: { id: "a" }, to: { id: "b" } });
    expect(rows.map(({ outcome }) => outcome)).toEqual(["failed", "won"]);
  });

  test.each([
    ["when it is switched off", { continueMidstream: false }, true],
    ["when nobody else can", {}, false],
  ] as const)("%s, the answer ends with its partial text", async (_, options, continues) => {
    const { deps } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b", { continues })];
    const heard = listen(deps, [a, b], plainCall("fallback"), options);
    await settle();
    a.call.text("Half");
    a.call.fail("network");
    expect(await heard.ended).toMatchObject({ kind: "failed", text: "Half", failure: { class: "network" } });
    expect(b.calls.length).toBe(0);
  });

  test("a stop reaches the model and ends the answer with the signal's reason", async () => {
    const { deps, rows } = answeringHouse();
    const a = stagedModel("a");
    const heard = listen(deps, [a], plainCall("single"));
    await settle();
    a.call.text("Half");
    await settle();
    const reason = new Error("enough");
    heard.stop(reason);
    expect(a.call.aborted).toBe(true);
    await expect(heard.ended).rejects.toBe(reason);
    expect(rows).toMatchObject([{ outcome: "cancelled", failure: null, usage: { estimated: true } }]);
  });

  test("marks that point nowhere are dropped, also across two models", async () => {
    const { deps } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    const heard = listen(deps, [a, b], plainCall("fallback"), { citable: [1] });
    await settle();
    a.call.text("Ten years [S1]. Or not [S");
    a.call.fail("truncated");
    await settle();
    b.call.text("7].");
    b.call.finish();
    expect(await heard.ended).toMatchObject({ text: "Ten years [S1]. Or not.", cited: [1] });
  });
});

test("when no model answers, the last resort does and is announced", async () => {
  const { deps } = answeringHouse();
  const [a, passages] = [stagedModel("a"), stagedModel("extractive")];
  const heard = listen(deps, [a], plainCall("single"), { lastResort: passages });
  await settle();
  a.call.fail("auth");
  await settle();
  passages.call.text("A passage.");
  passages.call.finish();
  expect(await heard.ended).toMatchObject({
    kind: "answered",
    text: "A passage.",
    model: { id: "extractive" },
  });
  expect(heard.parts[0]).toEqual({ type: "extracting" });
});

test("text that was held back and never seen is not gone on from", async () => {
  const { deps } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen(deps, [a, b], plainCall("fallback"), { citable: [1] });
  await settle();
  a.call.text("[S");
  await settle();
  a.call.fail("truncated");
  await settle();
  expect(b.call.request.messages).toHaveLength(1);
  b.call.text("Ten years [S1].");
  b.call.finish();
  expect(await heard.ended).toMatchObject({ text: "Ten years [S1].", cited: [1] });
});

test("a model that has had its retries is not asked again when another breaks off", async () => {
  const { deps } = answeringHouse({ retries: 0 });
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen(deps, [a, b], plainCall("fallback"));
  await settle();
  a.call.fail("server_error");
  await settle();
  b.call.text("Half");
  b.call.fail("truncated");
  expect(await heard.ended).toMatchObject({ kind: "failed", text: "Half" });
  expect(a.calls.length).toBe(1);
});

test("an answer whose limit went into thoughts is the asker's to mend, not the model's fault", async () => {
  const { deps } = answeringHouse();
  const a = stagedModel("a");
  for (let n = 0; n < 6; n++) {
    const heard = listen(deps, [a], plainCall("single"));
    await settle();
    a.call.send({ type: "reasoning", text: "hmm" });
    a.call.finish("length");
    expect(await heard.ended).toMatchObject({ failure: { class: "invalid_request", code: "max_tokens" } });
  }
  expect(deps.healthOf("a").state).toBe("closed");
});

test("a bug that a request trips over does not shut the model for others", async () => {
  const { deps, rows } = answeringHouse();
  const next = () => Promise.reject(new TypeError("oh"));
  const stream = () => ({ [Symbol.asyncIterator]: () => ({ next }) });
  const broken = { ...createScriptedModel({ pieces: [] }, "a"), stream };
  for (let n = 0; n < 6; n++)
    await expect(listen(deps, [broken], plainCall("single")).ended).rejects.toThrow(TypeError);
  expect(deps.healthOf("a")).toMatchObject({ state: "closed", load: { inFlight: 0 } });
  expect(rows).toHaveLength(6);
});

test("a tool call that nobody asked for is no answer", async () => {
  const { deps } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen(deps, [a, b], plainCall("fallback"));
  await settle();
  a.call.send({ type: "tool_call", index: 0, id: "1", name: "clock", arguments: "{}" });
  a.call.finish();
  await settle();
  b.call.text("Because.");
  b.call.finish();
  expect(await heard.ended).toMatchObject({ text: "Because.", model: { id: "b" } });
  expect(heard.parts).toEqual([{ type: "text", text: "Because." }]);
});
