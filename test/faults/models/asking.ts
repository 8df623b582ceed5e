import type { Call as SimulatorCall } from "../../../simulator/calls.ts";
import type { Simulator } from "../../../simulator/simulator.ts";
import { wordsOf } from "../../../simulator/words.ts";
import type { HttpPool } from "../../../src/adapters/models/httpPool.ts";
import type { StrategyName } from "../../../src/contract/strategies.ts";
import { answer } from "../../../src/core/answering/answer.ts";
import type { Answer, AnswerOptions, AnswerPart } from "../../../src/core/answering/answering.ts";
import type { AttemptRow } from "../../../src/core/answering/usage.ts";
import { plainCall, plainOptions } from "../../answering/answeringHouse.ts";
import { openAfter100ms, realTimeHouse, simulatedModels, type House, type Target } from "./matrixHouse.ts";

/** What the simulator says of itself: `count` words of its first seed. */
export function simulatedText(count: number): string {
  return wordsOf(1, 0, count)
    .map((word, at) => (at % 12 === 11 ? `${word}.` : word))
    .join(" ");
}

export interface Question {
  /** `name` holds the simulator's keys alone, e.g. `fault=cut;after=3`. */
  readonly targets: readonly Target[];
  readonly strategy: StrategyName;
  readonly options?: Partial<AnswerOptions>;
  /** One of its own when left out. */
  readonly house?: House;
  readonly deadlineMs?: number;
  /** What tells its calls from all others at the simulator; made up when left out. */
  readonly mark?: string;
}

export interface Asking {
  /** Rejects with the reason of `stop`. */
  readonly ended: Promise<Answer>;
  readonly parts: readonly AnswerPart[];
  readonly rows: readonly AttemptRow[];
  text(): string;
  stop(reason: Error): void;
  /** Those of this question at the simulator, of one target or of all. */
  calls(id?: string): readonly SimulatorCall[];
  /** Calls still under way after 100 ms. */
  stillOpen(): Promise<readonly SimulatorCall[]>;
}

let questions = 0;

/** Asks in the background. */
export async function ask(simulator: Simulator, pool: HttpPool, question: Question): Promise<Asking> {
  const { strategy, options, deadlineMs = 20_000 } = question;
  const { deps, rows } = question.house ?? realTimeHouse();
  const mark = question.mark ?? `question${++questions}`;
  const named = question.targets.map((target) => ({
    ...target,
    name: `${mark}-${target.id};${target.name}`,
  }));
  const models = await simulatedModels(simulator, pool, named);
  const stop = new AbortController();
  const parts: AnswerPart[] = [];
  const read = async (): Promise<Answer> => {
    const call = plainCall(strategy, { deadline: deps.clock.elapsed() + deadlineMs, attempts: [] });
    const answering = answer(deps, models, call, { ...plainOptions, ...options }, stop.signal);
    let part = await answering.next();
    for (; !part.done; part = await answering.next()) parts.push(part.value);
    return part.value;
  };
  const ended = read();
  // Whoever waits for it hears of it.
  ended.catch(() => undefined);
  const calls = (id?: string) =>
    simulator
      .calls()
      .filter(({ model }) => model.startsWith(id === undefined ? `${mark}-` : `${mark}-${id};`));
  return {
    ended,
    parts,
    rows,
    text: () => parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    stop: (reason) => stop.abort(reason),
    calls,
    stillOpen: () => openAfter100ms(calls),
  };
}
