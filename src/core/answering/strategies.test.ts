import { describe, expect, test } from "vitest";
import { answeringHouse, listen, plainCall, settle } from "../../../test/answering/answeringHouse.ts";
import { stagedModel, type StagedModel } from "../../../test/answering/stagedModel.ts";

describe("fastest", () => {
  test("the first content wins, not the first role chunk, and the others are called off that moment", async () => {
    const { deps, rows } = answeringHouse();
    const [a, b, c] = [stagedModel("a"), stagedModel("b"), stagedModel("c")];
    const heard = listen(deps, [a, b, c], plainCall("fastest"));
    await settle();
    expect([a.calls.length, b.calls.length, c.calls.length]).toEqual([1, 1, 1]);
    a.call.open();
    a.call.text("");
    await settle();
    expect(b.call.aborted).toBe(false);
    b.call.open();
    b.call.text("B ");
    await settle();
    expect([a.call.aborted, b.call.aborted, c.call.aborted]).toEqual([true, false, true]);
    a.call.text("late");
    b.call.text("it is.");
    b.call.finish();
    expect(await heard.ended).toMatchObject({ text: "B it is.", model: { id: "b" } });
    expect(rows.map(({ modelId, outcome }) => [modelId, outcome])).toEqual([
      ["a", "lost"],
      ["c", "lost"],
      ["b", "won"],
    ]);
  });

  test("all failing is told by the last failure", async () => {
    const { deps } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    const heard = listen(deps, [a, b], plainCall("fastest"));
    await settle();
    a.call.fail("auth");
    await settle();
    b.call.fail("invalid_request");
    expect(await heard.ended).toMatchObject({ kind: "failed", failure: { class: "invalid_request" } });
  });

  test("a model that waits to be asked again is called off too", async () => {
    const { deps, clock } = answeringHouse({ fraction: () => 0.5 });
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    listen(deps, [a, b], plainCall("fastest"));
    await settle();
    a.call.fail("server_error");
    await settle();
    b.call.text("B");
    await settle();
    clock.advance(10_000);
    await settle();
    expect(a.calls.length).toBe(1);
  });
});

describe("hedged", () => {
  test("the next one starts when the first is slower than its own 95th percentile, and either may win", async () => {
    const { deps, clock } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    for (let ms = 100; ms < 120; ms++) deps.healthOf("a").load.began(ms);
    const heard = listen(deps, [a, b], plainCall("hedged"));
    await settle();
    clock.advance(117);
    await settle();
    expect(b.calls.length).toBe(0);
    clock.advance(1);
    await settle();
    expect(b.calls.length).toBe(1);
    a.call.text("A");
    a.call.finish();
    expect(await heard.ended).toMatchObject({ model: { id: "a" } });
    expect(b.call.aborted).toBe(true);
  });

  test("the next one starts at once when the first fails", async () => {
    const { deps } = answeringHouse();
    const [a, b] = [stagedModel("a"), stagedModel("b")];
    listen(deps, [a, b], plainCall("hedged"));
    await settle();
    a.call.fail("auth");
    await settle();
    expect(b.calls.length).toBe(1);
  });
});

describe("breakers", () => {
  test("an open one costs no call, and all open say when to come back", async () => {
    const { deps, clock } = answeringHouse({ retries: 0 });
    const a = stagedModel("a");
    for (let n = 0; n < 5; n++) {
      const heard = listen(deps, [a], plainCall("single"));
      await settle();
      a.call.fail("server_error");
      await heard.ended;
      clock.advance(1_000);
    }
    const refused = await listen(deps, [a], plainCall("single")).ended;
    expect(refused).toMatchObject({
      kind: "failed",
      code: "model_unavailable",
      failure: null,
      retryAfterMs: 29_000,
    });
    expect(a.calls.length).toBe(5);
  });
});

describe("balanced", () => {
  test("nine of ten turns go to the two best, failures count, and a model that recovers gets its share back", async () => {
    let state = 7;
    const fraction = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const { deps, clock } = answeringHouse({ fraction, retries: 0 });
    const latency: Record<string, number> = { fast: 50, middle: 200, slow: 1_000, shaky: 50 };
    const models = Object.keys(latency).map((id) => stagedModel(id));
    let calls = 0;
    const turn = async () => {
      const winner = Promise.withResolvers<string>();
      const heard = listen(deps, models, plainCall("balanced"));
      await settle();
      const seen = new Set<unknown>();
      for (let ms = 0; ms <= 3_000; ms += 10) {
        for (const model of models) act(model, ms, seen, winner);
        await settle();
        if (heard.parts.length > 0) break;
        clock.advance(10);
      }
      await heard.ended;
      return winner.promise;
    };
    const started = new Map<unknown, number>();
    const act = (
      model: StagedModel,
      ms: number,
      seen: Set<unknown>,
      winner: PromiseWithResolvers<string>,
    ) => {
      const call = model.calls.at(-1);
      if (!call || (started.has(call) && !seen.has(call))) return;
      if (!seen.has(call)) {
        seen.add(call);
        started.set(call, ms);
      }
      if (ms - (started.get(call) ?? 0) < (latency[model.id] ?? 0)) return;
      started.set(call, Number.POSITIVE_INFINITY);
      calls += 1;
      if (model.id === "shaky" && calls % 10 < 3) return call.fail("server_error");
      call.text(model.id);
      call.finish();
      winner.resolve(model.id);
    };
    const share = async (turns: number, ...ids: string[]) => {
      let hits = 0;
      for (let n = 0; n < turns; n++) {
        if (ids.includes(await turn())) hits += 1;
        clock.advance(20);
      }
      return hits / turns;
    };
    await share(40);
    expect(await share(200, "fast", "middle")).toBeGreaterThanOrEqual(0.9);
    latency["fast"] = 2_500;
    await share(20);
    expect(await share(100, "fast")).toBeLessThan(0.1);
    latency["fast"] = 50;
    clock.advance(30_000);
    await share(20);
    expect(await share(100, "fast")).toBeGreaterThan(0.5);
  });

  test("a model nobody has heard of for long is tried by one call at a time", async () => {
    const { deps, clock } = answeringHouse({ fraction: () => 0.3 });
    const [known, back] = [stagedModel("known"), stagedModel("back")];
    deps.healthOf("known").load.began(100);
    deps.healthOf("back").load.began(3_000);
    clock.advance(60_000);
    deps.healthOf("known").load.began(100);
    for (let n = 0; n < 20; n++) listen(deps, [known, back], plainCall("balanced"));
    await settle();
    expect(back.calls.length).toBe(1);
    expect(known.calls.length).toBe(19);
  });
});
