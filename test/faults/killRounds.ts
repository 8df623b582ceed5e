import { checkDocuments, checkIndexRows } from "./checkDocuments.ts";
import { checkTurn } from "./checkTurns.ts";
import type { Program } from "./childServer.ts";
import { playRound, scenarios, withServer, type FaultHouse, type ScenarioName } from "./rounds.ts";
import { createSeededRandom } from "./seededRandom.ts";
import { createWitness, type Witness } from "./witness.ts";

export interface KillRoundsOptions {
  /** An empty folder, for one house through all rounds. */
  readonly folder: string;
  readonly seed: number;
  readonly rounds: number;
  readonly keptAfterMs: number;
  /** These in order, over and over; left out, every other round is a random moment. */
  readonly plan?: readonly ScenarioName[];
  readonly onRound?: (line: string) => void;
}

/** Kills and restarts round after round; what it found is in the witness's violations. */
export async function killRounds({
  folder,
  seed,
  rounds,
  keptAfterMs,
  plan = wholePlan(),
  onRound,
}: KillRoundsOptions): Promise<Witness> {
  const witness = createWitness();
  const random = createSeededRandom(seed);
  const house: FaultHouse = { folder, witness, random, keptAfterMs };
  for (let round = 0; round < rounds; round++) {
    const name = plan[round % plan.length] ?? "random moment";
    const slow: Program = { kind: "slow", pieces: random.between(20, 150), pieceMs: random.between(5, 40) };
    const before = witness.violations.length;
    const started = performance.now();
    await playRound(house, name, round % 3 === 2 ? { kind: "main" } : slow);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    onRound?.(
      `round ${round + 1} ${name}: ${seconds} s, ${witness.documents.length} documents, ${witness.turns.length} turns, ${witness.violations.length - before} violations`,
    );
    for (const violation of witness.violations.slice(before)) onRound?.(`  - ${violation}`);
  }
  await checkWhole(house);
  return witness;
}

/** At the end all turns of all rounds are looked at once more, and the rows of the stopped index. */
async function checkWhole({ folder, witness, keptAfterMs }: FaultHouse): Promise<void> {
  const { turnsInterrupted } = witness.counts;
  const documents = await withServer(folder, async (_server, calls) => {
    for (const turn of witness.turns) await checkTurn(calls, witness, turn, { killedAt: 0, keptAfterMs });
    return checkDocuments(calls, witness, folder);
  });
  witness.counts.turnsInterrupted = turnsInterrupted;
  await checkIndexRows(folder, documents, witness);
}

function wholePlan(): ScenarioName[] {
  const special = Object.keys(scenarios).filter(
    (name): name is ScenarioName => name in scenarios && name !== "random moment",
  );
  return special.flatMap((name) => ["random moment", name] as const);
}
