import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "./testServer.ts";

let house: TestServer;
beforeAll(async () => void (house = await startTestServer()));
afterAll(() => house.stop());

test("an index that is lost under a running server is made again without a restart", async () => {
  const body = new Blob(["La palabra clave es zarapito."]);
  await house.client.documents.upload("default", [{ name: "clave.txt", body }]);
  const found = async () => (await house.client.search("default", { query: "zarapito" })).items.length;
  await expect.poll(found, { timeout: 20_000 }).toBe(1);
  const index = join(house.folder, "index");
  await rm(index, { recursive: true, force: true });
  // Asked until the loss is noticed: what is still in memory answers for a while.
  const remade = async () => {
    await found();
    return (await readdir(index).catch(() => [])).length;
  };
  await expect.poll(remade, { timeout: 20_000, interval: 200 }).toBe(1);
  await expect.poll(found, { timeout: 20_000 }).toBe(1);
});
