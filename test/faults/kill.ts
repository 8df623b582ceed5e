import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killRounds } from "./killRounds.ts";

/** `node test/faults/kill.ts --rounds 30 [--seed 7]`: exits 1 when any promise was broken, and keeps the data folder then. */
const { values } = parseArgs({
  options: { rounds: { type: "string", default: "30" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const folder = await mkdtemp(join(tmpdir(), "batuta-kill-"));
process.stdout.write(`seed ${seed}\n`);

const { violations, counts } = await killRounds({
  folder,
  seed,
  rounds: Number(values.rounds),
  keptAfterMs: 2_500,
  onRound: (line) => process.stdout.write(`${line}\n`),
});

const rows: readonly (readonly [string, string | number])[] = [
  ["rounds", values.rounds],
  ["kills", counts.kills],
  ["uploads acknowledged", counts.acknowledged],
  ["turns started", counts.turnsStarted],
  ["turns answered", counts.turnsDone],
  ["turns interrupted", counts.turnsInterrupted],
  ["resumptions compared", counts.replays],
  ["marker searches", counts.searches],
  ["longest stretch of events lost (ms)", Math.round(counts.longestLossMs)],
  ["longest time to settle after a start (ms)", Math.round(counts.longestRecoveryMs)],
  ["violations", violations.length],
];
process.stdout.write(
  `\n${rows.map(([name, value]) => `${name.padEnd(44)}${String(value).padStart(8)}`).join("\n")}\n`,
);
if (violations.length === 0) {
  await rm(folder, { recursive: true });
} else {
  process.stdout.write(
    `\nseed ${seed}, data folder ${folder}\n${violations.map((violation) => `- ${violation}`).join("\n")}\n`,
  );
  process.exitCode = 1;
}
