import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type GenerateContentResponse, GoogleGenAI } from "@google/genai";
import { expect, test } from "vitest";
import { geminiGenerate } from "../../src/adapters/models/geminiGenerate.ts";
import type { FinishReason } from "../../src/core/answering/model.ts";
import { expectCutsToFail, type Step } from "./cuts.ts";
import { profile } from "./exchange.ts";
import { recordings, recordingsAbsent, wireFolder } from "./recordings.ts";
import { replayHouse } from "./replayHouse.ts";
import type { Delivery, Reply } from "./replayServer.ts";

interface Sample extends Reply {
  readonly name: string;
  readonly body: Buffer;
  readonly streamed: boolean;
}

const house = replayHouse(geminiGenerate);

const recorded = [...recordings("gemini", "generate-"), ...recordings("vertex", "generate-")];
const answers: readonly Sample[] = [
  ...recorded.filter(({ status }) => status === 200),
  ...samples("gemini-sdk-mocks", (file) => !file.includes("image-rejected")),
  // Arguments in pieces are never asked for, and no SDK puts them together.
  ...samples(
    "vercel-ai-fixtures/google",
    (file) =>
      !file.startsWith("google-429") && !file.includes("stream-tool-call") && !file.includes("no-args"),
  ),
];
const streams = answers.filter(({ streamed }) => streamed);
const wholes = answers.filter(({ streamed }) => !streamed);
// With a finish reason in every chunk, as very old models gave, a body that ends in good order cannot be told from a cut.
const marked = streams.filter(({ body }) => body.toString("utf8").split('"finishReason"').length === 2);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "there are recordings of every kind",
  () => {
    const counted = [streams, wholes, marked].map(({ length }) => length);
    expect(counted.every((length) => length > 20)).toBe(true);
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(answers)(
  "$name means to us what it means to the vendor's SDK",
  async (sample) => {
    const vendor = await vendorReading(sample);
    expect(await reading(sample)).toEqual(vendor.outcome);
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(streams)(
  "$name means the same in pieces of 7 bytes, and slowly",
  async (sample) => {
    const atOnce = await reading(sample);
    expect(await reading(sample, { pieceBytes: 7 })).toEqual(atOnce);
    expect(await reading(sample, { pieceBytes: 1_499, pieceMs: 2 })).toEqual(atOnce);
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(streams)(
  "$name is never a success when its connection breaks",
  async (sample) => {
    const { steps, outcome } = await vendorReading(sample);
    if (outcome.failed === "content_filter") return;
    await expectCutsToFail(house.server, { reply: sample, steps, cut: "broken", model: house.modelAt });
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(marked)(
  "$name is never a success when its body ends early in good order",
  async (sample) => {
    const { steps } = await vendorReading(sample);
    await expectCutsToFail(house.server, { reply: sample, steps, cut: "clean", model: house.modelAt });
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(wholes)(
  "$name is never a success when it is cut",
  async (sample) => {
    for (let at = 0; at < 20; at += 1) {
      const cutAt = Math.floor((sample.body.toString("latin1").trimEnd().length * at) / 20);
      const broken = await reading(sample, { cutAt });
      expect({ at, ...broken }).toMatchObject({ at, text: "", finish: null, failed: "network" });
    }
  },
);

test
  .skipIf(recordingsAbsent /* ../shared/data/wire is not there */)
  .for(recorded.filter(({ status }) => status !== 200))(
  "$name is a failure to us and to the vendor's SDK",
  async (sample) => {
    expect(await reading(sample)).toMatchObject({ failed: "invalid_request", text: "" });
    await expect(client(sample).models.generateContent({ model: "m", contents: "?" })).rejects.toMatchObject({
      status: sample.status,
    });
  },
);

/** Ids of calls are left out where the vendor gives none. */
async function reading(sample: Sample, delivery?: Delivery): Promise<Outcome> {
  const said = await house.exchange(sample, delivery);
  const { text, reasoning, finish, usage, failure, toolCalls } = said;
  expect(toolCalls.every(({ id }) => id !== "")).toBe(true);
  return {
    text,
    reasoning,
    calls: toolCalls.map((call): unknown => [call.name, JSON.parse(call.arguments)]),
    finish,
    failed: failure?.class ?? null,
    usage: usage && {
      read: usage.inputTokens,
      written: usage.outputTokens,
      thought: usage.reasoningTokens,
      cached: usage.cachedInputTokens,
    },
  };
}

interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly unknown[];
  readonly finish: FinishReason | null;
  readonly failed: string | null;
  readonly usage: unknown;
}

function client(sample: Sample): GoogleGenAI {
  return new GoogleGenAI({ apiKey: "none", httpOptions: { baseUrl: house.server.serve(sample) } });
}

async function vendorReading(sample: Sample): Promise<{ steps: readonly Step[]; outcome: Outcome }> {
  const chunks: GenerateContentResponse[] = [];
  const asked = { model: profile.name, contents: "?" };
  if (sample.streamed || sample.body[0] === 0x5b) {
    for await (const chunk of await client(asEvents(sample)).models.generateContentStream(asked))
      chunks.push(chunk);
  } else {
    chunks.push(await client(sample).models.generateContent(asked));
  }
  const steps = chunks.map((chunk) => ({ text: spoken(chunk, false), reasoning: spoken(chunk, true) }));
  const calls = chunks.flatMap((chunk) => chunk.functionCalls ?? []);
  const reason = chunks.findLast((chunk) => chunk.candidates?.[0]?.finishReason)?.candidates?.[0]
    ?.finishReason;
  const blocked = chunks.some((chunk) => chunk.promptFeedback?.blockReason);
  return {
    steps,
    outcome: {
      text: steps.map(({ text }) => text).join(""),
      reasoning: steps.map(({ reasoning }) => reasoning).join(""),
      calls: calls.map(({ name, args }) => [name, args ?? {}]),
      finish: reason === undefined ? null : (finishes[reason] ?? (calls.length > 0 ? "tool_calls" : "stop")),
      // A stop without any reason is a success to the SDK.
      failed: blocked ? "content_filter" : reason === undefined ? "truncated" : null,
      usage: reason === undefined ? null : usageIn(chunks),
    },
  };
}

const finishes: Readonly<Record<string, FinishReason>> = {
  MAX_TOKENS: "length",
  SAFETY: "content_filter",
  RECITATION: "content_filter",
};

function spoken(chunk: GenerateContentResponse, thoughts: boolean): string {
  const parts = chunk.candidates?.[0]?.content?.parts ?? [];
  return parts.map((part) => ((part.thought ?? false) === thoughts ? (part.text ?? "") : "")).join("");
}

/** Held against the total, which the vendor counts by itself. */
function usageIn(chunks: readonly GenerateContentResponse[]): unknown {
  const counted = chunks.findLast(
    (chunk) => chunk.usageMetadata?.totalTokenCount !== undefined,
  )?.usageMetadata;
  const { totalTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = counted ?? {};
  const { promptTokenCount = 0, toolUsePromptTokenCount = 0, cachedContentTokenCount = 0 } = counted ?? {};
  return {
    read: totalTokenCount - candidatesTokenCount - thoughtsTokenCount,
    written: totalTokenCount - promptTokenCount - toolUsePromptTokenCount,
    thought: thoughtsTokenCount,
    cached: cachedContentTokenCount,
  };
}

/** The SDK does not read the array that a stream without `alt=sse` is. */
function asEvents(sample: Sample): Sample {
  if (sample.streamed) return sample;
  const responses: unknown = JSON.parse(sample.body.toString("utf8"));
  const events = Array.isArray(responses) ? responses.map((each) => `data: ${JSON.stringify(each)}\n\n`) : [];
  return { ...sample, headers: { "content-type": "text/event-stream" }, body: Buffer.from(events.join("")) };
}

/** Samples without a record of their request; chunks a line each are framed. */
function samples(folder: string, wanted: (file: string) => boolean): readonly Sample[] {
  if (recordingsAbsent) return [];
  return readdirSync(join(wireFolder, folder))
    .filter(wanted)
    .map((file) => {
      const streamed = file.endsWith(".txt");
      const text = readFileSync(join(wireFolder, folder, file), "utf8");
      const framed = text.replaceAll(/^\{.*$/gmu, (chunk) => `data: ${chunk}\n`);
      const body = Buffer.from(file.endsWith(".chunks.txt") ? `${framed.trimEnd()}\n\n` : text);
      const type = streamed ? "text/event-stream" : "application/json";
      return { name: `${folder}/${file}`, status: 200, headers: { "content-type": type }, body, streamed };
    });
}
