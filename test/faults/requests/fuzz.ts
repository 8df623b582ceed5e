import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { adminKey, startChild } from "../childServer.ts";
import { oddRequests } from "./oddRequests.ts";

/**
 * `node test/faults/requests/fuzz.ts --seconds 120 [--seed 7]`: requests made up from the OpenAPI document against a
 * running server. Exits 1 when one was answered with a 5xx, not in time, or with an error that is no problem.
 */
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "120" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const folder = await mkdtemp(join(tmpdir(), "batuta-fuzz-"));
const config = join(folder, "batuta.yaml");
await writeFile(config, "limits: { rate: { chat_process: off, failed_auth: off } }\n");
const server = await startChild({ folder, settings: { BATUTA_CONFIG: config } });
const end = performance.now() + Number(values.seconds) * 1_000;
const { sent, taken, faults } = await oddRequests({
  url: server.url,
  adminKey,
  seed,
  goesOn: () => performance.now() < end,
});
const stopped = await server.stop();
await rm(folder, { recursive: true });

process.stdout.write(
  `seed ${seed}: ${sent} requests, ${taken} taken, ${faults.length} faults, the server ended with ${stopped.code}\n`,
);
for (const { request, fault } of faults.slice(0, 50))
  process.stdout.write(`- ${fault}\n  ${JSON.stringify(request).slice(0, 500)}\n`);
if (faults.length > 0 || stopped.code !== 0) process.exitCode = 1;
