import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Blobs, StagedBlob } from "../../src/core/documents/blobs.ts";
import { AppError } from "../../src/core/errors.ts";

const noLimit = 1e9;

/** What every blob store must do. `open` gives an empty one each time. */
export function blobsSuite(name: string, open: () => Promise<Blobs>): void {
  describe(`${name} as a blob store`, () => {
    test("kept content is read back whole, under the hash of its bytes", async () => {
      const blobs = await open();
      const parts = [Buffer.alloc(70_000, "a"), Buffer.from("ñandú"), Buffer.alloc(0), Buffer.alloc(1, 255)];
      const blob = await staged(blobs, "w", parts);
      await blob.keep();
      const whole = Buffer.concat(parts);
      expect(blob).toMatchObject({ hash: sha256(whole), bytes: whole.length });
      expect(Buffer.from(blob.head)).toEqual(whole.subarray(0, 65_536));
      expect(await readFile((await blobs.path("w", blob.hash)) ?? "")).toEqual(whole);
      expect(await blobs.list("w")).toEqual([blob.hash]);
    });

    test("content without bytes has the hash of nothing", async () => {
      const blob = await staged(await open(), "w", []);
      expect(blob).toMatchObject({ hash: sha256(Buffer.alloc(0)), bytes: 0 });
      expect(blob.head).toHaveLength(0);
    });

    test("staged content does not show until it is kept, and never once it is discarded", async () => {
      const blobs = await open();
      const blob = await staged(blobs, "w", [Buffer.from("draft")]);
      expect([await blobs.path("w", blob.hash), await blobs.list("w")]).toEqual([null, []]);
      await blob.discard();
      await expect(blob.keep()).rejects.toBeInstanceOf(AppError);
      expect([await blobs.path("w", blob.hash), await blobs.list("w")]).toEqual([null, []]);
    });

    test("discarding what is kept changes nothing", async () => {
      const blobs = await open();
      const blob = await staged(blobs, "w", [Buffer.from("kept")]);
      await blob.keep();
      await blob.keep();
      await blob.discard();
      expect(await blobs.list("w")).toEqual([blob.hash]);
    });

    test("exactly the limit is taken, one byte more is not, and the source is not read on", async () => {
      const blobs = await open();
      const exact = await blobs.stage("w", from([Buffer.alloc(60), Buffer.alloc(40)]), 100);
      expect(exact.kind).toBe("staged");
      let read = 0;
      let closed = false;
      async function* endless() {
        try {
          for (;;) {
            read += 1;
            yield Buffer.alloc(30);
          }
        } finally {
          closed = true;
        }
      }
      expect(await blobs.stage("w", endless(), 100)).toEqual({ kind: "too_large" });
      expect([read, closed]).toEqual([4, true]);
    });

    test("an error of the source passes through and keeps nothing", async () => {
      const blobs = await open();
      const cut = new Error("the client went away");
      async function* failing() {
        yield Buffer.from("half");
        throw cut;
      }
      await expect(blobs.stage("w", failing(), noLimit)).rejects.toBe(cut);
      expect(await blobs.list("w")).toEqual([]);
    });

    test("the same content from many at once is one blob", async () => {
      const blobs = await open();
      const same = await Promise.all(
        Array.from({ length: 20 }, () => staged(blobs, "w", [Buffer.from("same")])),
      );
      await Promise.all(same.map((blob) => blob.keep()));
      expect(await blobs.list("w")).toEqual([sha256(Buffer.from("same"))]);
    });

    test("workspaces do not see each other's content", async () => {
      const blobs = await open();
      const blob = await staged(blobs, "one", [Buffer.from("secret")]);
      await blob.keep();
      expect([await blobs.path("two", blob.hash), await blobs.list("two")]).toEqual([null, []]);
      await blobs.remove("two", blob.hash);
      expect(await blobs.path("one", blob.hash)).not.toBeNull();
    });

    test("removed content is gone, and removing it again is no error", async () => {
      const blobs = await open();
      const blob = await staged(blobs, "w", [Buffer.from("x")]);
      await blob.keep();
      await blobs.remove("w", blob.hash);
      await blobs.remove("w", blob.hash);
      expect(await blobs.path("w", blob.hash)).toBeNull();
    });

    test.each(["..", ".", "", "a/b", "../w", "a\\b", "a\0", "/etc"])(
      "a workspace named %j is refused",
      async (workspaceId) => {
        const blobs = await open();
        const hash = sha256(Buffer.from("x"));
        await expect(blobs.stage(workspaceId, from([]), noLimit)).rejects.toBeInstanceOf(AppError);
        await expect(blobs.path(workspaceId, hash)).rejects.toBeInstanceOf(AppError);
        await expect(blobs.list(workspaceId)).rejects.toBeInstanceOf(AppError);
      },
    );

    test.each(["..", "", "../../records.sqlite", "A".repeat(64), "a".repeat(63)])(
      "a hash %j is refused",
      async (hash) => {
        const blobs = await open();
        await expect(blobs.path("w", hash)).rejects.toBeInstanceOf(AppError);
        await expect(blobs.remove("w", hash)).rejects.toBeInstanceOf(AppError);
      },
    );
  });
}

async function staged(blobs: Blobs, workspaceId: string, parts: readonly Uint8Array[]): Promise<StagedBlob> {
  const outcome = await blobs.stage(workspaceId, from(parts), noLimit);
  if (outcome.kind !== "staged") throw new Error("Content without a limit was too large");
  return outcome.blob;
}

async function* from(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
