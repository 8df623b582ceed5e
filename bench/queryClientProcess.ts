import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { answerParent } from "./childSide.ts";
import type { Asked } from "./queryHouse.ts";

const orderSchema = z.object({
  ask: z.literal("posts"),
  url: z.url(),
  key: z.string(),
  /** One exchange is all of these, one after the other. */
  posts: z.array(z.object({ path: z.string(), body: z.string() })).min(1),
  count: z.int(),
  atOnce: z.int(),
  /** Null: so many begin in the same instant, and the next when all have ended. */
  spreadMs: z.number().nullable(),
});
type Order = z.infer<typeof orderSchema>;

const answerSchema = z.object({
  moderator_quality: z.string(),
  fallback_used: z.boolean(),
  individual_responses: z.array(z.object({ status: z.string() })),
  contradictions: z.array(z.unknown()),
  usage: z.object({ answers: z.unknown(), moderation: z.unknown() }),
  cost_usd: z.number().nullable(),
});

/** Posts so many exchanges, so many at once, and tells of each how long it took and what the last answer was. */
async function posts(order: Order): Promise<Asked[]> {
  const { count, atOnce, spreadMs } = order;
  const asked: Asked[] = [];
  const exchange = async () => void asked.push(await exchanged(order));
  if (spreadMs === null) {
    while (asked.length < count) await Promise.all(Array.from({ length: atOnce }, exchange));
    return asked;
  }
  let next = 0;
  const client = async (_: unknown, place: number) => {
    await pause((spreadMs * place) / atOnce);
    while (next++ < count) await exchange();
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return asked;
}

async function exchanged({ url, key, posts: each }: Order): Promise<Asked> {
  const started = performance.now();
  let text = "";
  for (const { path, body } of each) text = await post(`${url}${path}`, key, body);
  return { ms: performance.now() - started, ...read(text) };
}

async function post(url: string, key: string, body: string): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
  return text;
}

/** What is no query's answer is told as none. */
function read(text: string): Omit<Asked, "ms"> {
  const answer = text.startsWith("{") ? answerSchema.safeParse(JSON.parse(text)).data : undefined;
  return {
    quality: answer?.moderator_quality ?? "none",
    isFallback: answer?.fallback_used ?? false,
    answers: answer?.individual_responses.filter(({ status }) => status === "success").length ?? 0,
    contradictions: answer?.contradictions.length ?? 0,
    answerTokens: tokensOf(answer?.usage.answers),
    moderationTokens: tokensOf(answer?.usage.moderation),
    costUsd: answer?.cost_usd ?? 0,
  };
}

function tokensOf(usage: unknown): number {
  const told = z.object({ input_tokens: z.int(), output_tokens: z.int() }).safeParse(usage).data;
  return told ? told.input_tokens + told.output_tokens : 0;
}

answerParent({}, async (order) => posts(orderSchema.parse(order)));
