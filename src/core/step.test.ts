import { describe, expect, test } from "vitest";
import { createManualClock } from "../adapters/system/manualClock.ts";
import { createRecordedTelemetry } from "../adapters/telemetry/recordedTelemetry.ts";
import type { TurnEvent } from "../contract/events.ts";
import { AppError } from "./errors.ts";
import { openTurnMeasure } from "./measuring/turnMeasure.ts";
import { step, type Step } from "./step.ts";

const subject = { id: "t", workspace: { id: "w" }, asked: { strategy: "single" } } as const;

function house() {
  const deps = { clock: createManualClock(), telemetry: createRecordedTelemetry() };
  const measure = openTurnMeasure(deps, subject);
  const steps = () => measure.measured().steps.map(({ name, outcome: end, ms }) => [name, end, ms]);
  return { deps, measure, steps };
}
const retrieval = (run: Step<string>["run"]): Step<string> => ({
  name: "retrieval",
  limitMs: 100,
  run,
  otherwise: "nothing",
  warning: "no documents",
});

async function outcome(steps: AsyncGenerator<TurnEvent, string>) {
  const events: TurnEvent[] = [];
  let next = await steps.next();
  for (; !next.done; next = await steps.next()) events.push(next.value);
  return { events, result: next.value };
}

describe("step", () => {
  test("passes a result through and counts it", async () => {
    const { deps, measure, steps } = house();
    const { events, result } = await outcome(
      step(
        deps,
        measure,
        retrieval(async () => "found"),
        new AbortController().signal,
      ),
    );
    expect({ events, result, steps: steps() }).toEqual({
      events: [],
      result: "found",
      steps: [["retrieval", "ok", 0]],
    });
  });

  test("turns a failure into one warning that names the step and its code", async () => {
    const { deps, measure, steps } = house();
    const broken = new AppError("database_unavailable", "disk gone", { retryable: true });
    const { events, result } = await outcome(
      step(
        deps,
        measure,
        retrieval(() => Promise.reject(broken)),
        new AbortController().signal,
      ),
    );
    expect(result).toBe("nothing");
    expect(events).toEqual([
      {
        event: "warning",
        data: { message: "no documents", step: "retrieval", code: "database_unavailable" },
      },
    ]);
    expect(steps()).toEqual([["retrieval", "failed", 0]]);
  });

  test("does not show what a bug said", async () => {
    const { deps, measure } = house();
    const { events } = await outcome(
      step(
        deps,
        measure,
        retrieval(() => Promise.reject(new TypeError("secret document text"))),
        new AbortController().signal,
      ),
    );
    expect(JSON.stringify(events)).not.toContain("secret");
    expect(events).toMatchObject([{ data: { code: "internal" } }]);
  });

  test("gives up at its limit and tells the work to stop", async () => {
    const { deps, measure, steps } = house();
    let stopped = false;
    const never = (signal: AbortSignal) =>
      new Promise<string>(() => signal.addEventListener("abort", () => (stopped = true)));
    const running = outcome(step(deps, measure, retrieval(never), new AbortController().signal));
    deps.clock.advance(100);
    const { events, result } = await running;
    expect(result).toBe("nothing");
    expect(events).toMatchObject([{ event: "warning", data: { code: "timeout" } }]);
    expect(stopped).toBe(true);
    expect(steps()).toEqual([["retrieval", "timeout", 100]]);
  });

  test("ends with the turn, without a warning", async () => {
    const turn = new AbortController();
    const { deps, measure } = house();
    const running = outcome(
      step(
        deps,
        measure,
        retrieval(() => new Promise<string>(() => undefined)),
        turn.signal,
      ),
    );
    turn.abort(new Error("cancelled"));
    await expect(running).rejects.toThrow("cancelled");
  });
});
