import { Counter, Histogram, type Registry } from "prom-client";
import type { TurnLedger } from "../../core/measuring/turnLedger.ts";

/** Prometheus metrics of turns. Their labels are names that the contract lists, so that no request can make a series. */
export function createTurnMetrics(registry: Registry): TurnLedger {
  const metrics = register([registry]);
  const addTo = (counter: Counter, count: number) => {
    if (isAmount(count) && count > 0) counter.inc(count);
  };

  return {
    turn({ strategy, outcome, steps, quality, fallbackUsed, ...measured }) {
      metrics.turns.inc({ strategy, outcome });
      if (isAmount(measured.totalMs)) metrics.seconds.observe(measured.totalMs / 1000);
      if (measured.firstContentMs !== null && isAmount(measured.firstContentMs))
        metrics.firstContent.observe(measured.firstContentMs / 1000);
      for (const step of steps)
        if (isAmount(step.ms))
          metrics.stepSeconds.observe({ step: step.name, outcome: step.outcome }, step.ms / 1000);
      if (quality !== null) metrics.moderations.inc({ quality, fallback: String(fallbackUsed) });
      addTo(metrics.chunks, measured.contextChunks);
      addTo(metrics.responses, measured.answers);
      addTo(metrics.failures, measured.failures);
      addTo(metrics.warnings, measured.warnings);
      addTo(metrics.cleanupErrors, measured.cleanupErrors);
    },
  };
}

function register(registers: Registry[]) {
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  return {
    turns: new Counter({
      name: "batuta_turns_total",
      help: "Turns by what came of them",
      labelNames: ["strategy", "outcome"],
      registers,
    }),
    seconds: new Histogram({
      name: "batuta_turn_seconds",
      help: "Time from a turn's start to its last word",
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120],
      registers,
    }),
    firstContent: new Histogram({
      name: "batuta_turn_first_content_seconds",
      help: "Time from a turn's start to the first words of its answer",
      buckets: [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
      registers,
    }),
    stepSeconds: new Histogram({
      name: "batuta_step_seconds",
      help: "Time taken by the steps of a turn",
      labelNames: ["step", "outcome"],
      buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 30, 60],
      registers,
    }),
    moderations: new Counter({
      name: "batuta_moderations_total",
      help: "Syntheses by quality, and whether another than the moderator meant to made them",
      labelNames: ["quality", "fallback"],
      registers,
    }),
    chunks: counter("batuta_context_chunks_total", "Passages found for turns"),
    responses: counter("batuta_ai_responses_total", "Whole answers of models to turns"),
    failures: counter("batuta_ai_failures_total", "Models asked in turns that gave no answer"),
    warnings: counter("batuta_turn_warnings_total", "Warnings told to the readers of turns"),
    cleanupErrors: counter(
      "batuta_turn_cleanup_errors_total",
      "Errors while a turn's resources were put away",
    ),
  };
}

/** The library throws at anything else, and a ledger must not. */
function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}
