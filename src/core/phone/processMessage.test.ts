import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openPhoneHouse } from "../../../test/ports/phoneHouse.ts";
import { openSqliteRecords } from "../../../test/ports/records.ts";
import { AppError } from "../errors.ts";
import type { PhoneAnswer } from "./askQuestion.ts";

type House = Awaited<ReturnType<typeof openPhoneHouse>>;

let house: House;
beforeAll(async () => void (house = await openPhoneHouse(openSqliteRecords)));
afterAll(() => house.remove());
afterEach(async () => {
  await house.database.query.deleteFrom("phone_sessions").execute();
  await house.database.query.deleteFrom("exchanges").execute();
  house.audits.length = house.questions.length = 0;
});

const answer: PhoneAnswer = {
  turnId: "t1",
  text: "Pesa 80 kg.",
  isAnswered: true,
  model: "fast",
  confidence: 0.9,
  sources: ["Guía.pdf", "Ficha.pdf"],
  sourceCount: 2,
};

test("what is missing is asked for, over three messages, and then confirmed with what may be done", async () => {
  const say = house.processOf();
  const asked = await say("quiero cotizar");
  expect(asked).toMatchObject({ type: "necesita_datos", text: "¡Gracias!", actions: [] });
  expect(asked.understood.missing).toEqual(["medida", "nombre"]);
  const half = await say("medida=10m");
  expect(half).toMatchObject({ type: "necesita_datos", sessionId: asked.sessionId });
  expect(half.understood.missing).toEqual(["nombre"]);
  expect(await say("nombre=Ana")).toMatchObject({
    type: "confirmacion",
    text: "¡Gracias!\n\nEsto es lo que anoté:\n- la medida: 10m\n- tu nombre: Ana",
    actions: ["enviar_cotizacion"],
    sessionId: asked.sessionId,
  });
  expect(house.questions).toEqual([]);
});

test("a canned reply asks nobody, a question is answered by the models, each in the language asked for", async () => {
  const say = house.processOf();
  const origin = { locale: "en", channel: "phone", client: null } as const;
  expect(await say("hola", { origin })).toMatchObject({ type: "respuesta_directa", text: "Hello!" });
  expect(await say("¿Cuánto pesa?", { origin, locale: "en" })).toMatchObject({
    type: "respuesta",
    text: "eco: ¿Cuánto pesa?",
    actions: ["derivar"],
  });
  expect(house.questions.map(({ question, origin: from }) => [question, from])).toEqual([
    ["¿Cuánto pesa?", { ...origin, onBehalfOf: "phone:+59899123456" }],
  ]);
});

test("where none is asked for, the language is that of the message, else of those before it, else the usual one", async () => {
  const say = house.processOf();
  expect((await say("hola")).text).toBe("¡Hola!");
  await say("How much does it weigh?");
  expect((await say("hola")).text).toBe("Hello!");
  await say("¿Cuánto pesa?");
  expect((await say("hola")).text).toBe("¡Hola!");
  expect(house.questions.map(({ origin }) => origin.locale)).toEqual(["en", "es"]);
});

test("a question is asked with what the session has said before", async () => {
  const say = house.processOf();
  await say("hola");
  await say("¿Cuánto pesa?");
  await say("¿Y la puerta?");
  expect(house.questions.at(-1)?.history).toEqual([
    { role: "user", content: "hola" },
    { role: "assistant", content: "¡Hola!" },
    { role: "user", content: "¿Cuánto pesa?" },
    { role: "assistant", content: "eco: ¿Cuánto pesa?" },
  ]);
});

test("the message is durable, with what was understood, before the models are asked", async () => {
  let rows: unknown = null;
  const say = house.processOf(async () => {
    rows = await house.exchanges();
    return answer;
  });
  const { sessionId } = await say("¿Cuánto pesa?");
  expect(rows).toMatchObject([
    { session_id: sessionId, message: "¿Cuánto pesa?", intent: "general", confidence: 0.9, response: "" },
  ]);
  expect(await house.exchanges()).toMatchObject([
    { response: "Pesa 80 kg.", response_type: "respuesta", turn_id: "t1" },
  ]);
});

test("a message that cannot be stored is refused, and nobody is asked", async () => {
  const busy = new AppError("database_unavailable", "busy", { retryable: true });
  const say = house.processOf(undefined, { changed: { take: () => Promise.reject(busy) } });
  await expect(say("¿Cuánto pesa?")).rejects.toBe(busy);
  expect(house.questions).toEqual([]);
  expect(house.audits).toEqual([]);
});

test("two messages of a phone at the same moment are both answered, in order, and what both name is remembered", async () => {
  const say = house.processOf();
  const [first, second] = await Promise.all([say("medida=10m"), say("nombre=Ana")]);
  expect(second.sessionId).toBe(first.sessionId);
  expect(second.understood.missing).toEqual([]);
  expect((await house.exchanges()).map(({ message, response }) => [message, response !== ""])).toEqual([
    ["medida=10m", true],
    ["nombre=Ana", true],
  ]);
  expect((await house.memoryOf(first.sessionId))?.entities).toEqual({ medida: ["10m"], nombre: ["Ana"] });
});

