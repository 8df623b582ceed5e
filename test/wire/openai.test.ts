import OpenAI from "openai";
import { expect, test } from "vitest";
import { createParser } from "eventsource-parser";
import type { Model } from "../../src/core/answering/model.ts";
import { countOf, isRecord, listOf, recordOf, textOf } from "../../src/adapters/models/json.ts";
import { openaiChat } from "../../src/adapters/models/openaiChat.ts";
import { chatFixtures } from "./chatFixtures.ts";
import { exchange, foldEvents, type Exchange } from "./exchange.ts";
import { type Recording, recordings, recordingsAbsent } from "./recordings.ts";
import { replayHouse } from "./replayHouse.ts";
import type { Delivery } from "./replayServer.ts";

const vendors = [
  "openai",
  "azure",
  "deepseek",
  "groq",
  "mistral",
  "ollama",
  "openrouter",
  "perplexity",
  "together",
  "gemini",
];
const all = vendors.flatMap((vendor) => recordings(vendor, "chat-"));
/** A success by its status that holds an error nevertheless. */
const broken = new Set([
  "groq/chat-sse-reasoning-mid-stream-error-02",
  "openrouter/chat-sse-reasoning-length-usage-01",
]);
const recorded = all.filter(({ name, status }) => status === 200 && !broken.has(name));
const answers = [...recorded, ...chatFixtures()];
const house = replayHouse(openaiChat);

function modelOf(recording: Recording, delivery?: Delivery): Model {
  return house.modelAt(house.server.serve(recording, delivery), recording.streamed);
}

// The recordings lie beside the repository and are not part of it.
test.skipIf(recordingsAbsent)("there are recordings of every vendor", () => {
  const found = new Set(recorded.map(({ name }) => name.split("/")[0]));
  expect([...found]).toEqual(vendors);
});

for (const recording of answers) {
  test.concurrent(`${recording.name} says what the openai SDK reads`, async () => {
    const expected = await readBySdk(recording);
    const pieces = Math.ceil(recording.body.length / 20);
    for (const delivery of [{}, { pieceBytes: 7 }, { pieceBytes: pieces, pieceMs: 2 }]) {
      const { events, failure, ...said } = await exchange(modelOf(recording, delivery));
      expect({ delivery, failure, ...said }).toEqual({ delivery, failure: null, ...expected });
      expect(events).toBeGreaterThan(1);
    }
  });
}

for (const recording of answers) {
  test.concurrent(`${recording.name} cut anywhere is no success, and keeps what came`, async () => {
    const cuts: number[] = [];
    const mark = recording.body.indexOf("[DONE]\n\n");
    const end = mark === -1 ? recording.body.length : mark + 8;
    for (let at = 0; at < end; at += 50) cuts.push(at);
    const outcomes = cuts.map(async (cutAt) => {
      const { finish, failure, text } = await exchange(modelOf(recording, { cutAt }));
      return { cutAt, finish, failure: failure?.class, text };
    });
    expect(await Promise.all(outcomes)).toEqual(decodePrefixes(recording, cuts));
  });
}

for (const recording of answers.filter(({ streamed }) => streamed)) {
  test.concurrent(`${recording.name} ending in good order before its finish reason is truncated`, async () => {
    const end = /"finish_reason": ?"/u.exec(recording.body.toString("latin1"))?.index ?? 0;
    expect(end).toBeGreaterThan(0);
    const cuts = Array.from({ length: 20 }, (_, at) => Math.floor((at * end) / 20));
    const outcomes = await Promise.all(
      cuts.map((cutAt) => exchange(modelOf(recording, { cutAt, cut: "clean" }))),
    );
    for (const { finish, failure } of outcomes)
      expect({ finish, failure: failure?.class }).toEqual({ finish: null, failure: "truncated" });
  });
}

test.skipIf(recordingsAbsent)(
  "an error in the middle of a stream is one here as it is to the SDK",
  async () => {
    const classes: Record<string, unknown> = {};
    for (const recording of all.filter(({ name }) => broken.has(name))) {
      await expect(readBySdk(recording)).rejects.toThrow(OpenAI.APIError);
      const { failure, reasoning, finish } = await exchange(modelOf(recording));
      expect(finish).toBeNull();
      expect(reasoning).not.toBe("");
      classes[recording.name] = failure;
    }
    expect(classes).toEqual({
      "groq/chat-sse-reasoning-mid-stream-error-02": {
        class: "invalid_request",
        code: "tool_use_failed",
        retryAfterMs: null,
      },
      "openrouter/chat-sse-reasoning-length-usage-01": {
        class: "invalid_request",
        code: "HTTP 400",
        retryAfterMs: null,
      },
    });
  },
);

