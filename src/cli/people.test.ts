import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { peopleCalls } from "../client/people.ts";
import { createWire } from "../client/wire.ts";
import { personKinds } from "../contract/feedback.ts";
import { erasePerson, exportPerson } from "./people.ts";

const counts = { ...Object.fromEntries(personKinds.map((kind) => [kind, 0])), messages: 12, turn_events: 3 };
const owned_workspaces = [{ id: "01890000-0000-7000-8000-000000000001", name: "taller" }];

/** A server that has one person, and breaks off the export of another. */
const asked: string[] = [];
const server = createServer(({ method = "", url = "" }, response) => {
  asked.push(`${method} ${url}`);
  if (url.endsWith("/export")) return exportTo(response, url.includes("broken"));
  const held = { person: "ana", held: counts, owned_workspaces };
  const erased = { person: "ana", cancelled_turns: 0, erased: counts, owned_workspaces };
  response
    .setHeader("content-type", "application/json")
    .end(JSON.stringify(method === "GET" ? held : erased));
});
function exportTo(response: ServerResponse, breaks: boolean) {
  response.write('{"person":"ana ñ",');
  if (breaks) setImmediate(() => response.destroy());
  else response.end('"messages":[]}\n');
}

let folder = "";
let baseUrl = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batuta-people-"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
beforeEach(() => void (asked.length = 0));
afterAll(async () => {
  server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

function house() {
  const [out, err]: [string[], string[]] = [[], []];
  const context = {
    client: { people: peopleCalls(createWire(baseUrl, "key", fetch)) },
    out: { write: (text: string) => out.push(text) },
    err: { write: (text: string) => err.push(text) },
    signal: new AbortController().signal,
  };
  return { context, out, err };
}

test("without --yes it says what would go, erases nothing, and exits with 2", async () => {
  const { context, out, err } = house();
  expect(await erasePerson(context, "+598 99/1", { isSure: false, json: false })).toBe(2);
  expect(asked).toEqual(["GET /api/v1/people/%2B598%2099%2F1"]);
  expect(out.join("")).toBe(
    `messages: 12\nturn events: 3\nThe workspace taller (${owned_workspaces[0]?.id}) stays, and so does its owner's name.\n`,
  );
  expect(err.join("")).toContain("--yes");
});

test("with --yes it erases and says what went", async () => {
  const { context, out, err } = house();
  expect(await erasePerson(context, "ana", { isSure: true, json: true })).toBe(0);
  expect(asked).toEqual(["DELETE /api/v1/people/ana"]);
  expect(JSON.parse(out.join(""))).toMatchObject({ person: "ana", erased: { messages: 12 } });
  expect(err).toEqual([]);
});

test("an export goes to stdout, or to a file for its owner's eyes alone", async () => {
  const { context, out } = house();
  expect(await exportPerson(context, "ana", null)).toBe(0);
  expect(out.join("")).toBe('{"person":"ana ñ","messages":[]}\n');
  const path = join(folder, "ana.json");
  expect(await exportPerson(context, "ana", path)).toBe(0);
  expect(await readFile(path, "utf8")).toBe('{"person":"ana ñ","messages":[]}\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("an export that breaks off leaves no file that looks whole", async () => {
  const { context } = house();
  const before = await readdir(folder);
  await expect(exportPerson(context, "broken", join(folder, "broken.json"))).rejects.toThrow("terminated");
  expect(await readdir(folder)).toEqual(before);
});
