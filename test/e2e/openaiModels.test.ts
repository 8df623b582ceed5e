import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { CreateKey } from "../../src/contract/keys.ts";
import { startOpenaiHouse, type OpenaiHouse } from "./openaiHouse.ts";

let house: OpenaiHouse;
beforeAll(async () => {
  house = await startOpenaiHouse({
    models: { fast: "tokens=3" },
    order: ["fast"],
    file: (upstream) => ({
      embedder: { provider: "openai-compatible", model: "embeds", base_url: upstream },
    }),
  });
});
afterAll(() => house.stop());

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

async function idsFor(wanted: Partial<CreateKey>): Promise<readonly string[]> {
  const { key } = await house.client.keys.create({ name: "somebody", ...wanted });
  const listed = await house.fetch("/v1/models", { headers: { authorization: `Bearer ${key}` } });
  expect(listed.status).toBe(200);
  return listSchema.parse(await listed.json()).data.map(({ id }) => id);
}

test("a key that may only ask is told of models, strategies and the workspaces it is bound to", async () => {
  const own = await house.client.workspaces.create({ name: "own" });
  await house.client.workspaces.create({ name: "other" });
  const ids = await idsFor({ role: "service", scopes: ["query:stream"], workspaces: [own.id] });
  expect(ids).toEqual([
    "fast",
    "extractive",
    "batuta/single",
    "batuta/fallback",
    "batuta/fastest",
    "batuta/hedged",
    "batuta/balanced",
    "batuta/parallel",
    `workspace/${own.id}`,
  ]);
});

test("a key that may only search is told of the embedder, and one that may do neither of nothing", async () => {
  const own = await house.client.workspaces.create({ name: "another" });
  const service: Partial<CreateKey> = { role: "service", workspaces: [own.id] };
  expect(await idsFor({ ...service, scopes: ["query:search"] })).toEqual(["embeds"]);
  expect(await idsFor({ ...service, scopes: ["documents:read"] })).toEqual([]);
});
