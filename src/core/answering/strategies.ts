import type { Attempt } from "./attempt.ts";
import type { Call } from "./call.ts";
import { failureTable } from "./failureTable.ts";
import type { Model } from "./model.ts";
import { isOpened, openModel, type NotOpened, type Opening, type OpeningDeps } from "./opening.ts";

/** A strategy decides one thing: which model gets to its first content, from which on the answer is that model's. */
export type Open = (
  deps: OpeningDeps,
  models: readonly Model[],
  call: Call,
  signal: AbortSignal,
) => Promise<Attempt | readonly NotOpened[]>;

/** One after the other; after a question too long for one model, those with a larger window first. */
export const openInOrder: Open = async (deps, models, call, signal) => {
  const failed: NotOpened[] = [];
  let waiting = [...models];
  for (let model = waiting.shift(); model; model = waiting.shift()) {
    const result = await openModel(deps, model, call, signal).result;
    if (isOpened(result)) return result;
    failed.push(result);
    const next = result.failure ? failureTable[result.failure.class].next : "any";
    if (next === "none") break;
    if (next === "larger") waiting = roomierThan(model, waiting);
  }
  return failed;
};

/** Vendors count tokens differently, so that one of the same window may take what another refused. */
function roomierThan({ window }: Model, models: readonly Model[]): Model[] {
  return [
    ...models.filter((model) => model.window > window),
    ...models.filter((model) => model.window === window),
  ];
}

/** All at once; the first content wins and the others are called off. */
export const openFastest: Open = (deps, models, call, signal) => race(deps, models, call, signal, () => 0);

/** The next one starts when the one before it fails, or takes longer than 95 of 100 of its answers did. */
export const openHedged: Open = (deps, models, call, signal) =>
  race(deps, models, call, signal, (model) => deps.healthOf(model.id).load.p95Ms() ?? unknownP95Ms);

/** By power of two choices (Mitzenmacher 2001) among those that are worth it, then in order. */
export const openBalanced: Open = (deps, models, call, signal) =>
  openInOrder(deps, balancedOrder(deps, models), call, signal);

/** Until a model has a record of its own. */
const unknownP95Ms = 2_000;

/** Starts models one by one, each `patience(previous)` ms after the one before or as soon as that one has failed. */
async function race(
  deps: OpeningDeps,
  models: readonly Model[],
  call: Call,
  signal: AbortSignal,
  patience: (model: Model) => number,
): Promise<Attempt | readonly NotOpened[]> {
  const running: Opening[] = [];
  const failed: NotOpened[] = [];
  const won = Promise.withResolvers<Attempt | readonly NotOpened[]>();
  let cancelNext: (() => void) | null = null;
  let over = false;

  const settle = (result: Attempt | readonly NotOpened[]) => {
    over = true;
    cancelNext?.();
    won.resolve(result);
  };
  const startNext = () => {
    cancelNext?.();
    cancelNext = null;
    const model = models[running.length];
    if (over || !model) return;
    const opening = openModel(deps, model, call, signal);
    running.push(opening);
    opening.result.then(
      (result) => {
        if (!isOpened(result)) {
          failed.push(result);
          if (failed.length === models.length) settle(failed);
          else startNext();
          return;
        }
        if (over) return result.close("lost");
        settle(result);
        for (const other of running) if (other !== opening) other.lose();
      },
      (cause: unknown) => {
        over = true;
        cancelNext?.();
        for (const other of running) other.lose();
        won.reject(cause);
      },
    );
    const ms = patience(model);
    if (ms === 0) startNext();
    else if (running.length < models.length) cancelNext = deps.clock.after(ms, startNext);
  };

  startNext();
  return won.promise;
}

/**
 * The better of two drawn among the models whose expected cost is near the best one's, then the rest from best to
 * worst. A model nobody has heard of for long gets one call at a time until it has shown how it is now.
 */
export function balancedOrder(deps: OpeningDeps, models: readonly Model[]): readonly Model[] {
  const cheapest = Math.min(...models.map(priceOf).filter((price) => price > 0));
  const rated = models.map((model) => {
    const { load, restsForMs } = deps.healthOf(model.id);
    const dearness = priceOf(model) > 0 ? (priceOf(model) / cheapest) ** priceWeight : 1;
    const expected = Math.max(load.expectedMs(), 1) * dearness;
    const isBusyUnknown = load.isStale() && load.inFlight > 0;
    const cost = (expected * (load.inFlight + 1)) / model.weight;
    return { model, cost, isOut: isBusyUnknown || restsForMs() > 0 };
  });
  const ranked = rated.toSorted((a, b) => Number(a.isOut) - Number(b.isOut) || a.cost - b.cost);
  const best = ranked[0];
  if (!best) return models;
  const worth = ranked.filter(({ isOut, cost }) => isOut === best.isOut && cost <= best.cost * nearness);
  const one = draw(deps, worth) ?? best;
  const other =
    draw(
      deps,
      worth.filter((entry) => entry !== one),
    ) ?? one;
  const first = one.cost <= other.cost ? one : other;
  return [first, ...ranked.filter((entry) => entry !== first)].map(({ model }) => model);
}

/** How much dearer than the best a model may be expected to be and still get its share. */
const nearness = 5;
/** A model at 16 times the price counts as twice as slow. */
const priceWeight = 0.25;

function priceOf({ price }: Model): number {
  return price ? price.input + price.output : 0;
}

function draw<T>({ random }: OpeningDeps, from: readonly T[]): T | undefined {
  return from[Math.floor(random.fraction() * from.length)];
}
