import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createScriptedModel, type Script } from "../../src/adapters/models/scriptedModel.ts";
import type { TurnEvent } from "../../src/contract/events.ts";
import { AppError } from "../../src/core/errors.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

const textOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.event === "chunk" ? [event.data.content] : [])).join("");

async function collect(events: AsyncIterable<TurnEvent>): Promise<TurnEvent[]> {
  const collected: TurnEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

const names = (events: readonly TurnEvent[]) => events.map((event) => event.event);

describe("a turn over HTTP", () => {
  let house: TestServer;
  let script: Script = { pieces: ["Hola", " mundo"] };
  beforeAll(async () => {
    house = await startTestServer({ override: () => ({ models: [createScriptedModel(() => script)] }) });
  });
  afterAll(() => house.stop());

  const startOf = (events: readonly TurnEvent[]) => {
    const [first] = events;
    if (first?.event !== "start") throw new Error("a turn starts with start");
    return first.data;
  };

  test("streams start, chunks and done, and keeps question and answer", async () => {
    script = { pieces: ["Hola", " mundo"] };
    const events = await collect(house.client.turns.chat({ message: "¿Qué tal?" }));
    expect(names(events)).toEqual(["start", "chunk", "chunk", "done"]);
    const { conversation_id } = startOf(events);
    const { items } = await house.client.conversations.messages(conversation_id);
    expect(items.map(({ role, content }) => [role, content])).toEqual([
      ["user", "¿Qué tal?"],
      ["assistant", "Hola mundo"],
    ]);
    expect(items[1]?.metadata).toMatchObject({ model: "scripted", document_context: false });
  });

  test("answers as one JSON object to a client that does not stream", async () => {
    const response = await house.fetch("/api/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ message: "hola" }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      content: "Hola mundo",
      sources: [],
      warnings: [],
      metadata: { outcome: "completed" },
    });
  });

  test("resumes byte for byte behind the last event seen, during the turn and after it", async () => {
    script = { pieces: Array.from({ length: 40 }, (_, n) => `pieza ${n} `), pieceMs: 5 };
    const conversation = await house.client.conversations.create();
    const response = await house.fetch(`/api/v1/conversations/${conversation.id}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ message: "cuenta" }),
    });
    const cut = await readUntil(response, "id: 9\n");
    const turnId = /"turn_id":"([^"]+)"/.exec(cut)?.[1] ?? "";
    const lastSeen = [...cut.matchAll(/^id: (\d+)$/gm)].at(-2)?.[1] ?? "";
    const seen = cut.slice(0, cut.lastIndexOf("id: "));
    const resume = async (id: string) =>
      (await house.fetch(`/api/v1/turns/${turnId}/events`, { headers: { "last-event-id": id } })).text();
    const during = seen + (await resume(lastSeen));
    const undisturbed = await resume("0");
    expect(during).toBe(undisturbed);
    expect(undisturbed).toContain("pieza 38");
    expect(undisturbed.trimEnd().split("\n\n").at(-1)).toContain("event: done");
    expect(await resume("999")).toContain("event: done");
  });

  test("a lost connection does not stop the turn", async () => {
    script = { pieces: ["uno ", "dos ", "tres"], pieceMs: 20 };
    const leaving = new AbortController();
    const conversation = await house.client.conversations.create();
    const events = house.client.turns.ask(conversation.id, { message: "cuenta" }, leaving.signal);
    await events[Symbol.asyncIterator]().next();
    leaving.abort();
    await expect
      .poll(async () => (await house.client.conversations.messages(conversation.id)).items.at(-1)?.content)
      .toBe("uno dos tres");
  });

  test("cancel ends it at once and keeps what was said", async () => {
    script = { pieces: ["empiezo", " y sigo"], ending: "silence" };
    const events: TurnEvent[] = [];
    for await (const event of house.client.turns.chat({ message: "larga" })) {
      events.push(event);
      if (textOf(events) === "empiezo y sigo" && event.event === "chunk")
        await house.client.turns.cancel(startOf(events).turn_id);
    }
    expect(events.at(-1)).toMatchObject({ event: "done", data: { metadata: { outcome: "cancelled" } } });
    const { items } = await house.client.conversations.messages(startOf(events).conversation_id);
    expect(items.at(-1)).toMatchObject({
      role: "assistant",
      content: "empiezo y sigo",
      metadata: { outcome: "cancelled" },
    });
  });

  test("a model that fails gives one error, kept as the answer, and the next turn is clean", async () => {
    script = { pieces: [], ending: "failure" };
    const failed = await collect(house.client.turns.chat({ message: "hola" }));
    expect(names(failed)).toEqual(["start", "error"]);
    expect(failed.at(-1)).toMatchObject({
      data: {
        error: "model_unavailable",
        partial: false,
        retryable: true,
      },
    });
    const { conversation_id } = startOf(failed);
    script = { pieces: ["bien"] };
    const next = await collect(house.client.turns.ask(conversation_id, { message: "¿y ahora?" }));
    expect(names(next)).toEqual(["start", "chunk", "done"]);
    const { items } = await house.client.conversations.messages(conversation_id);
    expect(items.map(({ metadata }) => metadata.error ?? false)).toEqual([false, true, false, false]);
  });

  test("an answer cut in the middle is an error that keeps the part", async () => {
    script = { pieces: ["la mitad"], ending: "truncation" };
    const events = await collect(house.client.turns.chat({ message: "hola" }));
    expect(names(events)).toEqual(["start", "chunk", "error"]);
    expect(events.at(-1)).toMatchObject({ data: { partial: true } });
    const { items } = await house.client.conversations.messages(startOf(events).conversation_id);
    expect(items.at(-1)?.content).toBe("la mitad");
  });

  test("an empty answer is no answer", async () => {
    script = { pieces: ["  ", "\n"] };
    const events = await collect(house.client.turns.chat({ message: "hola" }));
    expect(names(events)).toEqual(["start", "error"]);
    expect(events.at(-1)).toMatchObject({ event: "error", data: { error: "model_unavailable" } });
  });
});

describe("a part that fails", () => {
  test("retrieval: one warning, then an answer without documents", async () => {
    const unavailable = () => Promise.reject(new AppError("internal", "index gone", { retryable: true }));
    const house = await startTestServer({
      override: ({ index }) => ({
        index: { ...index, search: unavailable },
        models: [createScriptedModel({ pieces: ["igual respondo"] })],
      }),
    });
    try {
      const body = new Blob(["El plazo de entrega es de quince días hábiles desde la firma."]);
      await house.client.documents.upload("default", [{ name: "plazos.txt", body }]);
      await expect
        .poll(async () => (await house.client.documents.list("default")).items[0]?.status, {
          timeout: 20_000,
        })
        .toBe("ready");
      const events = await collect(house.client.turns.chat({ message: "¿Cuál es el plazo?" }));
      expect(names(events)).toEqual(["start", "warning", "chunk", "done"]);
      expect(events[1]).toEqual({
        event: "warning",
        data: {
          message: "⚠️ No pude acceder a los documentos. Respondo sin contexto documental.",
          step: "retrieval",
          code: "internal",
        },
      });
    } finally {
      await house.stop();
    }
  });

  test("ingestion: a file that is not there is one warning and the chunks still come", async () => {
    const house = await startTestServer({
      override: () => ({ models: [createScriptedModel({ pieces: ["sigo"] })] }),
    });
    try {
      const unknown = "01890000-0000-7000-8000-000000000000";
      const events = await collect(house.client.turns.chat({ message: "hola", file_ids: [unknown] }));
      expect(names(events)).toEqual(["start", "warning", "chunk", "done"]);
      expect(events[1]).toMatchObject({
        data: { step: "ingestion" },
      });
    } finally {
      await house.stop();
    }
  });

  const unavailable = () => Promise.reject(new AppError("database_unavailable", "gone", { retryable: true }));
  const sayHello = createScriptedModel({ pieces: ["sigo"] });

  test("ingestion: the store fails, one warning in the very words, the chunks still come, and the next turn is clean", async () => {
    let broken = true;
    const house = await startTestServer({
      override: ({ conversations }) => ({
        models: [sayHello],
        conversations: {
          ...conversations,
          attach: (...all) => (broken ? unavailable() : conversations.attach(...all)),
        },
      }),
    });
    try {
      const files = [{ name: "nota.txt", body: new Blob(["El plazo es de quince días."]) }];
      const { items } = await house.client.documents.upload("default", files);
      const file_ids = items.map(({ id }) => id);
      const conversation = await house.client.conversations.create();
      await settledDocuments(house);
      const first = await collect(house.client.turns.ask(conversation.id, { message: "hola", file_ids }));
      expect(names(first)).toEqual(["start", "warning", "chunk", "done"]);
      expect(first[1]).toEqual({
        event: "warning",
        data: {
          message:
            "⚠️ No pude procesar algunos archivos: el almacén de documentos no responde. Continuaré sin ellos.",
          step: "ingestion",
          code: "database_unavailable",
        },
      });
      broken = false;
      const next = await collect(house.client.turns.ask(conversation.id, { message: "¿y ahora?" }));
      expect(names(next)).toEqual(["start", "chunk", "done"]);
    } finally {
      await house.stop();
    }
  });

  test("understanding: without its history a question is answered on its own", async () => {
    const house = await startTestServer({
      override: ({ conversations }) => ({
        models: [sayHello],
        conversations: { ...conversations, said: unavailable },
      }),
    });
    try {
      const conversation = await house.client.conversations.create();
      const events = await collect(house.client.turns.ask(conversation.id, { message: "hola" }));
      expect(names(events)).toEqual(["start", "warning", "chunk", "done"]);
      expect(events[1]).toMatchObject({ data: { step: "understanding", code: "database_unavailable" } });
    } finally {
      await house.stop();
    }
  });

  test("saving: the answer is whole, a warning says so, and it is kept as soon as it can be", async () => {
    let failures = 1;
    const house = await startTestServer({
      override: ({ turns }) => ({
        models: [sayHello],
        turns: { ...turns, settle: (...all) => (failures-- > 0 ? unavailable() : turns.settle(...all)) },
      }),
    });
    try {
      const conversation = await house.client.conversations.create();
      const events = await collect(house.client.turns.ask(conversation.id, { message: "hola" }));
      expect(names(events)).toEqual(["start", "chunk", "warning", "done"]);
      expect(events[2]).toMatchObject({ data: { step: "saving", code: "database_unavailable" } });
      await expect
        .poll(async () => (await house.client.conversations.messages(conversation.id)).items.at(-1)?.content)
        .toBe("sigo");
      const turnId = events[0]?.event === "start" ? events[0].data.turn_id : "";
      expect(await collect(house.client.turns.follow(turnId, null))).toEqual(events);
    } finally {
      await house.stop();
    }
  });

  test("a question that cannot be stored is refused before anything is said", async () => {
    const house = await startTestServer({
      override: ({ turns }) => ({ turns: { ...turns, begin: unavailable } }),
    });
    try {
      const body = JSON.stringify({ message: "hola" });
      const headers = { "content-type": "application/json", accept: "text/event-stream" };
      const response = await house.fetch("/api/v1/chat", { method: "POST", headers, body });
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
      expect(await response.json()).toMatchObject({ code: "database_unavailable" });
    } finally {
      await house.stop();
    }
  });
});

/** Until no document is under way. */
async function settledDocuments(house: TestServer): Promise<void> {
  const underWay = async () =>
    (await house.client.documents.list("default", { status: "processing" })).items.length;
  await expect.poll(underWay, { timeout: 20_000 }).toBe(0);
}

async function readUntil(response: Response, mark: string): Promise<string> {
  let text = "";
  if (!response.body) throw new Error("the response has no body");
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.includes(mark)) break;
  }
  return text;
}
