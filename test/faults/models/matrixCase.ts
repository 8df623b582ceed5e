import type { Simulator } from "../../../simulator/simulator.ts";
import type { HttpPool } from "../../../src/adapters/models/httpPool.ts";
import type { Answer, AnswerPart } from "../../../src/core/answering/answering.ts";
import type { ModelAnswer } from "../../../src/core/answering/modelAnswer.ts";
import type { AttemptRow } from "../../../src/core/answering/usage.ts";
import { ask } from "./asking.ts";
import type { Case, Seen } from "./matrixExpected.ts";
import { giantKb, tokens } from "./matrixExpected.ts";
import { realTimeHouse } from "./matrixHouse.ts";

/** Longer than anything quick takes, shorter than any time limit. */
const patienceMs = 400;
const slowLimits = { connectMs: 5_000, firstContentMs: 15_000, idleMs: 5_000, totalMs: 20_000 };

/** Plays one case against the simulator and tells what came of it. */
export async function seenOf(simulator: Simulator, pool: HttpPool, one: Case): Promise<Seen> {
  const { strategy, stream, provider, fate } = one;
  const waits = strategy === "fastest" || strategy === "parallel" ? `first=${patienceMs}` : "";
  const isSlowAnswer = fate.kind === "answers" && fate.slow;
  const bad = {
    id: "bad",
    name: `tokens=${tokens};giant=${giantKb};${one.keys};after=${one.after}`,
    timers: isSlowAnswer ? slowLimits : {},
  };
  const good = { id: "good", name: `tokens=${tokens};${waits}`, window: 16_000 };
  const targets = (strategy === "single" ? [bad] : [bad, good]).map((target) => ({
    ...target,
    provider,
    stream,
  }));
  const house = realTimeHouse();
  // A record by which it is known how long to wait for it.
  if (strategy === "hedged") for (let n = 0; n < 8; n += 1) house.deps.healthOf("bad").load.began(patienceMs);
  const asking = await ask(simulator, pool, { targets, strategy, house });
  const given = await asking.ended;
  const open = await asking.stillOpen();
  const { rows, parts } = asking;
  const hungUp = asking.calls().filter(({ endedBy }) => endedBy === "client").length;
  return {
    strategy,
    outcome: outcomeOf(given),
    text: asking.text(),
    parts: parts.flatMap(toldOf).toSorted(),
    calls: { bad: asking.calls("bad").length, good: asking.calls("good").length },
    rows: rows.map(rowOf).toSorted(),
    open: open.length,
    kept: Math.max(0, rows.filter(isCalledOff).length - hungUp),
  };
}

function outcomeOf(given: Answer): string {
  return given.kind === "answered" ? given.model.id : `failed ${given.failure?.class ?? "nobody"}`;
}

function toldOf(part: AnswerPart): readonly string[] {
  if (part.type === "text") return [];
  if (part.type === "switched") return [`switched ${part.from.id} > ${part.to.id}`];
  if (part.type !== "answer") return [part.type];
  return [answerOf(part.answer)];
}

function answerOf({ model, failure, text }: ModelAnswer): string {
  const count = text.match(/\S+/gu)?.length ?? 0;
  return `answer ${model.id} ${failure?.class ?? "whole"} ${count}`;
}

function isCalledOff({ outcome, failure, usage }: AttemptRow): boolean {
  if (outcome === "failed") return failure?.endsWith("_timeout") ?? false;
  return outcome !== "won" && usage.estimated;
}

function rowOf({ modelId, try: nth, outcome, failure, usage, costNanoUsd }: AttemptRow): string {
  const { estimated, inputTokens, outputTokens } = usage;
  const used = estimated ? "estimated" : `told ${outputTokens}`;
  const cost = inputTokens * 1_000 + outputTokens * 2_000;
  const isPriced = costNanoUsd === cost ? "" : ` but ${costNanoUsd}`;
  return `${modelId} ${nth} ${outcome} ${failure ?? "-"} ${used}${isPriced}`;
}
