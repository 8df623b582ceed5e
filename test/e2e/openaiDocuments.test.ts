import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantDocument, readStream, startOpenaiHouse, type OpenaiHouse } from "./openaiHouse.ts";

const answer = "La multa es de un mes y medio. [S1]";
const says = `text=${encodeURIComponent(answer)}`;
let house: OpenaiHouse;
let openai: OpenAI;

beforeAll(async () => {
  house = await startOpenaiHouse({ models: { says }, order: ["says"] });
  openai = new OpenAI({ baseURL: house.baseURL, apiKey: house.key });
  await plantDocument(house, "contrato.txt", passage);
});
afterAll(() => house.stop());

const model = "workspace/default";
const messages = [
  { role: "system" as const, content: "You are a pirate." },
  { role: "user" as const, content: "Hola" },
  { role: "assistant" as const, content: "Hola, ¿qué necesitás?" },
  { role: "user" as const, content: "¿Cuál es la multa por rescisión?" },
];
const passage = "La multa por rescisión es de un mes y medio de alquiler.";
const source = { n: 1, doc_name: "contrato.txt", snippet: passage };

test("a workspace answers over its documents, with its sources beside the choices", async () => {
  const reply = await openai.chat.completions.create({ model, messages });
  expect(reply).toMatchObject({
    model,
    choices: [{ message: { content: answer }, finish_reason: "stop" }],
    sources: [source],
    batuta: { model: "says", attempts: 1 },
  });
  expect(reply.usage?.completion_tokens).toBeGreaterThan(0);
});

test("it is asked with its passages and the dialogue, by its own prompt and not the client's", async () => {
  const asked = JSON.stringify(house.callsOf("says").at(-1)?.body);
  for (const heard of [passage, "Hola, ¿qué necesitás?"]) expect(asked).toContain(heard);
  expect(asked).not.toContain("pirate");
});

test("it streams, with the sources in the last chunk", async () => {
  const response = await house.complete({ model, messages, stream: true });
  const { frames, text, done } = readStream(await response.text());
  expect(text).toBe(answer);
  expect(frames.at(-1)).toMatchObject({ choices: [], sources: [source], batuta: { model: "says" } });
  expect(done).toBe(true);
});

test("its stream is read to its end by OpenAI's client", async () => {
  const stream = openai.chat.completions.stream({ model, messages });
  expect(await stream.finalContent()).toBe(answer);
});

test("nothing of it is kept as a conversation", async () => {
  expect((await house.client.conversations.list()).items).toEqual([]);
});

test("hanging up cancels the turn and its call", async () => {
  house.simulator.behave(`says;${says}`, "gap=300");
  const before = house.callsOf("says").length;
  const stream = await openai.chat.completions.create({ model, messages, stream: true });
  for await (const { choices } of stream) if (choices[0]?.delta.content) break;
  const calls = (await house.callsSoon("says")).slice(before);
  house.simulator.behave(`says;${says}`, "");
  expect(calls).toMatchObject([{ endedBy: "client" }]);
  expect(calls[0]?.sentTokens).toBeLessThan(8);
});

test("a model that fails before its first word gives a status, and after it an error in the stream", async () => {
  house.simulator.behave(`says;${says}`, "status=503");
  const refused = await house.complete({ model, messages, stream: true });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: { code: "model_unavailable", type: "server_error" } });
  house.simulator.behave(`says;${says}`, "fault=cut;after=3");
  const broken = await (await house.complete({ model, messages, stream: true })).text();
  house.simulator.behave(`says;${says}`, "");
  const { frames, done } = readStream(broken);
  expect(frames.at(-1)).toMatchObject({ error: { code: "model_unavailable" } });
  expect(done).toBe(false);
});

test("a dialogue without a question is refused", async () => {
  const asked = await house.complete({ model, messages: [{ role: "system", content: "Hi" }] });
  expect(asked.status).toBe(400);
  expect(await asked.json()).toMatchObject({ error: { param: "messages" } });
});

test("a question longer than is searched for is refused", async () => {
  const content = "multa ".repeat(2_000);
  const asked = await house.complete({ model, messages: [{ role: "user", content }] });
  expect(asked.status).toBe(400);
  expect(await asked.json()).toMatchObject({ error: { param: "messages" } });
});
