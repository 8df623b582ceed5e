import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fastify from "fastify";
import { v7 } from "uuid";
import * as z from "zod";
import { openChannel } from "../src/adapters/records/sqliteChannel.ts";
import { answerParent, settingsOfChild } from "./childSide.ts";
import { pieces } from "./turnScript.ts";

/** The least that a durable streamed turn takes: two group commits and the same bytes, no policy, no history. */
const { folder } = z.object({ folder: z.string() }).parse(settingsOfChild());
mkdirSync(folder, { recursive: true });
const path = join(folder, "bare.sqlite");
const settings = { path, role: "writer", busyTimeoutMs: 5_000 };
const file = new URL("../src/adapters/records/sqliteWorker.ts", import.meta.url);
const writer = openChannel(() => new Worker(file, { workerData: settings }));
const table = "create table if not exists kept (id text not null primary key, content text not null)";
await writer.submit([{ sql: table, parameters: [] }]);
const insert = (id: string, content: string) => ({
  sql: "insert into kept values (?, ?)",
  parameters: [id, content],
});

const body = z.object({ message: z.string(), conversation_id: z.string() });
const app = fastify();
app.post("/api/v1/chat", async (request, reply) => {
  const { message, conversation_id } = body.parse(request.body);
  const [turn_id, user_message_id, message_id] = [v7(), v7(), v7()];
  await writer.submit([insert(user_message_id, message), insert(turn_id, conversation_id)]);
  reply.hijack();
  reply.raw.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  let seq = 0;
  const events: string[] = [];
  const say = (event: string, data: unknown) => {
    const frame = `id: ${++seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    events.push(frame);
    reply.raw.write(frame);
  };
  say("start", { turn_id, conversation_id, user_message_id, strategy: "single", models: ["scripted"] });
  for (const content of pieces) {
    await Promise.resolve();
    say("chunk", { content });
  }
  await writer.submit([insert(message_id, pieces.join("")), insert(v7(), JSON.stringify(events))]);
  say("done", { message_id, documents_used: [], metadata: { outcome: "completed" } });
  reply.raw.end();
});
const url = await app.listen({ host: "127.0.0.1", port: 0 });
process.once("SIGTERM", () => void app.close().then(() => process.exit()));
answerParent({ url });
