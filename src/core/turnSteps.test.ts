import { expect, test } from "vitest";
import { answeringHouse, settle } from "../../test/answering/answeringHouse.ts";
import { stagedModel } from "../../test/answering/stagedModel.ts";
import { createScriptedModel } from "../adapters/models/scriptedModel.ts";
import { sha256 } from "../adapters/system/secureRandom.ts";
import type { Model } from "./answering/model.ts";
import { createModelHealth } from "./answering/modelHealth.ts";
import { askingRewriter } from "./turnSteps.ts";

const turn = { id: "t", workspace: { id: "w" }, locale: "es" } as const;
const said = [
  { role: "user", content: "¿Qué es el Isodec?" },
  { role: "assistant", content: "Un panel para techos." },
] as const;

function rewriting() {
  const house = answeringHouse();
  const staged = stagedModel("quick");
  const model: Model = {
    ...createScriptedModel({ pieces: [] }, "quick"),
    stream: (request, signal) => staged.stream(request, signal),
  };
  const healthOf = createModelHealth(house, { failures: 5, window: 20, share: 0.5, halfOpenMs: 30_000 });
  const running = new AbortController();
  const deps = { ...house.deps, digest: sha256 };
  const ask = askingRewriter(deps, { model, timeoutMs: 1_000, healthOf }, turn, running.signal);
  return { ...house, staged, running, ask: () => ask("¿Cómo lo corto?", said) };
}

test("what the model writes is taken without its quotes, and its call has its row", async () => {
  const { ask, staged, rows } = rewriting();
  const asked = ask();
  await settle();
  staged.call.text("«¿Cómo corto el Isodec?»");
  staged.call.finish();
  expect(await asked).toBe("¿Cómo corto el Isodec?");
  expect(rows).toMatchObject([{ turnId: "t", workspaceId: "w", modelId: "quick", outcome: "won" }]);
});

test("a model that is late is called off at its limit, once", async () => {
  const { ask, staged, rows, clock } = rewriting();
  const asked = ask();
  await settle();
  clock.advance(1_000);
  expect(await asked).toBeNull();
  expect(staged.call.aborted).toBe(true);
  expect(staged.calls).toHaveLength(1);
  expect(rows).toMatchObject([{ outcome: "failed", try: 1 }]);
});

test("a model that keeps failing is left alone, while its answering stays untouched", async () => {
  const { ask, staged, deps, clock } = rewriting();
  for (let n = 0; n < 5; n++) {
    const asked = ask();
    await settle();
    staged.call.fail("server_error");
    await settle();
    clock.advance(60);
    expect(await asked).toBeNull();
  }
  expect(await ask()).toBeNull();
  expect(staged.calls).toHaveLength(5);
  expect(deps.healthOf("quick").state).toBe("closed");
});

test("a turn that ends takes its rewriting with it", async () => {
  const { ask, staged, running } = rewriting();
  const asked = ask();
  await settle();
  running.abort(new Error("stopped"));
  await expect(asked).rejects.toThrow("stopped");
  expect(staged.call.aborted).toBe(true);
});
