import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type HrTime,
  type Span,
  type Tracer,
} from "@opentelemetry/api";
import type { ProviderName } from "../../contract/providers.ts";
import type { AttemptPhase, StepName } from "../../contract/events.ts";
import type { AttemptRow } from "../../core/answering/usage.ts";
import { roundMs } from "../../core/clock.ts";
import type { MeasuredStep, MeasuredTurn } from "../../core/measuring/measuredTurn.ts";
import type { TurnLedger } from "../../core/measuring/turnLedger.ts";

/**
 * A trace of each turn, made when it has ended: the turn, its steps, and in them the calls of models. Names are those of
 * OpenTelemetry's semantic conventions for generative AI, version 1.41.0; what they have no name for begins with
 * `batuta.`. Ids, counts and times, nothing of what was said. Costs nothing while no SDK is registered, or the sampler
 * says no. `nameOf` gives the vendor's name of a configured model.
 */
export function createTurnSpans(
  tracer: Tracer = trace.getTracer("batuta"),
  nameOf: (modelId: string) => string = (modelId) => modelId,
): TurnLedger {
  return {
    turn(measured) {
      const root = tracer.startSpan(
        "invoke_agent batuta",
        { startTime: timeOf(measured.at), attributes: sampledBy },
        ROOT_CONTEXT,
      );
      if (!root.isRecording()) return;
      root.setAttributes(turnAttributes(measured));
      if (measured.outcome === "failed" || measured.outcome === "interrupted") failed(root, measured.outcome);

      const turnContext = trace.setSpan(ROOT_CONTEXT, root);
      const contextByStep = new Map<StepName, Context>();
      for (const step of measured.steps) {
        const span = stepSpan(tracer, measured.at, step, turnContext);
        if (!contextByStep.has(step.name)) contextByStep.set(step.name, trace.setSpan(turnContext, span));
      }
      for (const row of measured.attempts)
        callSpan(tracer, row, nameOf(row.modelId), contextByStep.get(stepByPhase[row.phase]) ?? turnContext);
      root.end(timeOf(measured.at + measured.totalMs));
    },
  };
}

/** What a sampler may decide by stands at the start. */
const sampledBy: Attributes = {
  "gen_ai.operation.name": "invoke_agent",
  "gen_ai.provider.name": "batuta",
  "gen_ai.agent.name": "batuta",
};

const stepByPhase: Readonly<Record<AttemptPhase, StepName>> = {
  answer: "answering",
  moderation: "moderation",
  understanding: "retrieval",
};

function turnAttributes(measured: MeasuredTurn): Attributes {
  return {
    "batuta.turn_id": measured.turnId,
    "batuta.workspace_id": measured.workspaceId,
    "batuta.strategy": measured.strategy,
    "batuta.outcome": measured.outcome,
    "batuta.context_chunks_found": measured.contextChunks,
    "batuta.ai_responses_count": measured.answers,
    "batuta.ai_failures_count": measured.failures,
    "batuta.warnings": measured.warnings,
    "batuta.cleanup_errors": measured.cleanupErrors,
    ...(measured.firstContentMs !== null && { "batuta.first_content_ms": roundMs(measured.firstContentMs) }),
    ...(measured.quality !== null && {
      "batuta.moderator_quality": measured.quality,
      "batuta.fallback_used": measured.fallbackUsed,
    }),
  };
}

function stepSpan(tracer: Tracer, at: number, step: MeasuredStep, parent: Context): Span {
  const startTime = timeOf(at + step.startedMs);
  const attributes: Attributes =
    step.name === "retrieval"
      ? { "gen_ai.operation.name": "retrieval", "gen_ai.provider.name": "batuta" }
      : {};
  const span = tracer.startSpan(step.name, { startTime, attributes }, parent);
  if (step.outcome !== "ok") failed(span, step.outcome);
  span.end(timeOf(at + step.startedMs + step.ms));
  return span;
}

function callSpan(tracer: Tracer, row: AttemptRow, model: string, parent: Context): void {
  const { usage } = row;
  const span = tracer.startSpan(
    `chat ${model}`,
    {
      // The built-in model answers in this process.
      kind: row.provider === "extractive" ? SpanKind.INTERNAL : SpanKind.CLIENT,
      startTime: timeOf(row.at),
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": wellKnown.get(row.provider) ?? row.provider,
        "gen_ai.request.model": model,
        "gen_ai.usage.input_tokens": usage.inputTokens,
        "gen_ai.usage.output_tokens": usage.outputTokens,
        ...(usage.cachedInputTokens > 0 && {
          "gen_ai.usage.cache_read.input_tokens": usage.cachedInputTokens,
        }),
        ...(usage.cacheWriteTokens > 0 && {
          "gen_ai.usage.cache_creation.input_tokens": usage.cacheWriteTokens,
        }),
        ...(usage.reasoningTokens > 0 && { "gen_ai.usage.reasoning.output_tokens": usage.reasoningTokens }),
        "batuta.model": row.modelId,
        "batuta.phase": row.phase,
        "batuta.try": row.try,
        "batuta.outcome": row.outcome,
        "batuta.usage_estimated": usage.estimated,
        ...(row.firstContentMs !== null && { "batuta.first_content_ms": roundMs(row.firstContentMs) }),
        ...(row.costNanoUsd !== null && { "batuta.cost_usd": row.costNanoUsd / 1e9 }),
      },
    },
    parent,
  );
  if (row.outcome === "failed") failed(span, row.failure ?? "_OTHER");
  span.end(timeOf(row.at + row.latencyMs));
}

function failed(span: Span, type: string): void {
  span.setAttribute("error.type", type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** Providers that the conventions have another name for. */
const wellKnown: ReadonlyMap<string, string> = new Map<ProviderName, string>([
  ["openai-responses", "openai"],
  ["google", "gcp.gemini"],
  ["azure", "azure.ai.openai"],
  ["mistral", "mistral_ai"],
  ["xai", "x_ai"],
]);

/** Of milliseconds since the epoch. A plain number would be taken for the process's own time when it is small. */
function timeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.floor((ms - seconds * 1000) * 1e6)];
}
