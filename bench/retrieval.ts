import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Workspace } from "../src/core/access/workspace.ts";
import { documentScope } from "../src/core/documents/scope.ts";
import { gatherEvidence } from "../src/core/retrieval/gatherEvidence.ts";
import { analyse } from "../src/core/retrieval/textAnalysis.ts";
import { authorizeWorkspace } from "../src/core/access/authorized.ts";
import { isRefusal } from "../src/core/errors.ts";
import { passingTurn } from "../src/core/sessions/newTurn.ts";
import { createCorpus } from "./corpus.ts";
import { say, type Figure } from "./figures.ts";
import { profileOf, startProfile } from "./profile.ts";
import { median, percentile } from "./statistics.ts";
import { fillWorkspace, folded, openStores, type Stores } from "./stores.ts";

const sizes = [1_000, 10_000, 100_000] as const;
const asked = 300;
const rounds = 3;
const atOnce = 8;
const singleAdds = 500;
/** What a turn asks of the index: five passages, four candidates for each. */
const engineLimit = 20;

type Ask = (question: string) => Promise<number>;

/** P4 and P13 without embeddings: the retrieval step of a turn on real records and a real index. */
export async function retrieval({ profile }: { readonly profile: boolean }): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "batuta-bench-retrieval-"));
  const stores = await openStores(folder);
  const corpus = createCorpus(2);
  const questions = Array.from({ length: asked }, () => corpus.question());
  try {
    const filled: Filled[] = [];
    for (const size of sizes) {
      const workspace = await fillWorkspace(stores, corpus, size);
      filled.push({
        size,
        workspace,
        step: await stepOf(stores, workspace),
        engine: engineOf(stores, workspace),
      });
    }
    for (const { step } of filled) await oneByOne(step, questions);
    const growth = await growthFigures(filled, questions);
    const largest = filled.at(-1);
    if (!largest) return [];
    const { workspace, step, engine } = largest;
    const figures = await largeFigures(step, engine, questions);
    if (profile) {
      await startProfile();
      await together(step, questions);
      say(`\nretrieval step, 8 at once\n${await profileOf()}`);
    }
    return [...figures, ...growth, ...(await singleAddFigures(stores, workspace, step, engine, questions))];
  } finally {
    await stores.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Filled {
  readonly size: number;
  readonly workspace: Workspace;
  readonly step: Ask;
  readonly engine: Ask;
}

/** Resolves to the number of passages, or hits, found. */
async function stepOf(stores: Stores, { id }: Workspace): Promise<Ask> {
  const admin = { id: "bench", role: "admin", scopes: ["query:stream"], workspaces: [] } as const;
  const workspace = await authorizeWorkspace(stores, admin, id, "query:stream");
  if (isRefusal(workspace)) throw new Error(workspace.refused);
  const signal = new AbortController().signal;
  return async (question) => {
    const turn = passingTurn(
      stores,
      workspace,
      { question, documentIds: null, topK: 5, asked: { models: [], strategy: "single" } },
      { channel: "ask", client: null, locale: "es" },
    );
    return (await gatherEvidence(stores, turn, await documentScope(stores, turn), signal)).sources.length;
  };
}

function engineOf(stores: Stores, workspace: Workspace): Ask {
  return async (question) => {
    const query = { terms: analyse(question, ["es"]), limit: engineLimit };
    return (await stores.index.search(workspace.id, query)).length;
  };
}

interface Timing {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
  /** Processor time of the main thread for one question. */
  readonly cpuMs: number;
  /** Longest time that the event loop did not turn. */
  readonly heldMs: number;
  readonly heldP99: number;
}

const oneByOne = (ask: Ask, questions: readonly string[]) => timed(ask, questions, 1);
const together = (ask: Ask, questions: readonly string[]) => timed(ask, questions, atOnce);

async function timed(ask: Ask, questions: readonly string[], clients: number): Promise<Timing> {
  const times: number[] = [];
  const waiting = questions.values();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cpu = process.threadCpuUsage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const question of waiting) {
        const begun = performance.now();
        if ((await ask(question)) === 0) throw new Error(`nothing was found for: ${question}`);
        times.push(performance.now() - begun);
      }
    }),
  );
  const perSecond = (1_000 * questions.length) / (performance.now() - started);
  const { user, system } = process.threadCpuUsage(cpu);
  delay.disable();
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    perSecond,
    cpuMs: (user + system) / 1_000 / questions.length,
    heldMs: delay.max / 1e6,
    heldP99: delay.percentile(99) / 1e6,
  };
}

