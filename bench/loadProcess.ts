import { connect, type Socket } from "node:net";
import * as z from "zod";
import { answerParent } from "./childSide.ts";
import { percentile } from "./statistics.ts";
import { question } from "./turnScript.ts";

const orderSchema = z.object({
  ask: z.literal("load"),
  url: z.url(),
  key: z.string(),
  conversations: z.array(z.string()).min(1),
  clients: z.int(),
  seconds: z.number(),
});

/** Asks as fast as answers come, one question at a time on each of so many kept-alive connections. */
async function load({ url, key, conversations, clients, seconds }: z.infer<typeof orderSchema>) {
  const latencies: number[] = [];
  let failed = 0;
  let next = 0;
  const { hostname, port } = new URL(url);
  const started = performance.now();
  const until = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const socket = connect(Number(port), hostname);
      socket.setNoDelay(true);
      while (performance.now() < until) {
        const conversation = conversations[next++ % conversations.length] ?? "";
        const asked = performance.now();
        const answer = await exchange(socket, requestOf(key, conversation));
        if (answer.startsWith("HTTP/1.1 200") && answer.includes("event: done")) {
          latencies.push(performance.now() - asked);
        } else failed += 1;
      }
      socket.destroy();
    }),
  );
  const elapsed = (performance.now() - started) / 1_000;
  return {
    turns: latencies.length,
    failed,
    perSecond: latencies.length / elapsed,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
  };
}

function requestOf(key: string, conversation: string): string {
  const body = JSON.stringify({ message: question, conversation_id: conversation });
  const head = [
    "POST /api/v1/chat HTTP/1.1",
    "host: bench",
    `authorization: Bearer ${key}`,
    "accept: text/event-stream",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** The whole response; written by hand, so that the load costs the machine little beside the server. */
function exchange(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const finish = () => {
      socket.off("data", take).off("error", reject).off("close", closed);
    };
    const closed = () => reject(new Error(`the server closed the connection after: ${answer.slice(0, 200)}`));
    const take = (piece: Buffer) => {
      answer += piece.toString("latin1");
      const isWhole = answer.endsWith("\r\n0\r\n\r\n") || !answer.startsWith("HTTP/1.1 200");
      if (!isWhole) return;
      finish();
      resolve(answer);
    };
    socket.on("data", take).once("error", reject).once("close", closed);
    socket.write(request);
  });
}

answerParent({}, async (asked) => load(orderSchema.parse(asked)));
