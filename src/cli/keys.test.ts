import { expect, test } from "vitest";
import { createClient } from "../client/client.ts";
import { createKey, listKeys } from "./keys.ts";

const key = (n: number, more: object) => ({
  id: `019a0000-0000-7000-8000-00000000000${n}`,
  name: "CI",
  actor: "ana",
  role: "member",
  scopes: [],
  workspaces: [],
  created_at: "2026-01-01T00:00:00.000Z",
  ...more,
});

test("the list says until when each key opens, and when it last did", async () => {
  const items = [
    key(1, {}),
    key(2, { expires_at: "2999-01-31T10:00:00.000Z", last_used_at: "2026-03-04T05:06:07.000Z" }),
    key(3, { expires_at: "2001-01-31T10:00:00.000Z" }),
    key(4, { expires_at: "2001-01-31T10:00:00.000Z", revoked_at: "2000-05-06T00:00:00.000Z" }),
  ];
  const client = createClient({
    baseUrl: "http://in-process",
    key: "k",
    fetch: async () => Response.json({ items }),
  });
  let text = "";
  const out = { write: (more: string) => (text += more) };
  await listKeys({ client, out, err: out, signal: new AbortController().signal }, false);
  expect(text.split("\n").map((line) => line.split(/ {2,}/u).slice(-2))).toEqual([
    ["STATE", "LAST USED"],
    ["active", "never"],
    ["until 2999-01-31", "2026-03-04 05:06"],
    ["expired 2001-01-31", "never"],
    ["revoked 2000-05-06", "never"],
    [""],
  ]);
});

test("a service key that opens nothing is made, with a word on what is missing", async () => {
  const said = async (more: object) => {
    const client = createClient({
      baseUrl: "http://in-process",
      key: "k",
      fetch: async () => Response.json({ ...key(1, { role: "service", ...more }), key: "bt_secret" }),
    });
    let err = "";
    const output = { out: { write: () => {} }, err: { write: (text: string) => void (err += text) } };
    const draft = { name: "CI", role: "service" as const };
    expect(await createKey({ client, ...output, signal: new AbortController().signal }, draft, false)).toBe(
      0,
    );
    return err;
  };
  const workspaces = ["019a0000-0000-7000-8000-000000000009"];
  expect(await said({})).toContain("--scope query:ask --workspace <id>");
  expect(await said({ scopes: ["query:ask"] })).toContain("opens nothing");
  expect(await said({ scopes: ["query:ask"], workspaces })).not.toContain("opens nothing");
});
