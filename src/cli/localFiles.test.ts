import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectPaths, openLocalFile } from "./localFiles.ts";

let root = "";
const at = (...parts: string[]) => join(root, ...parts);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "batuta-files-"));
  await mkdir(at("docs", "deep"), { recursive: true });
  await mkdir(at("docs", ".git"));
  await writeFile(at("docs", "b.txt"), "b");
  await writeFile(at("docs", "a.txt"), "añ");
  await writeFile(at("docs", ".hidden"), "h");
  await writeFile(at("docs", ".git", "config"), "g");
  await writeFile(at("docs", "deep", "c.md"), "c");
  await writeFile(at("empty.txt"), "");
  await symlink(at("docs"), at("docs", "loop"));
  await symlink(at("docs", "a.txt"), at("docs", "z.txt"));
});
afterAll(() => rm(root, { recursive: true }));

describe("collecting files", () => {
  test("walks folders by name, without dotfiles, loops or the same file twice", async () => {
    expect(await collectPaths([at("docs"), at("docs", "b.txt")])).toEqual([
      at("docs", "a.txt"),
      at("docs", "b.txt"),
      at("docs", "deep", "c.md"),
    ]);
  });

  test("keeps what was named itself, a dotfile and a missing one too", async () => {
    const named = [at("docs", ".hidden"), at("nowhere.pdf")];
    expect(await collectPaths(named)).toEqual(named);
  });
});

describe("opening a file", () => {
  test("gives its name and its bytes", async () => {
    const opened = await openLocalFile(at("docs", "a.txt"));
    expect("body" in opened && [opened.name, await opened.body.text()]).toEqual(["a.txt", "añ"]);
  });

  test("says why it cannot be used", async () => {
    const paths = [at("nowhere.pdf"), at("docs", "a.txt", "x"), at("docs"), at("empty.txt")];
    const opened = await Promise.all(paths.map(openLocalFile));
    expect(opened.map((each) => "failure" in each && each.failure.code)).toEqual([
      "missing",
      "missing",
      "folder",
      "empty",
    ]);
  });
});