/** What our own reader makes of a stream up to each of these offsets, without any transport. */
function decodePrefixes({ body, streamed }: Recording, cuts: readonly number[]) {
  const decoder = openaiChat.decoder();
  const fold = foldEvents();
  const utf8 = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data, event }) => {
      for (const each of decoder.event(data, event)) fold.add(each);
    },
  });
  let fed = 0;
  return cuts.map((cutAt) => {
    if (streamed) parser.feed(utf8.decode(body.subarray(fed, cutAt), { stream: true }));
    fed = cutAt;
    const { text, events } = fold.result();
    // The SDK calls most of these a success: it takes any end of a stream for the end of the answer.
    return { cutAt, finish: null, failure: events > 0 ? "truncated" : "network", text };
  });
}

/** The vendor's own reader, over the same bytes. */
async function readBySdk(recording: Recording): Promise<Omit<Exchange, "failure" | "events">> {
  const client = new OpenAI({ apiKey: "k", baseURL: house.server.serve(recording), maxRetries: 0 });
  const asked = { model: "m", messages: [{ role: "user" as const, content: "?" }] };
  const parts: unknown[] = [];
  const usages: unknown[] = [];
  let finish: string | null = null;
  if (recording.streamed) {
    for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
      const choice = chunk.choices?.find(({ index }) => index === 0);
      parts.push(choice?.delta);
      usages.push(chunk.usage ?? recordOf(recordOf(chunk)["x_groq"])["usage"]);
      finish = choice?.finish_reason ?? finish;
    }
  } else {
    const completion = await client.chat.completions.create(asked);
    const choice = completion.choices.find(({ index }) => index === 0);
    parts.push(choice?.message);
    usages.push(completion.usage);
    finish = choice?.finish_reason ?? null;
  }
  return { ...messageOf(parts), finish: finishOf(finish), usage: usageOf(usages.findLast(isRecord)) };
}

function messageOf(
  parts: readonly unknown[],
): Pick<Exchange, "text" | "reasoning" | "refusal" | "toolCalls"> {
  const said = { text: "", reasoning: "", refusal: "" };
  const calls: { id: string; name: string; arguments: string }[] = [];
  for (const part of parts.map(recordOf)) {
    const { content } = part;
    said.text +=
      textOf(content) +
      listOf(content)
        .map((each) => textOf(recordOf(each)["text"]))
        .join("");
    said.reasoning += textOf(part["reasoning_content"]) || textOf(part["reasoning"]);
    for (const thinking of listOf(content).flatMap((each) => listOf(recordOf(each)["thinking"])))
      said.reasoning += textOf(recordOf(thinking)["text"]);
    said.refusal += textOf(part["refusal"]);
    for (const [at, call] of listOf(part["tool_calls"]).map(recordOf).entries()) {
      const index = recordingsIndex(call["index"], at);
      const known = (calls[index] ??= { id: "", name: "", arguments: "" });
      const called = recordOf(call["function"]);
      known.id ||= textOf(call["id"]);
      known.name ||= textOf(called["name"]);
      known.arguments += textOf(called["arguments"]);
    }
  }
  return { ...said, toolCalls: calls.filter(Boolean) };
}

function recordingsIndex(told: unknown, place: number): number {
  return typeof told === "number" ? told : place;
}

/** `eos` is one vendor's word, and the first model that saw pictures had no finish reason at all. */
function finishOf(reason: string | null): Exchange["finish"] {
  if (reason === "length" || reason === "tool_calls" || reason === "content_filter") return reason;
  expect(["stop", "eos", null]).toContain(reason);
  return "stop";
}

function usageOf(told: unknown): Exchange["usage"] {
  const usage = recordOf(told);
  const prompt = recordOf(usage["prompt_tokens_details"]);
  const inputTokens = countOf(usage["prompt_tokens"]);
  // One vendor's total alone counts the thoughts.
  const outputTokens = countOf(usage["total_tokens"]) - inputTokens;
  const cached =
    prompt["cached_tokens"] ??
    usage["prompt_cache_hit_tokens"] ??
    usage["cached_tokens"] ??
    usage["num_cached_tokens"];
  return {
    inputTokens,
    // Azure's Grok has more tokens cached than read.
    cachedInputTokens: Math.min(countOf(cached), inputTokens),
    cacheWriteTokens: countOf(prompt["cache_write_tokens"]),
    outputTokens,
    reasoningTokens: countOf(recordOf(usage["completion_tokens_details"])["reasoning_tokens"]),
    estimated: !isRecord(told),
  };
}
