import type { EvalOptions } from "./main.ts";
import { measureLabelled } from "./moderatorLabelled.ts";
import { measureParaphrases } from "./moderatorParaphrases.ts";
import { measurePlanted } from "./moderatorPlanted.ts";
import { loadModeratorSets } from "./moderatorSets.ts";
import { measureAttribution, measureSynthesis } from "./moderatorSynthesis.ts";
import { report } from "./report.ts";

/** Q10: what the rules see of agreement and contradiction among several answers, and what they make of them. */
export async function evaluateModerator({ dataFolder, resultsFolder, every }: EvalOptions): Promise<void> {
  const sets = await loadModeratorSets(dataFolder, every);
  if (sets.texts.length === 0)
    console.log(`Left out: no answers in ${dataFolder}. Name another folder by --data.`);
  const figures = [
    ...measurePlanted(sets),
    ...(await measureParaphrases()),
    ...measureLabelled(sets),
    ...measureSynthesis(sets),
    ...measureAttribution(sets),
  ].filter(({ count }) => count > 0);
  await report(resultsFolder, "eval-moderator", figures);
}
