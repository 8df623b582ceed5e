import { setTimeout as pause } from "node:timers/promises";
import type { Call as SimulatorCall } from "../../../simulator/calls.ts";
import type { Simulator } from "../../../simulator/simulator.ts";
import { createModels } from "../../../src/adapters/models/createModels.ts";
import type { HttpPool } from "../../../src/adapters/models/httpPool.ts";
import { systemClock } from "../../../src/adapters/system/systemClock.ts";
import { createRecordedTelemetry } from "../../../src/adapters/telemetry/recordedTelemetry.ts";
import type { AnswerDeps } from "../../../src/core/answering/answering.ts";
import type { BreakerSettings } from "../../../src/core/answering/breaker.ts";
import type { AttemptTimers, Model } from "../../../src/core/answering/model.ts";
import type { ModelSettings } from "../../../src/core/answering/modelSettings.ts";
import { createModelHealth } from "../../../src/core/answering/modelHealth.ts";
import type { Clock } from "../../../src/core/clock.ts";
import { longestVoice } from "../../answering/longestVoice.ts";
import type { AttemptRow } from "../../../src/core/answering/usage.ts";

/** Short ones, yet long enough for a machine that is busy with other things. */
export const shortTimers: AttemptTimers = {
  connectMs: 1_200,
  firstContentMs: 1_400,
  idleMs: 1_200,
  totalMs: 8_000,
};

export interface House {
  readonly deps: AnswerDeps;
  readonly rows: readonly AttemptRow[];
}

/** All that strategies need, on the real clock; the ledger is a list. `fraction` answers every draw. */
export function realTimeHouse({
  fraction = (): number => 0,
  retries = 2,
  breaker = {},
  clock = systemClock,
}: {
  readonly fraction?: () => number;
  readonly retries?: number;
  readonly breaker?: Partial<BreakerSettings>;
  readonly clock?: Clock;
} = {}): House {
  const rows: AttemptRow[] = [];
  let ids = 0;
  const settings = { failures: 5, window: 20, share: 0.5, halfOpenMs: 30_000, ...breaker };
  const deps: AnswerDeps = {
    clock,
    telemetry: createRecordedTelemetry(),
    random: { id: () => `id-${++ids}`, hex: () => "00", fraction },
    usage: {
      attempt: (row) => void rows.push(row),
      answered: () => undefined,
      spentToday: async () => 0,
    },
    healthOf: createModelHealth({ clock }, settings),
    retry: { retries, baseMs: 20 },
    moderator: longestVoice,
  };
  return { deps, rows };
}

export type Provider = "openai-compatible" | "anthropic" | "google" | "cohere";

const basePath: Readonly<Record<Provider, string>> = {
  "openai-compatible": "/v1",
  anthropic: "/v1",
  google: "/v1beta",
  cohere: "/v2",
};

export interface Target {
  readonly id: string;
  /** The simulator's name of it, behaviour included. */
  readonly name: string;
  readonly provider?: Provider;
  readonly stream?: boolean;
  readonly timers?: Partial<AttemptTimers>;
  readonly window?: number;
}

/** Models as a configuration would make them, all at the simulator. */
export async function simulatedModels(
  { url }: Pick<Simulator, "url">,
  pool: HttpPool,
  targets: readonly Target[],
): Promise<readonly Model[]> {
  const settings = targets.map(
    ({ id, name, provider = "openai-compatible", stream = true, timers = {}, window }): ModelSettings => ({
      id,
      provider,
      model: name,
      module: null,
      baseUrl: `${url}${basePath[provider]}`,
      keyVariable: null,
      price: { input: 1, output: 2 },
      window: window ?? 8_000,
      maxOutput: null,
      weight: 1,
      timers: { ...shortTimers, ...timers },
      stream,
      headers: {},
    }),
  );
  const made = await createModels({ settings, variables: {}, pool });
  if ("problems" in made) throw new Error(made.problems.map(({ message }) => message).join());
  return made.models;
}

/**
 * Those of the calls that are still under way after 100 ms. The time is counted in steps of the event loop, so that
 * a machine that stands still does not count against anybody.
 */
export async function openAfter100ms(
  calls: () => readonly SimulatorCall[],
): Promise<readonly SimulatorCall[]> {
  const open = () => calls().filter(({ endedBy }) => endedBy === "open");
  for (let step = 0; step < 20 && open().length > 0; step += 1) await pause(5);
  return open();
}
