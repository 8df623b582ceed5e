import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type Sampler,
} from "@opentelemetry/sdk-trace-base";
import { expect, test } from "vitest";
import type { AttemptRow } from "../../core/answering/usage.ts";
import type { MeasuredTurn } from "../../core/measuring/measuredTurn.ts";
import { createTurnSpans } from "./turnSpans.ts";

/** 2026-03-01T12:00:00Z */
const noon = 1_772_366_400;

const won: AttemptRow = {
  id: "a1",
  workspaceId: "w1",
  turnId: "t1",
  at: noon * 1000 + 50,
  modelId: "fast",
  provider: "openai-responses",
  strategy: "parallel",
  phase: "answer",
  try: 1,
  outcome: "won",
  failure: null,
  usage: {
    inputTokens: 100,
    cachedInputTokens: 40,
    cacheWriteTokens: 20,
    outputTokens: 30,
    reasoningTokens: 10,
    estimated: false,
  },
  costNanoUsd: 2_500_000,
  firstContentMs: 300,
  latencyMs: 1_450,
};
const refused: AttemptRow = {
  ...won,
  id: "a2",
  modelId: "backup",
  provider: "mistral",
  try: 2,
  outcome: "failed",
  failure: "rate_limited",
  usage: {
    inputTokens: 0,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    estimated: true,
  },
  costNanoUsd: null,
  firstContentMs: null,
  latencyMs: 20,
};
const measured: MeasuredTurn = {
  workspaceId: "w1",
  turnId: "t1",
  at: noon * 1000,
  strategy: "parallel",
  outcome: "completed",
  steps: [
    { name: "retrieval", startedMs: 10, ms: 30, outcome: "timeout", warnings: 0 },
    { name: "answering", startedMs: 45, ms: 1_500, outcome: "ok", warnings: 0 },
    { name: "moderation", startedMs: 1_545, ms: 655, outcome: "ok", warnings: 0 },
  ],
  totalMs: 2_250,
  firstContentMs: 2_210,
  contextChunks: 5,
  answers: 1,
  failures: 1,
  quality: "medium",
  fallbackUsed: false,
  warnings: 1,
  cleanupErrors: 0,
  attempts: [
    won,
    refused,
    { ...won, id: "a3", phase: "moderation", at: noon * 1000 + 1_550, latencyMs: 640 },
  ],
};

function spansOf(turn: MeasuredTurn, nameOf?: (modelId: string) => string, sampler?: Sampler) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
    ...(sampler && { sampler }),
  });
  createTurnSpans(provider.getTracer("test"), nameOf).turn(turn);
  const spans = exporter.getFinishedSpans();
  const nameById = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  const parentOf = (span: ReadableSpan) => nameById.get(span.parentSpanContext?.spanId ?? "") ?? null;
  const named = (name: string) => spans.filter((span) => span.name === name);
  return { spans, parentOf, named };
}

test("a turn is one trace: its steps, and in them the calls of models", () => {
  const { spans, parentOf } = spansOf(measured);
  expect(spans.map((span) => [span.name, parentOf(span)])).toEqual([
    ["retrieval", "invoke_agent batuta"],
    ["answering", "invoke_agent batuta"],
    ["moderation", "invoke_agent batuta"],
    ["chat fast", "answering"],
    ["chat backup", "answering"],
    ["chat fast", "moderation"],
    ["invoke_agent batuta", null],
  ]);
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
});

test("spans begin and end when what they tell of did", () => {
  const { spans } = spansOf(measured);
  const ms = (count: number) => count * 1_000_000;
  expect(spans.map(({ name, startTime, endTime }) => [name, startTime, endTime])).toEqual([
    ["retrieval", [noon, ms(10)], [noon, ms(40)]],
    ["answering", [noon, ms(45)], [noon + 1, ms(545)]],
    ["moderation", [noon + 1, ms(545)], [noon + 2, ms(200)]],
    ["chat fast", [noon, ms(50)], [noon + 1, ms(500)]],
    ["chat backup", [noon, ms(50)], [noon, ms(70)]],
    ["chat fast", [noon + 1, ms(550)], [noon + 2, ms(190)]],
    ["invoke_agent batuta", [noon, 0], [noon + 2, ms(250)]],
  ]);
});