test("two processes that take a message of one session at the same moment lose nothing of each other", async () => {
  const { sessionId } = await house.processOf()("hola");
  const names = ["medida=10m", "nombre=Ana", "hola", "medida=10m"];
  const replies = await Promise.all(names.map((text) => house.processOf()(text)));
  expect(new Set(replies.map((reply) => reply.sessionId))).toEqual(new Set([sessionId]));
  expect(await house.exchanges()).toHaveLength(5);
  expect((await house.memoryOf(sessionId))?.entities).toEqual({ medida: ["10m"], nombre: ["Ana"] });
});

test("a message does not wait for the answer to the one before it", async () => {
  const slow = Promise.withResolvers<PhoneAnswer>();
  const say = house.processOf(() => slow.promise);
  const first = say("¿Cuánto pesa?");
  expect(await say("hola")).toMatchObject({ text: "¡Hola!" });
  slow.resolve(answer);
  expect(await first).toMatchObject({ text: "Pesa 80 kg." });
});

test("what no model could answer is a polite reply, and no part of what was said", async () => {
  const say = house.processOf(async () => ({ unanswered: "model_unavailable", turnId: "t9" }));
  const failed = await say("¿Cuánto pesa?");
  expect(failed).toMatchObject({
    type: "error",
    text: "Ningún modelo pudo responder. Intentá de nuevo en un momento.",
    actions: ["derivar"],
  });
  expect(await house.exchanges()).toMatchObject([{ response_type: "error", turn_id: "t9" }]);
  await say("¿Y ahora?");
  expect(house.questions.at(-1)?.history).toEqual([{ role: "user", content: "¿Cuánto pesa?" }]);
});

test("a store that is out of reach for the question is a polite reply; a bug is not", async () => {
  const broken = new AppError("database_unavailable", "usage is gone", { retryable: true });
  const reply = await house.processOf(() => Promise.reject(broken))("¿Cuánto pesa?");
  expect(reply).toMatchObject({ type: "error", text: "Algo falló de nuestro lado. Intentá de nuevo." });
  await expect(house.processOf(() => Promise.reject(new Error("bug")))("¿Y?")).rejects.toThrow("bug");
});

test("a question goes without its history when that cannot be read", async () => {
  const busy = new AppError("database_unavailable", "busy", { retryable: true });
  const say = house.processOf(undefined, { changed: { said: () => Promise.reject(busy) } });
  expect(await say("¿Cuánto pesa?")).toMatchObject({ type: "respuesta" });
  expect(house.questions.at(-1)?.history).toEqual([]);
  expect(house.telemetry.said.at(-1)).toBe("warn phone_history_unread");
});

test("each reply is entered in the books under its phone", async () => {
  const say = house.processOf(async () => answer);
  const { sessionId } = await say("¿Cuánto pesa?");
  await say("hola");
  const [row] = await house.exchanges();
  expect(house.audits[0]).toEqual({
    workspaceId: "w",
    id: row?.id,
    at: house.clock.now(),
    channel: "phone",
    conversationId: sessionId,
    turnId: "t1",
    actor: "phone:+59899123456",
    phone: "+59899123456",
    client: "gateway/1",
    outcome: "completed",
    model: "fast",
    intent: "general",
    confidence: 0.9,
    sources: ["Guía.pdf", "Ficha.pdf"],
    sourceCount: 2,
    preview: "Pesa 80 kg.",
    firstAnswerMs: 0,
    latencyMs: 0,
    requiresVerification: false,
  });
  expect(house.audits[1]).toMatchObject({
    turnId: null,
    model: null,
    intent: "saludo",
    confidence: 0.9,
    sourceCount: 0,
    requiresVerification: false,
  });
});

test("an answer from one document alone, and a failure, are for a person to check", async () => {
  await house.processOf()("¿Cuánto pesa?");
  await house.processOf(async () => ({ unanswered: "timeout", turnId: null }))("¿Cuánto pesa?");
  expect(house.audits).toMatchObject([
    { confidence: 0.8, sourceCount: 1, outcome: "completed", requiresVerification: true },
    { confidence: 0, outcome: "failed", firstAnswerMs: null, requiresVerification: true },
  ]);
});

test("where the documents have nothing, a gateway is told so; in the middle of a quote what is missing is asked for again", async () => {
  const say = house.processOf(async () => ({ ...answer, isAnswered: false }));
  expect(await say("¿Cuánto pesa?")).toMatchObject({
    type: "sin_respuesta",
    text: "Eso no lo encontré en la información que tengo. Si me lo contás con otras palabras, busco de nuevo.",
  });
  await say("quiero cotizar medida=10m");
  const asked = await say("¿Y la puerta?");
  expect(asked).toMatchObject({
    type: "sin_respuesta",
    understood: { intent: "general", missing: ["nombre"] },
  });
  expect(asked.text).toMatch(/busco de nuevo\.\n\n¿nombre\?$/);
  expect((await house.exchanges()).map((row) => row.response_type)).toEqual([
    "sin_respuesta",
    "necesita_datos",
    "sin_respuesta",
  ]);
});
