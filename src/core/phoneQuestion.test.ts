import { afterAll, beforeAll, expect, test } from "vitest";
import { admitted } from "../../test/ports/admitted.ts";
import { eventually } from "../../test/e2e/queryHouse.ts";
import { startTestServer, type TestServer } from "../../test/e2e/testServer.ts";
import { createScriptedModel, type Script } from "../adapters/models/scriptedModel.ts";
import type { AskQuestion } from "./phone/askQuestion.ts";
import { askByTurn } from "./phoneQuestion.ts";

let house: TestServer;
let ask: AskQuestion;
let script: Script = { pieces: [] };
let workspaceId = "";
beforeAll(async () => {
  house = await startTestServer({
    override: () => ({ models: [createScriptedModel(() => script, "fast")] }),
  });
  ask = askByTurn(house.server.composition.http);
  workspaceId = house.server.composition.http.defaultWorkspaceId;
  const file = { name: "garantía.txt", body: new Blob(["La garantía de los paneles es de diez años."]) };
  await house.client.documents.upload(workspaceId, [file]);
  await eventually(async () => {
    const listed = await house.fetch(`/api/v1/workspaces/${workspaceId}/documents?status=ready`);
    return (await listed.text()).includes("garantía.txt") ? true : null;
  });
});
afterAll(() => house.stop());

const question = async (said: Script, text = "¿Cuántos años de garantía tienen los paneles?") => {
  script = said;
  return {
    workspace: await admitted(workspaceId, "query:ask"),
    question: text,
    history: [],
    origin: { locale: "es", channel: "phone", client: null },
  } as const;
};

test("an answer is plain text, with the documents that it cites and how well they bear it out", async () => {
  const answer = await ask(await question({ pieces: ["Diez años [S", "1]. ", "Eso dice [S1][S4]."] }));
  expect(answer).toMatchObject({
    text: "Diez años. Eso dice.",
    model: "fast",
    sources: ["garantía.txt"],
    sourceCount: 1,
  });
  expect("confidence" in answer && answer.confidence > 0.5).toBe(true);
});

test("an answer that cites nothing leans on nothing", async () => {
  const answer = await ask(await question({ pieces: ["No sé decirte."] }));
  expect(answer).toMatchObject({ text: "No sé decirte.", sources: [], sourceCount: 0 });
  expect("confidence" in answer && answer.confidence < 0.7).toBe(true);
});

test("an answer that breaks off is none, whatever came of it", async () => {
  const failed = await ask(await question({ pieces: ["Diez "], ending: "failure" }));
  expect(failed).toMatchObject({ unanswered: "model_unavailable" });
});

test("an answer that somebody stops is interrupted", async () => {
  const { http } = house.server.composition;
  const begun: string[] = [];
  const stoppable = askByTurn({
    ...http,
    runner: {
      ...http.runner,
      start(turn, journal) {
        begun.push(turn.id);
        return http.runner.start(turn, journal);
      },
    },
  });
  const stopped = stoppable(await question({ pieces: ["Diez "], ending: "silence" }));
  const turnId = await eventually(async () => begun[0] ?? null);
  expect(http.runner.cancel(turnId)).toBe(true);
  expect(await stopped).toEqual({ unanswered: "interrupted", turnId });
});

test("nobody is asked once the workspace's budget is used up", async () => {
  const { http } = house.server.composition;
  const spent = askByTurn({
    ...http,
    usage: { ...http.usage, spentToday: async () => 2e9 },
    answering: { ...http.answering, dailyUsd: 1 },
  });
  expect(await spent(await question({ pieces: ["Diez."] }))).toEqual({
    unanswered: "rate_limited",
    turnId: null,
  });
});
