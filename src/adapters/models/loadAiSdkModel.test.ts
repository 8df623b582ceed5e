import { expect, test } from "vitest";
import { exchange, profile } from "../../../test/wire/exchange.ts";
import { startReplayServer } from "../../../test/wire/replayServer.ts";
import { loadAiSdkModel } from "./loadAiSdkModel.ts";

const settings = { module: "@ai-sdk/openai", model: "m", baseUrl: null, apiKey: "k", headers: {} };

test("an installed provider answers from the address of the configuration", async () => {
  await using server = await startReplayServer();
  const events = [
    { type: "response.created", response: { id: "r", created_at: 1, model: "m" } },
    { type: "response.output_item.added", output_index: 0, item: { type: "message", id: "i" } },
    { type: "response.output_text.delta", item_id: "i", delta: "Quince días" },
    { type: "response.completed", response: { usage: { input_tokens: 3, output_tokens: 2 } } },
  ];
  const body = Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(""));
  const baseUrl = server.serve({ status: 200, headers: { "content-type": "text/event-stream" }, body });
  const loaded = await loadAiSdkModel(profile, { ...settings, baseUrl });
  if ("problem" in loaded) throw new Error(loaded.problem.message);
  expect(loaded.model.id).toBe(profile.id);
  expect(await exchange(loaded.model)).toMatchObject({
    text: "Quince días",
    finish: "stop",
    usage: { inputTokens: 3, outputTokens: 2 },
    failure: null,
  });
});

test.each([
  [
    "@ai-sdk/not-there",
    "@ai-sdk/not-there is not installed: run npm install @ai-sdk/not-there beside Batuta",
  ],
  ["./secrets.ts", "expected the name of a package, e.g. @ai-sdk/mistral"],
  ["zod", "zod is no provider of the AI SDK: expected one export named create…"],
])("%s is a problem of the setting `module`", async (module, message) => {
  expect(await loadAiSdkModel(profile, { ...settings, module })).toEqual({
    problem: { path: "module", message },
  });
});
