import { CohereClientV2 } from "cohere-ai";
import { expect, test } from "vitest";
import { cohereChat } from "../../src/adapters/models/cohereChat.ts";
import { parseJson, recordOf, textOf } from "../../src/adapters/models/json.ts";
import type { FinishReason } from "../../src/core/answering/model.ts";
import { chunkFixtures } from "./chunkFixtures.ts";
import { expectCutsToFail, type Step } from "./cuts.ts";
import { profile } from "./exchange.ts";
import { type Recording, recordings, recordingsAbsent } from "./recordings.ts";
import { comparable, replayHouse } from "./replayHouse.ts";
import type { Delivery } from "./replayServer.ts";

/** Version 1 of the chat is another language (`event_type`, `chat_history`), which nothing here speaks. */
const recorded = recordings("cohere", "chat-").filter(({ url }) => url.endsWith("/v2/chat"));
const fixtures = chunkFixtures("cohere", "message-end").filter(({ name }) => !/embedding|rerank/u.test(name));
const answers = [...recorded.filter(({ status }) => status === 200), ...fixtures];
const streams = answers.filter(({ streamed }) => streamed);
const wholes = answers.filter(({ streamed }) => !streamed);

const house = replayHouse(cohereChat);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(answers)(
  "$name means to us what it means to the vendor's SDK",
  async (recording) => {
    const { usage, ...said } = await ours(recording);
    const { reasoningTokens, ...counted } = { reasoningTokens: -1, ...usage };
    expect({ ...said, usage: counted }).toEqual(await theirs(recording));
    // The vendor's client drops this count.
    const [, told = "0"] = /"reasoning_tokens": ?(\d+)/u.exec(recording.body.toString()) ?? [];
    expect(reasoningTokens).toBe(Number(told));
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
  async (recording) => {
    // Behind `message-end` nothing is missing any more.
    const end = recording.body.lastIndexOf("data: [DONE]");
    const body = end === -1 ? recording.body : recording.body.subarray(0, end);
    const stream = { reply: { ...recording, body }, steps: stepsOf(body), model: house.modelAt };
    await expectCutsToFail(house.server, { ...stream, cut: "broken" });
    await expectCutsToFail(house.server, { ...stream, cut: "clean" });
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "an answer that lacks only the mark behind its end is whole",
  async () => {
    const recording = recorded.find(({ body }) => body.includes("data: [DONE]"));
    if (!recording) throw new Error("no stream has that mark");
    const cutAt = recording.body.lastIndexOf("data: [DONE]");
    expect(await ours(recording, { cutAt })).toEqual(await ours(recording));
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
  "a refused request is a failure to us and to the vendor's SDK",
  async () => {
    const failures = recordings("cohere", "chat-error-");
    const read = failures.map(async (recording) => {
      const vendor: unknown = await theirs(recording).catch((error: unknown) => error);
      return [recording.name, (await ours(recording)).failed, recordOf(vendor)["statusCode"]];
    });
    expect(await Promise.all(read)).toEqual([
      ["cohere/chat-error-400-context-length-01", "context_length", 400],
      ["cohere/chat-error-404-01", "invalid_request", 404],
      ["cohere/chat-error-404-02", "invalid_request", 404],
    ]);
  },
);

async function ours(recording: Recording, delivery: Delivery = {}) {
  return comparable(await house.exchange(recording, delivery));
}

const finishByReason = new Map<string | undefined, FinishReason>([
  ["COMPLETE", "stop"],
  ["STOP_SEQUENCE", "stop"],
  ["MAX_TOKENS", "length"],
  ["TOOL_CALL", "tool_calls"],
]);

/** The same bytes, read by the vendor's own client, in our terms. */
async function theirs(recording: Recording) {
  const client = new CohereClientV2({
    token: "none",
    environment: house.server.serve(recording),
    maxRetries: 0,
  });
  const asked = { model: profile.name, messages: [] };
  return recording.streamed ? streamedGist(await client.chatStream(asked)) : gist(await client.chat(asked));
}

type Whole = Awaited<ReturnType<CohereClientV2["chat"]>>;
type Stream = Awaited<ReturnType<CohereClientV2["chatStream"]>>;

function gist({ message, usage, finishReason }: Whole) {
  const content = message.content ?? [];
  const thoughts = content.map((part) => (part.type === "thinking" ? part.thinking : ""));
  return {
    text: content.map((part) => (part.type === "text" ? part.text : "")).join(""),
    reasoning: [message.toolPlan ?? "", ...thoughts].join(""),
    refusal: "",
    toolCalls: (message.toolCalls ?? []).map((call) => ({
      id: call.id,
      name: call.function?.name,
      arguments: parseJson(call.function?.arguments || "{}"),
    })),
    finish: finishByReason.get(finishReason),
    usage: {
      inputTokens: usage?.tokens?.inputTokens,
      cachedInputTokens: usage?.cachedTokens ?? 0,
      cacheWriteTokens: 0,
      outputTokens: usage?.tokens?.outputTokens,
      ...(usage?.billedUnits && {
        billed: {
          inputTokens: usage.billedUnits.inputTokens ?? 0,
          outputTokens: usage.billedUnits.outputTokens ?? 0,
        },
      }),
      estimated: false,
    },
    failed: null,
  };
}

async function streamedGist(stream: Stream) {
  let text = "";
  let thinking = "";
  let toolPlan = "";
  const calls: { id: string; type: "function"; function: { name: string; arguments: string } }[] = [];
  for await (const event of stream) {
    if (event.type === "content-delta") {
      text += event.delta?.message?.content?.text ?? "";
      thinking += event.delta?.message?.content?.thinking ?? "";
    } else if (event.type === "tool-plan-delta") {
      toolPlan += event.delta?.message?.toolPlan ?? "";
    } else if (event.type === "tool-call-start") {
      const call = event.delta?.message?.toolCalls;
      const { name = "", arguments: first = "" } = call?.function ?? {};
      calls.push({ id: call?.id ?? "", type: "function", function: { name, arguments: first } });
    } else if (event.type === "tool-call-delta") {
      const call = calls[event.index ?? 0];
      if (call) call.function.arguments += event.delta?.message?.toolCalls?.function?.arguments ?? "";
    } else if (event.type === "message-end") {
      const { finishReason = "ERROR", usage = {} } = event.delta ?? {};
      const content = [
        { type: "thinking" as const, thinking },
        { type: "text" as const, text },
      ];
      const message = { role: "assistant" as const, toolPlan, content, toolCalls: calls };
      return gist({ id: "", finishReason, message, usage });
    }
  }
  throw new Error("the stream has no end");
}

/** What each event adds. */
function stepsOf(body: Buffer): readonly Step[] {
  return [...body.toString().matchAll(/^data: ?(.*)$/gmu)].map(([, data = ""]) => {
    const { content, tool_plan } = recordOf(recordOf(recordOf(parseJson(data))["delta"])["message"]);
    const { text, thinking } = recordOf(content);
    return { text: textOf(text), reasoning: `${textOf(thinking)}${textOf(tool_plan)}` };
  });
}
