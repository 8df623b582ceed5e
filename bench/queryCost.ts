import type { Figure } from "./figures.ts";
import { withQueryHouse, type Asked } from "./queryHouse.ts";
import { answering, moderating } from "./queryLatency.ts";
import { median } from "./statistics.ts";

const load = { count: 20, atOnce: 1, spreadMs: 0 };

/** What one moderated answer of three takes against one model's answer: time, tokens and money. */
export async function costs(): Promise<Figure[]> {
  return withQueryHouse({ models: answering, moderator: moderating }, async (house) => {
    const single: Asked[] = [];
    for (const id of Object.keys(answering)) {
      single.push(...(await house.query(load, { strategy: "single", providers: [id] })));
    }
    const moderated = await house.query(load);
    const line = (what: string, unit: string, pick: (asked: Asked) => number): Figure => ({
      what: `${what} of a moderated answer of three`,
      value: median(moderated.map(pick)),
      unit,
      reference: { what: "one model's answer, mean of the three", value: mean(single.map(pick)) },
    });
    const tokens = ({ answerTokens, moderationTokens }: Asked) => answerTokens + moderationTokens;
    return [
      line("time", "ms", ({ ms }) => ms),
      line("tokens, read and written,", "", tokens),
      {
        what: "of them the moderator's",
        value: median(moderated.map(({ moderationTokens }) => moderationTokens)),
        unit: "",
      },
      line("cost", "USD per 1,000", ({ costUsd }) => costUsd * 1_000),
    ];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