async function largeFigures(step: Ask, engine: Ask, questions: readonly string[]): Promise<Figure[]> {
  const taken: Record<"step" | "engine" | "steps" | "engines", Timing[]> = {
    step: [],
    engine: [],
    steps: [],
    engines: [],
  };
  for (let round = 0; round < rounds; round++) {
    taken.step.push(await oneByOne(step, questions));
    taken.engine.push(await oneByOne(engine, questions));
    taken.steps.push(await together(step, questions));
    taken.engines.push(await together(engine, questions));
  }
  const line = (
    what: string,
    unit: string,
    name: "step" | "steps",
    pick: (timing: Timing) => number,
  ): Figure => ({
    what: `${what}, 100,000 chunks, lexical`,
    value: median(taken[name].map(pick)),
    unit,
    reference: {
      what: "engine alone",
      value: median(taken[name === "step" ? "engine" : "engines"].map(pick)),
    },
  });
  return [
    { ...line("p50, one at a time", "ms", "step", ({ p50 }) => p50), target: { atMost: 15 } },
    { ...line("p95, one at a time", "ms", "step", ({ p95 }) => p95), target: { atMost: 40 } },
    { ...line("rate, 8 at once", "/s", "steps", ({ perSecond }) => perSecond), target: { atLeast: 100 } },
    line("p95, 8 at once", "ms", "steps", ({ p95 }) => p95),
    line("processor time a step, main thread", "ms", "step", ({ cpuMs }) => cpuMs),
    {
      ...line("event loop held, longest, one at a time", "ms", "step", ({ heldMs }) => heldMs),
      target: { atMost: 20 },
    },
    {
      ...line("event loop held, longest, 8 at once", "ms", "steps", ({ heldMs }) => heldMs),
      target: { atMost: 20 },
    },
    line("event loop held, p99, 8 at once", "ms", "steps", ({ heldP99 }) => heldP99),
  ];
}

/** The sizes take turns, so that a noisy minute of the machine falls on all of them. */
async function growthFigures(filled: readonly Filled[], questions: readonly string[]): Promise<Figure[]> {
  const taken: { size: number; step: number; engine: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { size, step, engine } of filled) {
      const own = (await oneByOne(step, questions)).p50;
      taken.push({ size, step: own, engine: (await oneByOne(engine, questions)).p50 });
    }
  }
  const p50 = (size: number | undefined, which: "step" | "engine") =>
    median(taken.filter((one) => one.size === size).map((one) => one[which]));
  const growthOf = (which: "step" | "engine") => p50(sizes.at(-1), which) / p50(sizes[0], which);
  return [
    ...sizes.map((size) => ({
      what: `p50, ${size.toLocaleString("en")} chunks, lexical`,
      value: p50(size, "step"),
      unit: "ms",
      reference: { what: "engine alone", value: p50(size, "engine") },
    })),
    {
      what: "growth of p50, 1,000 to 100,000 chunks",
      value: growthOf("step"),
      unit: "x",
      target: { atMost: 3 },
      reference: { what: "engine alone", value: growthOf("engine") },
    },
  ];
}

/** Small writes one after the other, as many short documents would make them. */
async function singleAddFigures(
  stores: Stores,
  workspace: Workspace,
  step: Ask,
  engine: Ask,
  questions: readonly string[],
): Promise<Figure[]> {
  const few = questions.slice(0, 60);
  const both = async () => ({
    step: (await oneByOne(step, few)).p50,
    engine: (await oneByOne(engine, few)).p50,
  });
  const corpus = createCorpus(3);
  const before = await both();
  const started = performance.now();
  for (let n = 0; n < singleAdds; n++) {
    const terms = analyse(corpus.passage(130), ["es"]);
    await stores.index.add(workspace.id, [
      { documentId: stores.random.id(), version: 1, position: 0, terms },
    ]);
  }
  const addMs = (performance.now() - started) / singleAdds;
  const rightAfter = await both();
  await folded(stores, workspace.id);
  const after = await both();
  const line = (what: string, { step: value, engine: alone }: typeof before): Figure => ({
    what: `p50, 100,000 chunks, ${what}`,
    value,
    unit: "ms",
    reference: { what: "engine alone", value: alone },
  });
  return [
    line(`before ${singleAdds} single adds`, before),
    line("right after them", rightAfter),
    line("after folding", after),
    { what: `a single add, mean of ${singleAdds}, folding included`, value: addMs, unit: "ms" },
  ];
}
