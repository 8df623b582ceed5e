import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startBriefly, startChild, type ChildServer, type Program } from "./childServer.ts";
import { createServerCalls, readFrames, type Frame } from "./serverCalls.ts";

let folder = "";
let server: ChildServer | null = null;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "batuta-stops-"))));
afterEach(async () => {
  await server?.kill();
  server = null;
  await rm(folder, { recursive: true });
});

/** Long enough for any start on a busy machine; the second server ends by itself well before. */
const patienceMs = 30_000;

async function start(program: Program = { kind: "main" }, settings: Readonly<Record<string, string>> = {}) {
  server = await startChild({ folder: join(folder, "data"), program, settings });
  return { server, calls: createServerCalls(server.url) };
}

/** A turn of the slow model that has begun to speak, with its events as they come. */
async function speaking(calls: ReturnType<typeof createServerCalls>) {
  const frames: Frame[] = [];
  const whole = readFrames(await calls.chat({ message: "cuenta", model: "slow" }), (frame) =>
    frames.push(frame),
  );
  whole.catch(() => undefined);
  await expect.poll(() => frames.at(-1)?.event, { timeout: 10_000 }).toBe("chunk");
  return { frames, whole };
}

/** A configuration file that gives running turns this long at a stop. */
async function graceOf(ms: number): Promise<{ BATUTA_CONFIG: string }> {
  const path = join(folder, "batuta.yaml");
  await writeFile(path, `limits: { shutdown_grace_ms: ${ms} }\n`);
  return { BATUTA_CONFIG: path };
}

test("a second server on the same data folder is refused with one sentence, and the first goes on", async () => {
  const { server: first, calls } = await start();
  const second = await startBriefly({ folder: join(folder, "data") }, patienceMs);
  expect(second.output).toBe(
    `Another Batuta is using the data folder ${join(folder, "data")}, at ${first.url}.\n`,
  );
  expect(second).toMatchObject({ code: 1, signal: null });
  expect((await calls.ready()).status).toBe("ready");
  expect(await first.stop()).toEqual({ code: 0, signal: null });
});

test("an announcement cut off by a crash is no obstacle to the refusal", async () => {
  await start();
  await writeFile(join(folder, "data", "server.json"), "");
  const second = await startBriefly({ folder: join(folder, "data") }, patienceMs);
  expect(second.output).toBe(`Another Batuta is using the data folder ${join(folder, "data")}.\n`);
  expect(second.code).toBe(1);
});

test("a stop lets a running turn come to its end", async () => {
  const { server: stopped, calls } = await start({ kind: "slow", pieces: 40, pieceMs: 25 });
  const { frames, whole } = await speaking(calls);
  const exit = await stopped.stop();
  await whole;
  expect(frames.map(({ text }) => text).join()).toContain("pieza 39");
  expect(frames.at(-1)?.event).toBe("done");
  expect(exit).toEqual({ code: 0, signal: null });
});

test("a stop interrupts a turn without end after the grace, and keeps what it said", async () => {
  const { server: stopped, calls } = await start(
    { kind: "slow", pieces: 3, pieceMs: 5, endless: true },
    await graceOf(300),
  );
  const { frames, whole } = await speaking(calls);
  const exit = await stopped.stop();
  await whole;
  expect(frames.at(-1)?.text).toContain('"error":"interrupted"');
  expect(exit).toEqual({ code: 0, signal: null });
  const { calls: again } = await start();
  const turnId = /"turn_id":"([^"]+)"/.exec(frames[0]?.text ?? "")?.[1] ?? "";
  expect((await again.turn(turnId)).status).toBe("interrupted");
  expect((await again.replay(turnId, 0)).map(({ text }) => text)).toEqual(frames.map(({ text }) => text));
});

test("a stop does not wait for those who only watch", async () => {
  const { server: stopped, calls } = await start({ kind: "main" }, await graceOf(0));
  const watching = readFrames(await calls.documentEvents(new AbortController().signal), () => undefined);
  watching.catch(() => undefined);
  expect(await stopped.stop()).toEqual({ code: 0, signal: null });
});
