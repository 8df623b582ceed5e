import { expect, test } from "vitest";
import { answeringHouse, listen, plainCall, settle } from "../../../test/answering/answeringHouse.ts";
import { stagedModel } from "../../../test/answering/stagedModel.ts";

const short = "Ten years.";
const full =
  "The warranty of the panel lasts ten years from the sale and covers the sheet, the core and the paint. [S1] " +
  "It does not cover damage by chemicals or by wrong handling, as the contract says on its second page. [S1]";

test("each answer is told as it ends, the best one is given, and every attempt has its row", async () => {
  const { deps, rows } = answeringHouse();
  const [a, b, c] = [stagedModel("a"), stagedModel("b"), stagedModel("c")];
  const heard = listen(deps, [a, b, c], plainCall("parallel"), { citable: [1] });
  await settle();
  b.call.text(short);
  b.call.finish();
  await settle();
  c.call.fail("auth");
  await settle();
  a.call.text(full);
  a.call.finish();
  expect(await heard.ended).toMatchObject({ kind: "answered", text: full, model: { id: "a" }, cited: [1] });
  const told = heard.parts.flatMap((part) => (part.type === "answer" ? [part.answer] : []));
  expect(told.map(({ model, failure, text }) => [model.id, failure?.class ?? null, text])).toEqual([
    ["b", null, short],
    ["c", "auth", ""],
    ["a", null, full],
  ]);
  expect(heard.text()).toBe(full);
  const outcomes = rows.map(({ modelId, outcome }) => [modelId, outcome]);
  expect(outcomes).toEqual([
    ["b", "won"],
    ["c", "failed"],
    ["a", "won"],
  ]);
});

test("once most have answered, a late one has the grace and no more", async () => {
  const { deps, clock, rows } = answeringHouse();
  const [a, b, c] = [stagedModel("a"), stagedModel("b"), stagedModel("c")];
  const heard = listen(deps, [a, b, c], plainCall("parallel"));
  await settle();
  for (const model of [a, b]) {
    model.call.text(full);
    model.call.finish();
  }
  c.call.text("I am still ");
  await settle();
  clock.advance(1_499);
  await settle();
  expect(c.call.aborted).toBe(false);
  clock.advance(1);
  await settle();
  expect(c.call.aborted).toBe(true);
  expect(await heard.ended).toMatchObject({ kind: "answered", model: { id: "a" } });
  const late = heard.parts.findLast((part) => part.type === "answer");
  expect(late).toMatchObject({
    answer: { model: { id: "c" }, failure: { class: "total_timeout", code: "late" } },
  });
  expect(rows.find(({ modelId }) => modelId === "c")).toMatchObject({ outcome: "lost" });
});

test("nobody is waited for beyond the deadline", async () => {
  const { deps, clock } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen(deps, [a, b], plainCall("parallel", { deadline: 8_000 }));
  await settle();
  a.call.open();
  a.call.text("A");
  a.call.finish();
  await settle();
  clock.advance(7_000);
  expect(await heard.ended).toMatchObject({ kind: "answered", text: "A" });
  expect(b.call.aborted).toBe(true);
});

test("when all fail, the answer fails as the last of them did", async () => {
  const { deps } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen(deps, [a, b], plainCall("parallel"));
  await settle();
  a.call.fail("malformed");
  await settle();
  b.call.text("Half");
  b.call.fail("truncated");
  expect(await heard.ended).toMatchObject({ kind: "failed", failure: { class: "truncated" }, text: "" });
});

test("a stop calls all of them off", async () => {
  const { deps, rows } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const heard = listen(deps, [a, b], plainCall("parallel"));
  await settle();
  a.call.text("A");
  a.call.finish();
  await settle();
  const reason = new Error("enough");
  heard.stop(reason);
  await expect(heard.ended).rejects.toBe(reason);
  await settle();
  expect(b.call.aborted).toBe(true);
  expect(rows.map(({ modelId, outcome }) => [modelId, outcome])).toEqual([
    ["a", "won"],
    ["b", "cancelled"],
  ]);
});

test("tool calls of the best answer are given, and no empty text", async () => {
  const { deps } = answeringHouse();
  const [a, b] = [stagedModel("a"), stagedModel("b")];
  const { requestFor, ...call } = plainCall("parallel");
  const tools = [{ name: "clock", parameters: {} }];
  const heard = listen(deps, [a, b], { ...call, requestFor: (model) => ({ ...requestFor(model), tools }) });
  await settle();
  a.call.send({ type: "tool_call", index: 0, id: "1", name: "clock", arguments: "{}" });
  a.call.finish();
  b.call.fail("auth");
  expect(await heard.ended).toMatchObject({ kind: "answered", text: "", model: { id: "a" } });
  expect(heard.parts.filter(({ type }) => type !== "answer")).toEqual([
    { type: "tool_call", index: 0, id: "1", name: "clock", arguments: "{}" },
  ]);
});

test("all of them late is a timeout, and then the last resort answers", async () => {
  const { deps, clock } = answeringHouse();
  const [a, b, passages] = [stagedModel("a"), stagedModel("b"), stagedModel("extractive")];
  const late = listen(deps, [a, b], plainCall("parallel", { deadline: 4_000 }));
  await settle();
  clock.advance(3_000);
  expect(await late.ended).toMatchObject({ kind: "failed", code: "timeout" });
  const rescued = listen(deps, [a, b], plainCall("parallel", { deadline: 8_000 }), { lastResort: passages });
  await settle();
  clock.advance(4_000);
  await settle();
  passages.call.text("A passage.");
  passages.call.finish();
  expect(await rescued.ended).toMatchObject({ kind: "answered", text: "A passage." });
});
