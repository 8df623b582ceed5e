import Anthropic from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import { anthropicMessages } from "../../src/adapters/models/anthropicMessages.ts";
import { parseJson, recordOf, textOf } from "../../src/adapters/models/json.ts";
import type { FinishReason } from "../../src/core/answering/model.ts";
import { chunkFixtures } from "./chunkFixtures.ts";
import { expectCutsToFail, type Step } from "./cuts.ts";
import { profile } from "./exchange.ts";
import { type Recording, recordings, recordingsAbsent } from "./recordings.ts";
import { comparable, replayHouse } from "./replayHouse.ts";
import type { Delivery } from "./replayServer.ts";

const recorded = recordings("anthropic", "messages-");
const answers = [
  ...recorded.filter(({ status }) => status === 200),
  ...chunkFixtures("anthropic", "message_stop"),
];
/** Two streams begin their message twice; the vendor's client takes none of them. */
const sound = answers.filter(({ name }) => !name.includes("-message-start"));
const streams = sound.filter(({ streamed }) => streamed);
const wholes = sound.filter(({ streamed }) => !streamed);

const house = replayHouse(anthropicMessages);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(sound)(
  "$name means to us what it means to the vendor's SDK",
  async (recording) => {
    expect(await ours(recording)).toEqual(gist(await theirs(recording)));
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(streams)(
  "$name means the same in pieces of 7 bytes, and slowly",
  async (recording) => {
    const atOnce = await ours(recording);
    expect(await ours(recording, { pieceBytes: 7 })).toEqual(atOnce);
    expect(await ours(recording, { pieceBytes: 1499, pieceMs: 2 })).toEqual(atOnce);
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(streams)(
  "$name is never a success when it is cut",
  async (reply) => {
    const steps = stepsOf(reply.body);
    const cut = reply.name.startsWith("anthropic/") ? "broken" : "clean";
    await expectCutsToFail(house.server, { reply, steps, cut, model: house.modelAt });
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(wholes)(
  "$name is a failure when the connection breaks, and when its body ends early in good order",
  async (recording) => {
    const length = recording.body.toString("latin1").trimEnd().length;
    for (let at = 1; at < 20; at += 1) {
      const cutAt = Math.floor((length * at) / 20);
      const broken = await ours(recording, { cutAt, cut: "broken" });
      const early = await ours(recording, { cutAt, cut: "clean" });
      expect({ at, ...broken }).toMatchObject({ at, text: "", finish: null, failed: "network" });
      expect({ at, ...early }).toMatchObject({ at, text: "", finish: null, failed: "malformed" });
    }
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "an overload in mid-stream is told as one, and what was said before it is kept",
  async () => {
    for (const recording of streams.filter(({ name }) => name.startsWith("anthropic/"))) {
      const body = recording.body.toString();
      const upTo = body.lastIndexOf("event: content_block_stop");
      const error = JSON.stringify({
        type: "error",
        error: { type: "overloaded_error", message: "Overloaded" },
      });
      const broken = {
        ...recording,
        body: Buffer.from(`${body.slice(0, upTo)}event: error\ndata: ${error} \n\n`),
      };
      const said = gist(await theirs(recording));
      expect(await ours(broken)).toMatchObject({ text: said.text, finish: null, failed: "overloaded" });
      await expect(theirs(broken)).rejects.toThrow("overloaded_error");
    }
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "a message that begins again before it said anything is read, one that begins again after that is not",
  async () => {
    const [again, spliced] = answers.filter(({ name }) => name.includes("-message-start"));
    if (!again || !spliced) throw new Error("two streams begin twice");
    expect(await ours(again)).toMatchObject({
      text: "Hello, World!",
      finish: "stop",
      usage: { inputTokens: 17, outputTokens: 227 },
    });
    expect(await ours(spliced)).toMatchObject({
      reasoning: "I will call the tool.",
      finish: null,
      failed: "malformed",
    });
    await expect(theirs(spliced)).rejects.toThrow("Unexpected event order");
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "a refused request is a failure to us and to the vendor's SDK",
  async () => {
    const failures = recorded.filter(({ status }) => status !== 200);
    const read = failures.map(async (recording) => {
      const vendor: unknown = await theirs(recording).catch((error: unknown) => error);
      return [recording.name, (await ours(recording)).failed, recordOf(vendor)["status"]];
    });
    expect(await Promise.all(read)).toEqual([
      ["anthropic/messages-error-400-context-length-01", "context_length", 400],
      ["anthropic/messages-error-404-01", "invalid_request", 404],
    ]);
  },
);

async function ours(recording: Recording, delivery: Delivery = {}) {
  return comparable(await house.exchange(recording, delivery));
}

/** The same bytes, read by the vendor's own client. */
async function theirs(recording: Recording): Promise<Anthropic.Message> {
  const client = new Anthropic({ apiKey: "k", baseURL: house.server.serve(recording), maxRetries: 0 });
  const asked = { model: profile.name, max_tokens: 9, messages: [] };
  return recording.streamed ? client.messages.stream(asked).finalMessage() : client.messages.create(asked);
}

const finishByReason = new Map<string | null, FinishReason>([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["max_tokens", "length"],
  ["tool_use", "tool_calls"],
  ["refusal", "content_filter"],
]);

/** What the vendor's client read, in our terms. */
function gist({ content, usage, stop_reason, stop_details }: Anthropic.Message) {
  const cachedInputTokens = usage.cache_read_input_tokens ?? 0;
  const cacheWriteTokens = usage.cache_creation_input_tokens ?? 0;
  return {
    text: content.map((block) => (block.type === "text" ? block.text : "")).join(""),
    reasoning: content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
    refusal: stop_details?.explanation ?? "",
    toolCalls: content
      .filter((block) => block.type === "tool_use")
      .map(({ id, name, input }) => ({ id, name, arguments: input })),
    finish: finishByReason.get(stop_reason),
    usage: {
      inputTokens: usage.input_tokens + cachedInputTokens + cacheWriteTokens,
      cachedInputTokens,
      cacheWriteTokens,
      outputTokens: usage.output_tokens,
      reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? 0,
      estimated: false,
    },
    failed: null,
  };
}

/** What each event adds. */
function stepsOf(body: Buffer): readonly Step[] {
  const events = body.toString().matchAll(/^data: ?(.*)$/gmu);
  return [...events].map(([, data = ""]) => {
    const { delta, content_block } = recordOf(parseJson(data));
    const { text, thinking } = recordOf(delta ?? content_block);
    return { text: textOf(text), reasoning: textOf(thinking) };
  });
}
