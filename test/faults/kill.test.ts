import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { killRounds } from "./killRounds.ts";

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "batuta-kill-"))));
afterAll(() => rm(folder, { recursive: true }));

// `node test/faults/kill.ts --rounds 100` is the long form of this.
test("nothing promised before a kill is missing after it", { timeout: 120_000 }, async () => {
  const { violations, counts } = await killRounds({
    folder,
    seed: 4,
    rounds: 3,
    plan: ["random moment", "while indexing", "while a big file arrives"],
    // Time is held to nothing here: a busy machine may write a checkpoint late.
    keptAfterMs: Number.POSITIVE_INFINITY,
  });
  expect(violations).toEqual([]);
  expect(counts.kills).toBe(3);
  expect(counts.acknowledged).toBeGreaterThan(0);
  expect(counts.turnsStarted).toBeGreaterThan(0);
});
