import { readdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { documentEventSchema, type DocumentView } from "../../src/contract/documents.ts";
import { checkDocuments, checkStillServed } from "./checkDocuments.ts";
import { checkTurn } from "./checkTurns.ts";
import { startBriefly, startChild, type ChildServer, type Program } from "./childServer.ts";
import { cutUpload } from "./cutUpload.ts";
import { plantFile } from "./plantedFile.ts";
import type { SeededRandom } from "./seededRandom.ts";
import { createServerCalls, frameData, readFrames, type ServerCalls } from "./serverCalls.ts";
import { ask, startTraffic, uploadOne, type TrafficDeps } from "./traffic.ts";
import type { Witness } from "./witness.ts";

/** One data folder and all that was ever promised about it. */
export interface FaultHouse {
  readonly folder: string;
  readonly witness: Witness;
  readonly random: SeededRandom;
  /** Milliseconds of a turn's events that a kill may cost. */
  readonly keptAfterMs: number;
}

interface Living extends TrafficDeps {
  readonly house: FaultHouse;
  readonly server: ChildServer;
}

/** Brings about one situation and returns when the process has been killed in it. */
type Scenario = (living: Living) => Promise<void>;

/** What each kind of round does, by its name. */
export const scenarios = {
  "random moment": async ({ server, random, ...deps }) => {
    const traffic = startTraffic({ ...deps, random });
    await pause(random.between(100, 3_000));
    await Promise.all([server.kill(), traffic.stop()]);
  },
  "killed again while starting": async (living) => {
    await scenarios["random moment"](living);
    for (const lifeMs of [living.random.between(200, 500), living.random.between(400, 1_200)]) {
      await startBriefly({ folder: living.house.folder }, lifeMs);
    }
  },
  "index folder gone": async (living) => {
    await scenarios["random moment"](living);
    await rm(join(living.house.folder, "index"), { recursive: true });
  },
  "index file cut short": async (living) => {
    await scenarios["random moment"](living);
    await cutOneFile(join(living.house.folder, "index"), living.random);
  },
  "while parsing": (living) => killAtStage(living, "parsing"),
  "while chunking": (living) => killAtStage(living, "chunking"),
  "while indexing": (living) => killAtStage(living, "indexing"),
  "while deleting": async (living) => {
    const { calls, random, server } = living;
    const files = Array.from({ length: 6 }, () => plantFile(random, "txt", 30));
    const uploaded = await Promise.all(files.map((file) => uploadOne(living, file)));
    await until(calls, (documents) => documents.every(({ status }) => status !== "processing"));
    const removals = uploaded.map(async (known) => {
      known.deletion = "asked";
      await calls.remove(known.id ?? "");
      known.deletion = "done";
    });
    const ends = Promise.allSettled(removals);
    await pause(random.between(0, 40));
    await server.kill();
    await ends;
  },
  "while reading again": async (living) => {
    const { calls, random, server, witness } = living;
    const known = await uploadOne(living, plantFile(random, "txt", 4_000));
    await until(calls, (documents) =>
      documents.some(({ id, status }) => id === known.id && status === "ready"),
    );
    known.wasReady = true;
    await calls.reprocess(known.id ?? "");
    const killing = pause(random.between(0, 600)).then(() => server.kill());
    // The old version serves until the new one is whole.
    while (await serves(calls, witness, known.file.marker, known.id)) await pause(5);
    await killing;
  },
  "while a big file arrives": async ({ calls, server, house, witness, random }) => {
    const before = await calls.documents();
    await cutUpload(server.url, house.folder, 4_000_000, "client leaves");
    if ((await calls.documents()).length !== before.length)
      witness.violations.push("a cut upload left a document");
    await cutUpload(server.url, house.folder, random.between(100_000, 8_000_000), () => server.kill());
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** Starts on the folder, brings about the scenario, starts again and checks every promise. */
export async function playRound(house: FaultHouse, name: ScenarioName, program: Program): Promise<void> {
  const { folder, witness, random, keptAfterMs } = house;
  const firstTurn = witness.turns.length;
  const server = await startChild({ folder, program });
  const calls = createServerCalls(server.url);
  const models: readonly [string, ...string[]] =
    program.kind === "main" ? ["extractive"] : ["slow", "slow", "extractive"];
  const scenario: Scenario = scenarios[name];
  const deathNoted = server.exited.then(() => performance.now());
  await scenario({ house, server, calls, witness, random, models });
  const killedAt = await deathNoted;
  witness.counts.kills += 1;
  if (/Error|broke|failed/i.test(server.output()))
    witness.violations.push(`it printed: ${server.output().slice(0, 2_000)}`);

  await withServer(folder, async (restarted, again) => {
    if (!name.startsWith("index")) await checkStillServed(again, witness);
    await ask(
      { calls: again, witness, random, models: ["extractive"] },
      "¿Y qué detalla la obra ahora?",
      null,
    );
    await checkDocuments(again, witness, folder);
    for (const turn of witness.turns.slice(firstTurn))
      await checkTurn(again, witness, turn, { killedAt, keptAfterMs });
    if (!name.startsWith("index") && /Error|broke|failed/i.test(restarted.output()))
      witness.violations.push(`after the restart it printed: ${restarted.output().slice(0, 2_000)}`);
  });
}

/** Starts on the folder, and stops it in good order when `run` is through. */
export async function withServer<T>(
  folder: string,
  run: (server: ChildServer, calls: ServerCalls) => Promise<T>,
): Promise<T> {
  const server = await startChild({ folder });
  try {
    return await run(server, createServerCalls(server.url));
  } finally {
    await server.stop();
  }
}

async function killAtStage(living: Living, stage: string): Promise<void> {
  const { calls, random, server } = living;
  const files = [
    plantFile(random, "pdf", 300),
    plantFile(random, "txt", 2_000),
    plantFile(random, "docx", 200),
  ];
  const events = await calls.documentEvents(new AbortController().signal);
  const reading = readFrames(events, (frame) => {
    if (frameData(documentEventSchema, frame).stage === stage) void server.kill();
  }).catch(() => undefined);
  const uploads = Promise.allSettled(files.map((file) => uploadOne(living, file)));
  await Promise.race([server.exited, pause(20_000)]);
  await server.kill();
  await Promise.all([reading, uploads]);
}

async function serves(
  calls: ServerCalls,
  witness: Witness,
  marker: string,
  id: string | null,
): Promise<boolean> {
  try {
    const [first] = await calls.search(marker);
    if (first?.doc_id !== id) witness.violations.push(`${marker} is not served while it is read again`);
    return true;
  } catch {
    return false;
  }
}

async function until(calls: ServerCalls, reached: (documents: DocumentView[]) => boolean): Promise<void> {
  while (!reached(await calls.documents())) await pause(20);
}

async function cutOneFile(folder: string, random: SeededRandom): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const path = random.pick(["", ...paths.toSorted()]) || paths[0];
  if (path !== undefined) await truncate(path, Math.floor((await stat(path)).size / 2));
}
