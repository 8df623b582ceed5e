import { say, type Figure } from "./figures.ts";
import { saved, withQueryHouse, type Asked, type Load, type QuerySetting } from "./queryHouse.ts";
import { percentile } from "./statistics.ts";

export const answering = {
  early: "sim;say=warranty-1;first=300;burst=1",
  middle: "sim;say=warranty-2;first=500;burst=1",
  late: "sim;say=warranty-3;first=800;burst=1",
};
export const moderating = "sim;moderator=good;first=200;burst=1";
const hanging = "sim;fault=hang_headers";

interface Case {
  readonly what: string;
  readonly setting: QuerySetting;
  /** Ids of the models that a perfect server would have to wait for, one after the other. */
  readonly path: readonly string[];
  readonly graceMs?: number;
  /** Models that are in time. */
  readonly answers: number;
  /** Beyond the usual ones. */
  readonly more?: readonly Load[];
}

const all: QuerySetting = { models: answering, moderator: moderating };
const withHanging = { ...answering, hanging };

export const timedCases: readonly Case[] = [
  {
    what: "three models",
    setting: all,
    path: ["late", "moderator"],
    answers: 3,
    more: [
      { count: 100, atOnce: 1, spreadMs: 0 },
      { count: 104, atOnce: 8, spreadMs: null },
    ],
  },
  {
    what: "quorum 3",
    setting: { ...all, strategy: { quorum: 3 } },
    path: ["late", "moderator"],
    answers: 3,
  },
  {
    what: "quorum 2, no grace",
    setting: { ...all, strategy: { quorum: 2, grace_ms: 0 } },
    path: ["middle", "moderator"],
    answers: 2,
  },
  { what: "rules instead of a moderator", setting: { ...all, moderator: null }, path: ["late"], answers: 3 },
];

/** The first asks for the grace to be left out, the second shows what it is by default. */
export const hangingCases: readonly Case[] = [
  {
    what: "a fourth hangs, no grace",
    setting: { ...all, models: withHanging, strategy: { grace_ms: 0 } },
    path: ["late", "moderator"],
    answers: 3,
  },
  {
    what: "a fourth hangs, grace of 1,500 counted",
    setting: { ...all, models: withHanging },
    path: ["late", "moderator"],
    graceMs: 1_500,
    answers: 3,
  },
];

export const slowStoreCases: readonly Case[] = [
  { what: "records 2 s late", setting: { ...all, saveMs: 2_000 }, path: ["late", "moderator"], answers: 3 },
];

const loads: readonly Load[] = [
  { count: 120, atOnce: 3, spreadMs: 1_000 },
  { count: 160, atOnce: 8, spreadMs: 1_000 },
];
const warmup: Load = { count: 48, atOnce: 8, spreadMs: 1_000 };

/** What a query takes beyond the models that it has to wait for; the reference asks those straight at the upstream. */
export async function latencies(cases: readonly Case[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const one of cases) {
    const { setting, what } = one;
    say(`  ${what}: ${idealMs(one)} ms at best`);
    await withQueryHouse(setting, async (house) => {
      await house.query(warmup);
      let queries = warmup.count;
      for (const load of [...loads, ...(one.more ?? [])]) {
        const asked = await house.query(load);
        queries += load.count;
        check(asked, one.answers);
        const direct = await house.direct({ ...load, count: Math.max(20, load.atOnce * 5) }, one.path);
        figures.push(...figuresOf(one, load, asked, direct));
      }
      await saved(house, queries);
    });
  }
  return figures;
}

function figuresOf(one: Case, load: Load, asked: readonly Asked[], direct: readonly number[]): Figure[] {
  const ideal = idealMs(one);
  const taken = asked.map(({ ms }) => ms);
  const clients = `${load.atOnce} ${load.spreadMs === null ? "in one instant" : "at once"}`;
  const line = (share: number): Figure => ({
    what: `over ${ideal} ms, p${share * 100}, ${clients}, ${one.what}`,
    value: percentile(taken, share) - ideal,
    unit: "ms",
    reference: { what: "upstream alone", value: percentile(direct, share) - upstreamMs(one) },
  });
  return [line(0.5), { ...line(0.95), target: { atMost: 50 } }];
}

function idealMs(one: Case): number {
  return upstreamMs(one) + (one.graceMs ?? 0);
}

function upstreamMs({ setting, path }: Case): number {
  return path.reduce((sum, id) => sum + firstMs({ ...setting.models, moderator: moderating }[id]), 0);
}

function firstMs(model: string | undefined): number {
  return Number(/;first=(\d+)/u.exec(model ?? "")?.[1] ?? Number.NaN);
}

/** A figure of queries that went otherwise than meant would say nothing. */
function check(asked: readonly Asked[], answers: number): void {
  const strange = asked.filter(
    (one) => one.answers !== answers || one.quality === "failed" || one.isFallback,
  );
  const [first] = strange;
  if (first) throw new Error(`${strange.length} of ${asked.length} went wrong: ${JSON.stringify(first)}`);
}
