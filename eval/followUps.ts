import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { rewriteFollowUp, type Rewriting } from "../src/core/understanding/followUps/rewriteFollowUp.ts";
import { analyse } from "../src/core/retrieval/textAnalysis.ts";
import { loadFollowUps, type AskedFollowUp, type FollowUpSet } from "./followUpSets.ts";
import { indexSet, type IndexedSet } from "./indexedSet.ts";
import type { EvalOptions } from "./main.ts";
import { mean } from "./ndcg.ts";
import { report, type Figure } from "./report.ts";

/**
 * Q8: how well the rules make a question that leans on its conversation findable, held against people's rewriting of
 * it. The corpus is made of the set itself (see `loadFollowUps`) and searched by the product's own analyser and search.
 */
export async function evaluateFollowUps({ dataFolder, resultsFolder, every }: EvalOptions): Promise<void> {
  const folder = join(dataFolder, "conversational");
  const names = existsSync(folder)
    ? (await readdir(folder)).filter((name) => name.endsWith(".jsonl")).toSorted()
    : [];
  if (names.length === 0) console.log(`Left out: no dialogs in ${folder}. Name another folder by --data.`);
  const figures: Figure[] = [];
  for (const name of names) {
    // The rules were chosen on every other dialog of this one.
    const isHeldOut = (dialog: number) => name !== "canard_dev.jsonl" || dialog % 2 === 1;
    const set = await loadFollowUps(join(folder, name), { every, isHeldOut });
    figures.push(...(await measureSet(name.replace(/\.jsonl$/, ""), set, [10])));
  }
  const spanish = await loadFollowUps(join(import.meta.dirname, "followUpsSpanish.jsonl"), {
    isHeldOut: () => false,
  });
  // The corpus is small: only the first place tells the rewritings apart.
  figures.push(...(await measureSet("spanish, our own", spanish, [10, 1])));
  await report(resultsFolder, "eval-follow-ups", figures);
}

/** A question in the three wordings that are compared. */
interface Compared {
  readonly asked: AskedFollowUp;
  readonly rewriting: Rewriting;
}

async function measureSet(
  name: string,
  { questions, corpus }: FollowUpSet,
  depths: readonly number[],
): Promise<Figure[]> {
  const started = process.cpuUsage();
  const all: Compared[] = [];
  for (const asked of questions)
    all.push({ asked, rewriting: await rewriteFollowUp({ ...asked, mode: "auto" }, null) });
  const { user, system } = process.cpuUsage(started);
  const figure = figuresOf(name);
  const followUps = all.filter(({ asked }) => asked.history.length > 0);
  const told = all.filter(({ asked }) => asked.gold !== null);
  const figures = [
    figure("ms of CPU a rewriting", (user + system) / 1000 / Math.max(1, all.length), all.length, "lower"),
    ...decisions(figure, followUps),
    figure(
      "words of the human rewrite that the question lacks: brought",
      wordsBrought(followUps),
      followUps.length,
    ),
  ];
  // Dialogs without answers make no corpus.
  if (told.length < questions.length / 4) return figures;
  for (const titled of [false, true]) {
    const indexed = await indexSet(titled ? corpus : corpus.map((document) => ({ ...document, title: "" })));
    try {
      for (const depth of depths) {
        const place = `${titled ? "answers under their titles" : "answers alone"}, recall@${depth}`;
        const isGoal = !titled && depth === 10 && name.startsWith("canard");
        figures.push(...(await recalls(figuresOf(`${name}, ${place}`), indexed, told, { depth, isGoal })));
      }
    } finally {
      await indexed.close();
    }
  }
  return figures;
}

type MakeFigure = (
  what: string,
  value: number,
  count: number,
  better?: Figure["better"],
  goal?: Pick<Figure, "id" | "target">,
) => Figure;

function figuresOf(name: string): MakeFigure {
  return (what, value, count, better = "higher", goal = { id: "", target: null }) => ({
    ...goal,
    what: `${name}: ${what}`,
    value,
    better,
    reference: "",
    count,
  });
}

const isApplied = ({ rewriting }: Compared) => rewriting.metadata._META_rewrite_applied;

function decisions(figure: MakeFigure, all: readonly Compared[]): Figure[] {
  const [leaning, alone] = [true, false].map((needs) =>
    all.filter(({ asked }) => asked.needs_rewrite === needs),
  );
  if (!leaning || !alone) return [];
  return [
    figure("that need it: rewritten", mean(leaning.map((each) => Number(isApplied(each)))), leaning.length),
    figure("that stand alone: left alone", mean(alone.map((each) => Number(!isApplied(each)))), alone.length),
  ];
}

function wordsBrought(all: readonly Compared[]): number {
  const shares = all.flatMap(({ asked, rewriting }) => {
    const own = new Set(analyse(asked.question, []));
    const lacking = [...new Set(analyse(asked.rewrite, []))].filter((term) => !own.has(term));
    const found = new Set(analyse(rewriting.query, []));
    return lacking.length === 0 ? [] : [lacking.filter((term) => found.has(term)).length / lacking.length];
  });
  return mean(shares);
}

async function recalls(
  figure: MakeFigure,
  indexed: IndexedSet,
  told: readonly Compared[],
  { depth, isGoal }: { readonly depth: number; readonly isGoal: boolean },
): Promise<Figure[]> {
  const found = async (query: string, gold: string | null) =>
    Number((await indexed.search(query, depth)).passages.some(({ documentId }) => documentId === gold));
  const rows: (Compared & Record<"before" | "after" | "human", number>)[] = [];
  for (const each of told) {
    const { question, rewrite, gold } = each.asked;
    const before = await found(question, gold);
    rows.push({
      ...each,
      before,
      after: isApplied(each) ? await found(each.rewriting.query, gold) : before,
      human: await found(rewrite, gold),
    });
  }
  const later = rows.filter(({ asked }) => asked.history.length > 0);
  const ratio = (what: string, some: typeof rows, id = "") => {
    const value = mean(some.map(({ after }) => after)) / mean(some.map(({ human }) => human));
    const goal = { id, target: id === "" ? null : 0.8 };
    return some.length === 0 ? [] : [figure(`after / human, ${what}`, value, some.length, "higher", goal)];
  };
  const reasons = [
    ...new Set(later.map(({ rewriting }) => rewriting.metadata._META_rewrite_reason)),
  ].toSorted();
  const alone = later.filter(({ asked }) => !asked.needs_rewrite);
  return [
    figure("not rewritten", mean(later.map(({ before }) => before)), later.length),
    figure("rewritten by rules", mean(later.map(({ after }) => after)), later.length),
    figure("rewritten by people", mean(later.map(({ human }) => human)), later.length),
    ...ratio(
      "follow-ups of held-out dialogs",
      later.filter(({ asked }) => asked.isHeldOut),
      isGoal ? "Q8" : "",
    ),
    ...ratio(
      "follow-ups of dialogs that were looked at",
      later.filter(({ asked }) => !asked.isHeldOut),
    ),
    ...ratio("first questions included, which stay as they are", rows),
    figure("that stand alone, before", mean(alone.map(({ before }) => before)), alone.length),
    figure("that stand alone, after", mean(alone.map(({ after }) => after)), alone.length),
    ...reasons.flatMap((reason) =>
      ratio(
        `told by: ${reason}`,
        later.filter(({ rewriting }) => rewriting.metadata._META_rewrite_reason === reason),
      ),
    ),
  ];
}
