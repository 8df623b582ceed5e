import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startChild, type ChildServer } from "./childServer.ts";
import { plantFile, type PlantedFile } from "./plantedFile.ts";
import { createSeededRandom } from "./seededRandom.ts";
import { createServerCalls, readFrames, StatusError, type Frame, type ServerCalls } from "./serverCalls.ts";
import { mountSmallDisk, type SmallDisk } from "./smallDisk.ts";

describe("a disk that fills up", () => {
  let disk: SmallDisk | null = null;
  let folder = "";
  const random = createSeededRandom(1);
  const early = plantFile(random, "txt", 20);
  let server: ChildServer | null = null;
  let calls: ServerCalls;
  let earlyId = "";

  beforeAll(async () => {
    disk = mountSmallDisk(24);
    if (disk === null) return;
    folder = join(disk.path, "data");
    server = await startChild({ folder, program: { kind: "slow", pieces: 60, pieceMs: 20 } });
    calls = createServerCalls(server.url);
    earlyId = await uploaded(early);
  });
  afterAll(async () => {
    await server?.kill();
    disk?.remove();
  });
  // Only the superuser may mount a disk of its own.
  beforeEach(({ skip }) => skip(disk === null, "this user may not mount a disk"));

  test("upload and question are refused as the server's trouble, and what is there is still found", async () => {
    await disk?.fill();
    const uploading = await calls.upload(plantFile(random, "txt", 400)).catch(statusOf);
    const asking = await said("¿entra todavía?").catch(statusOf);
    const found = await calls.search(early.marker);
    await disk?.free();
    expect(uploading).toBeOneOf([500, 503]);
    expect(asking).toBe(503);
    expect(found[0]?.doc_id).toBe(earlyId);
    expect((await calls.documents()).map(({ id }) => id)).toEqual([earlyId]);
  });

  test("a turn that had begun ends with its answer, which is saved once there is space again", async () => {
    const frames: Frame[] = [];
    const whole = readFrames(await calls.chat({ message: "cuenta", model: "slow" }), (frame) =>
      frames.push(frame),
    );
    await expect.poll(() => frames.at(-1)?.event, { timeout: 10_000 }).toBe("chunk");
    await disk?.fill();
    await whole;
    await disk?.free();
    expect(frames.slice(-2).map(({ event }) => event)).toEqual(["warning", "done"]);
    const turnId = /"turn_id":"([^"]+)"/.exec(frames[0]?.text ?? "")?.[1] ?? "";
    await expect.poll(async () => (await calls.turn(turnId)).status, { timeout: 20_000 }).toBe("completed");
    const kept = (await calls.replay(turnId, 0)).map(({ text }) => text);
    expect(kept).toEqual(frames.map(({ text }) => text));
  });

  test("everything goes on when there is space again, also after a restart", async () => {
    const late = plantFile(random, "md", 20);
    const lateId = await uploaded(late);
    expect((await said("¿y ahora?")).at(-1)?.event).toBe("done");
    await server?.stop();
    server = await startChild({ folder });
    calls = createServerCalls(server.url);
    expect((await calls.search(late.marker))[0]?.doc_id).toBe(lateId);
    expect((await calls.search(early.marker))[0]?.doc_id).toBe(earlyId);
  });

  async function uploaded(file: PlantedFile): Promise<string> {
    const { id } = await calls.upload(file);
    while ((await calls.document(id)).status === "processing") await pause(20);
    return id;
  }

  async function said(message: string): Promise<Frame[]> {
    const frames: Frame[] = [];
    await readFrames(await calls.chat({ message, model: "extractive" }), (frame) => frames.push(frame));
    return frames;
  }
});

function statusOf(cause: unknown): number {
  if (cause instanceof StatusError) return cause.status;
  throw cause;
}
