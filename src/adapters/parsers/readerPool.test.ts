import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DocumentReader, SourceFile } from "../../core/documents/reader.ts";
import { AppError } from "../../core/errors.ts";
import { makePdf } from "./fixtures/makePdf.ts";
import { createReaderPool, usualTimeLimit } from "./readerPool.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batuta-reader-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array, mime = "text/plain"): Promise<SourceFile> {
  const path = join(folder, `${crypto.randomUUID()}-${name}`);
  await writeFile(path, content);
  return { path, name, mime, bytes: content.length };
}

async function withPool<T>(
  options: Partial<Parameters<typeof createReaderPool>[0]>,
  run: (pool: DocumentReader) => Promise<T>,
): Promise<T> {
  const pool = createReaderPool({ threads: 1, ...options });
  try {
    return await run(pool);
  } finally {
    await pool.close();
  }
}

const ever = new AbortController().signal;
const ignore = () => {};
const long = "Las bibliotecas municipales abren todos los días laborables. ".repeat(150_000);

describe("the reader pool", () => {
  test("turns a file into text, pages, chunks and terms, and tells its progress", async () => {
    const content = makePdf([
      [{ text: "Las bibliotecas abren los lunes.", x: 50, y: 800 }],
      [{ text: "El museo cierra en agosto.", x: 50, y: 800 }],
    ]);
    const source = await file("a.pdf", content, "application/pdf");
    const fractions: number[] = [];
    const outcome = await withPool({}, (pool) =>
      pool.read(source, (fraction) => fractions.push(fraction), ever),
    );
    expect(outcome).toMatchObject({
      kind: "read",
      document: {
        text: "Las bibliotecas abren los lunes.\n\nEl museo cierra en agosto.",
        pages: [
          { page: 1, start: 0, end: 34 },
          { page: 2, start: 34, end: 60 },
        ],
        chunks: [
          { position: 0, page: 1, text: "Las bibliotecas abren los lunes." },
          { position: 1, page: 2, text: "El museo cierra en agosto." },
        ],
        language: "es",
      },
    });
    expect(outcome.kind === "read" && outcome.document.terms.map((terms) => terms.length > 1)).toEqual([
      true,
      true,
    ]);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions[0]).toBe(0);
  });

  test("ends a file that takes too much memory, and reads the next", async () => {
    const poison = await file("a.txt", long);
    const good = await file("b.txt", "hola");
    const outcomes = await withPool({ memoryMb: 24 }, (pool) =>
      Promise.all([poison, good].map((each) => pool.read(each, ignore, ever))),
    );
    expect(
      outcomes.map((outcome) => (outcome.kind === "failed" ? outcome.failure.code : outcome.document.text)),
    ).toEqual(["out_of_memory", "hola"]);
  });

  test("ends a file that takes too much time, and reads the next", async () => {
    const poison = await file("a.txt", long);
    const good = await file("b.txt", "hola");
    const timeLimit = (bytes: number) => (bytes > 100 ? 1 : 60_000);
    const outcomes = await withPool({ timeLimit }, (pool) =>
      Promise.all([poison, good].map((each) => pool.read(each, ignore, ever))),
    );
    expect(
      outcomes.map((outcome) => (outcome.kind === "failed" ? outcome.failure.code : outcome.document.text)),
    ).toEqual(["timeout", "hola"]);
  });

  test("stops at once when aborted, running or waiting", async () => {
    const [running, waiting, next] = await Promise.all([
      file("a.txt", long),
      file("b.txt", "b"),
      file("c.txt", "c"),
    ]);
    await withPool({}, async (pool) => {
      const stop = new AbortController();
      const first = pool.read(running, () => stop.abort(new Error("enough")), stop.signal);
      const second = pool.read(waiting, ignore, stop.signal);
      await expect(first).rejects.toThrow("enough");
      await expect(second).rejects.toThrow("enough");
      expect(await pool.read(next, ignore, ever)).toMatchObject({ kind: "read" });
    });
  });

  test("says when a type is not supported, and when there is no text", async () => {
    const [image, blank] = await Promise.all([file("a.png", "x", "image/png"), file("a.txt", " \n\u200b ")]);
    const outcomes = await withPool({}, (pool) =>
      Promise.all([image, blank].map((each) => pool.read(each, ignore, ever))),
    );
    expect(outcomes.map((outcome) => outcome.kind === "failed" && outcome.failure.code)).toEqual([
      "unsupported",
      "no_text",
    ]);
  });

  test("throws when the file is gone", async () => {
    const gone = { path: join(folder, "gone"), name: "a.txt", mime: "text/plain", bytes: 1 };
    const error = await withPool({}, (pool) =>
      pool.read(gone, ignore, ever).catch((cause: unknown) => cause),
    );
    expect(error).toBeInstanceOf(AppError);
  });

  test("analyses chunk texts again", async () => {
    const terms = await withPool({}, (pool) => pool.analyse(["Las bibliotecas", "La biblioteca"], "es"));
    expect(terms[0]).toEqual(terms[1]);
    expect(terms[0]).toHaveLength(1);
  });

  test("gives two minutes for 50 MB and one at least", () => {
    expect([0, 25e6, 50e6, 500e6].map(usualTimeLimit)).toEqual([60_000, 60_000, 120_000, 1_200_000]);
  });
});
