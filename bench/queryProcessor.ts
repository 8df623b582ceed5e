import * as z from "zod";
import { say, type Figure } from "./figures.ts";
import { withQueryHouse, type Load, type QueryHouse } from "./queryHouse.ts";
import { median } from "./statistics.ts";

const load: Load = { count: 100, atOnce: 4, spreadMs: 0 };
const rounds = 5;

/** Models that take no time. */
export const instant = {
  one: "sim;say=warranty-1;burst=1",
  two: "sim;say=warranty-2;burst=1",
  three: "sim;say=warranty-3;burst=1",
};
export const instantModerator = "sim;moderator=good;burst=1";

const cpuSchema = z.object({ wholeMs: z.number(), mainMs: z.number() });
/** What else a request says, by the way that it is answered. */
const ways = { moderated: {}, single: { strategy: "single", providers: ["one"] } } as const;
type Taken = Record<keyof typeof ways, number[]>;

/** Processor time of the server's main thread for a query: what bounds how many it answers at once. */
export async function processor(profile: boolean): Promise<Figure[]> {
  const byModel = await withQueryHouse({ models: instant, moderator: instantModerator }, (house) =>
    measured(house, profile),
  );
  const byRules = await withQueryHouse({ models: instant, moderator: null }, (house) =>
    measured(house, false),
  );
  const line = (who: string, { moderated, single }: Taken): Figure => ({
    what: `processor time a query, main thread, ${who}`,
    value: median(moderated),
    unit: "ms",
    reference: { what: "one model's answer", value: median(single) },
  });
  return [line("moderated by a model", byModel), line("by rules", byRules)];
}

/** Milliseconds a query of each round; the ways take turns. */
async function measured(house: QueryHouse, profile: boolean): Promise<Taken> {
  for (const more of Object.values(ways)) await house.query(load, more);
  const taken: Taken = { moderated: [], single: [] };
  for (let round = 0; round < rounds; round++) {
    for (const way of ["moderated", "single"] as const) {
      const before = await house.server.ask({ ask: "cpu" }, cpuSchema);
      await house.query(load, ways[way]);
      const after = await house.server.ask({ ask: "cpu" }, cpuSchema);
      taken[way].push((after.mainMs - before.mainMs) / load.count);
    }
  }
  if (profile) {
    await house.server.ask({ ask: "start profile" }, z.null());
    await house.query(load);
    say(
      `\nserver, main thread, moderated queries\n${await house.server.ask({ ask: "profile" }, z.string())}`,
    );
  }
  return taken;
}
