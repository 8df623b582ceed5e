import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import OpenAI from "openai";
import type { Response, ResponseStreamEvent } from "openai/resources/responses/responses";
import { expect, test } from "vitest";
import { openaiResponses } from "../../src/adapters/models/openaiResponses.ts";
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

interface Outcome {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly unknown[];
  readonly finish: FinishReason | null;
  readonly failed: string | null;
  readonly usage: unknown;
}

const house = replayHouse(openaiResponses);

const recorded = ["openai", "azure", "deepseek", "openrouter", "xai"]
  .flatMap((vendor) => recordings(vendor, "responses-"))
  .filter(({ url }) => url.endsWith("/responses"));
const fixtures = [
  ...fixturesIn("vercel-ai-fixtures/openai", "responses-"),
  ...fixturesIn("vercel-ai-fixtures/azure", ""),
  ...fixturesIn("vercel-ai-fixtures/xai", "responses-"),
];
const complete: readonly Sample[] = recorded.filter(({ status }) => status === 200);
const answers: readonly Sample[] = [...complete, ...fixtures];
const streams = answers.filter(({ streamed }) => streamed);
const wholes = answers.filter(({ streamed }) => !streamed);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "there are recordings of every kind",
  () => {
    for (const vendor of ["openai", "azure", "deepseek", "openrouter", "xai"])
      expect(complete.some(({ name }) => name.startsWith(`${vendor}/`))).toBe(true);
    expect([streams, wholes, fixtures].every(({ length }) => length > 30)).toBe(true);
  },
);

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(answers)(
  "$name means to us what it means to the vendor's SDK",
  async (sample) => {
    const { outcome } = await vendorReading(sample);
    expect(await reading(sample)).toEqual(outcome);
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

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for(
  complete
    .filter(({ streamed }) => streamed)
    .flatMap((sample) => [
      { name: sample.name, sample, cut: "broken" as const },
      { name: sample.name, sample, cut: "clean" as const },
    ]),
)("$name is never a success when it is cut ($cut)", async ({ sample, cut }) => {
  const { steps } = await vendorReading(sample);
  await expectCutsToFail(house.server, { reply: sample, steps, cut, model: house.modelAt });
});

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

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */).for([
  ["responses-error-400-02", "invalid_request"],
  ["responses-error-400-03", "invalid_request"],
  ["responses-error-400-05", "invalid_request"],
  ["responses-error-400-context-length-01", "context_length"],
  ["responses-error-401-auth-01", "auth"],
] as const)("openai/%s is %s to us and an error to the vendor's SDK", async ([name, failed]) => {
  const [sample] = recordings("openai", name);
  if (!sample) throw new Error("the recording is missing");
  expect(await reading(sample)).toMatchObject({ text: "", finish: null, failed });
  await expect(client(sample).responses.create({ model: "m", input: "?" })).rejects.toMatchObject({
    status: sample.status,
  });
});

test.skipIf(recordingsAbsent /* ../shared/data/wire is not there */)(
  "an error in the middle of a stream is of its own class",
  async () => {
    const [sample] = fixturesIn("vercel-ai-fixtures/openai", "responses-openai-error.1.chunks", true);
    if (!sample) throw new Error("the fixture is missing");
    expect(await reading(sample)).toMatchObject({ finish: null, failed: "quota" });
    await expect(vendorReading(sample)).rejects.toMatchObject({ code: "insufficient_quota" });
  },
);

async function reading(sample: Sample, delivery?: Delivery): Promise<Outcome> {
  const said = await house.exchange(sample, delivery);
  const { text, reasoning, finish, usage, failure, toolCalls } = said;
  return {
    text,
    reasoning,
    calls: toolCalls.map((call) => [call.id, call.name, call.arguments]),
    finish,
    failed: failure?.class ?? null,
    usage: usage && {
      read: usage.inputTokens,
      cached: usage.cachedInputTokens,
      written: usage.outputTokens,
      thought: usage.reasoningTokens,
    },
  };
}

function client(sample: Sample): OpenAI {
  return new OpenAI({ apiKey: "none", baseURL: house.server.serve(sample), maxRetries: 0 });
}

/** The outcome is read from the finished response and from no delta, where the vendor sends both. */
async function vendorReading(sample: Sample): Promise<{ steps: readonly Step[]; outcome: Outcome }> {
  const asked = { model: profile.name, input: "?" };
  if (!sample.streamed)
    return { steps: [], outcome: outcomeOf(await client(sample).responses.create(asked)) };
  const events: ResponseStreamEvent[] = [];
  for await (const event of await client(sample).responses.create({ ...asked, stream: true }))
    events.push(event);
  const last = events.at(-1);
  if (last?.type !== "response.completed") throw new Error("the recording has no end");
  const steps = events.map(stepOf);
  const output = events.flatMap((event) => (event.type === "response.output_item.done" ? [event.item] : []));
  const outcome = outcomeOf({ ...last.response, output });
  if (!abridged.some((name) => sample.name.includes(`-${name}.`))) return { steps, outcome };
  return { steps, outcome: { ...outcome, text: steps.map(({ text }) => text).join("") } };
}

function outcomeOf({ output, usage }: Response): Outcome {
  const calls = output.filter((item) => item.type === "function_call");
  const messages = output.filter((item) => item.type === "message");
  const thoughts = output.filter((item) => item.type === "reasoning");
  return {
    text: messages
      .flatMap(({ content }) => content)
      .map((part) => (part.type === "output_text" ? part.text : ""))
      .join(""),
    reasoning: thoughts
      .map((item) => {
        const spoken = (item.content ?? []).map(({ text }) => text).join("");
        return item.summary.map(({ text }) => text).join("\n\n") + spoken;
      })
      .join(""),
    calls: calls.map((call) => [call.call_id, call.name, call.arguments]),
    finish: calls.length > 0 ? "tool_calls" : "stop",
    failed: null,
    usage: {
      read: usage?.input_tokens,
      cached: usage?.input_tokens_details.cached_tokens,
      written: usage?.output_tokens,
      thought: usage?.output_tokens_details.reasoning_tokens,
    },
  };
}

function stepOf(event: ResponseStreamEvent): Step {
  switch (event.type) {
    case "response.output_text.delta":
      return { text: event.delta, reasoning: "" };
    case "response.reasoning_summary_text.delta":
    case "response.reasoning_text.delta":
      return { text: "", reasoning: event.delta };
    case "response.reasoning_summary_part.added":
      return { text: "", reasoning: event.summary_index > 0 ? "\n\n" : "" };
    default:
      return { text: "", reasoning: "" };
  }
}

/** Whoever made these fixtures left most deltas out. */
const abridged = ["openai-phase.1", "openai-shell-container.1"];

/** Chunks a line each, framed; of a conversation of several responses, the first. */
function fixturesIn(folder: string, prefix: string, failures = false): readonly Sample[] {
  if (recordingsAbsent) return [];
  const files = readdirSync(join(wireFolder, folder)).filter((file) => file.startsWith(prefix));
  return files.flatMap((file): Sample[] => {
    const name = `${folder}/${file}`;
    const text = readFileSync(join(wireFolder, folder, file), "utf8");
    if (!file.endsWith(".chunks.txt")) {
      const headers = { "content-type": "application/json" };
      const isResponse = /^\s*\{[^]*"object":\s*"response"/u.test(text);
      return isResponse ? [{ name, status: 200, headers, body: Buffer.from(text), streamed: false }] : [];
    }
    const chunks = text.split("\n").filter((line) => isJson(line));
    const end = chunks.findIndex((chunk) => chunk.startsWith('{"type":"response.completed"'));
    if ((end === -1) !== failures) return [];
    const events = (failures ? chunks : chunks.slice(0, end + 1)).map((chunk) => `data: ${chunk}\n\n`);
    const headers = { "content-type": "text/event-stream" };
    return [{ name, status: 200, headers, body: Buffer.from(events.join("")), streamed: true }];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