test("the turn says what it came to, and nothing of what was said", () => {
  const [root] = spansOf(measured).named("invoke_agent batuta");
  expect(root?.kind).toBe(SpanKind.INTERNAL);
  expect(root?.status).toEqual({ code: SpanStatusCode.UNSET });
  expect(root?.attributes).toEqual({
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.provider.name": "batuta",
    "gen_ai.agent.name": "batuta",
    "batuta.turn_id": "t1",
    "batuta.workspace_id": "w1",
    "batuta.strategy": "parallel",
    "batuta.outcome": "completed",
    "batuta.context_chunks_found": 5,
    "batuta.ai_responses_count": 1,
    "batuta.ai_failures_count": 1,
    "batuta.warnings": 1,
    "batuta.cleanup_errors": 0,
    "batuta.first_content_ms": 2_210,
    "batuta.moderator_quality": "medium",
    "batuta.fallback_used": false,
  });
});

test("a call carries the conventions' names, the vendor's name of the model, and what it took", () => {
  const { named } = spansOf(measured, (id) => (id === "fast" ? "gpt-5.6-luna" : id));
  const [call] = named("chat gpt-5.6-luna");
  expect(call?.kind).toBe(SpanKind.CLIENT);
  expect(call?.attributes).toEqual({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5.6-luna",
    "gen_ai.usage.input_tokens": 100,
    "gen_ai.usage.output_tokens": 30,
    "gen_ai.usage.cache_read.input_tokens": 40,
    "gen_ai.usage.cache_creation.input_tokens": 20,
    "gen_ai.usage.reasoning.output_tokens": 10,
    "batuta.model": "fast",
    "batuta.phase": "answer",
    "batuta.try": 1,
    "batuta.outcome": "won",
    "batuta.usage_estimated": false,
    "batuta.first_content_ms": 300,
    "batuta.cost_usd": 0.0025,
  });
});

test("a call that failed says why, and has no cost that nobody knows", () => {
  const [call] = spansOf(measured).named("chat backup");
  expect(call?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(call?.attributes).toMatchObject({
    "gen_ai.provider.name": "mistral_ai",
    "error.type": "rate_limited",
    "batuta.try": 2,
  });
  expect(call?.attributes).not.toHaveProperty("batuta.cost_usd");
  expect(call?.attributes).not.toHaveProperty("gen_ai.usage.cache_read.input_tokens");
});

test("a call that lost or was called off is no error", () => {
  const attempts = [{ ...won, outcome: "lost" } as const, { ...won, outcome: "cancelled" } as const];
  for (const call of spansOf({ ...measured, attempts }).named("chat fast")) {
    expect(call.status).toEqual({ code: SpanStatusCode.UNSET });
    expect(call.attributes).not.toHaveProperty("error.type");
  }
});

test("a step that broke says how, and the turn that went on is no error", () => {
  const { named } = spansOf(measured);
  const [retrieval] = named("retrieval");
  expect(retrieval?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(retrieval?.attributes).toEqual({
    "gen_ai.operation.name": "retrieval",
    "gen_ai.provider.name": "batuta",
    "error.type": "timeout",
  });
  expect(named("answering")[0]?.status).toEqual({ code: SpanStatusCode.UNSET });
});

test.each([
  ["completed", SpanStatusCode.UNSET],
  ["cancelled", SpanStatusCode.UNSET],
  ["failed", SpanStatusCode.ERROR],
  ["interrupted", SpanStatusCode.ERROR],
] as const)("a turn that ended %s has the status %i", (outcome, code) => {
  const [root] = spansOf({ ...measured, outcome }).named("invoke_agent batuta");
  expect(root?.status).toEqual({ code });
  expect(root?.attributes["error.type"]).toBe(code === SpanStatusCode.ERROR ? outcome : undefined);
});

test("the built-in model is called inside, and calls without their step stand in the turn", () => {
  const attempts = [{ ...won, modelId: "extractive", provider: "extractive" }];
  const { named, parentOf } = spansOf({ ...measured, steps: [], attempts });
  const [call] = named("chat extractive");
  expect(call?.kind).toBe(SpanKind.INTERNAL);
  expect(call && parentOf(call)).toBe("invoke_agent batuta");
});

test("a turn that is not sampled makes no spans and is read no further", () => {
  const unread = {
    ...measured,
    get attempts(): never {
      throw new Error("read");
    },
  };
  expect(spansOf(unread, undefined, new AlwaysOffSampler()).spans).toEqual([]);
  expect(() => createTurnSpans().turn(unread)).not.toThrow();
});
