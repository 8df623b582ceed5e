import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { problemSchema } from "../../src/contract/errors.ts";
import { startTestServer, type TestServer } from "./testServer.ts";

describe("limits over HTTP", () => {
  const open: { house: TestServer; folder: string }[] = [];
  afterEach(async () => {
    for (const { house, folder } of open.splice(0)) {
      await house.stop();
      await rm(folder, { recursive: true });
    }
  });
  async function serve(limits: string): Promise<TestServer> {
    const folder = await mkdtemp(join(tmpdir(), "batuta-limits-"));
    const path = join(folder, "batuta.yaml");
    await writeFile(path, `limits: ${limits}\n`);
    const house = await startTestServer({ settings: { BATUTA_CONFIG: path } });
    open.push({ house, folder });
    return house;
  }
  const upload = (house: TestServer, name: string, text: string, key = house.key) => {
    const form = new FormData();
    form.append("files", new Blob([text]), name);
    const headers = { authorization: `Bearer ${key}` };
    return house.fetch("/api/v1/workspaces/default/documents", { method: "POST", headers, body: form });
  };
  const chat = (house: TestServer, accept: string) =>
    house.fetch("/api/v1/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify({ message: "hola" }),
    });

  test("an upload over the rate is refused, and another actor's or an admin's is not", async () => {
    const house = await serve("{ rate: { uploads: 3/minute } }");
    const uploader = (name: string) => {
      const workspaces = [house.server.composition.http.defaultWorkspaceId];
      return house.client.keys.create({ name, role: "service", scopes: ["documents:create"], workspaces });
    };
    const { key } = await uploader("uno");
    const seen = [];
    for (let n = 0; n < 3; n += 1) seen.push((await upload(house, `${n}.txt`, `texto ${n}`, key)).status);
    expect(seen).toEqual([202, 202, 202]);
    const refused = await upload(house, "más.txt", "más", key);
    expect([refused.status, problemSchema.parse(await refused.json()).code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect((await upload(house, "más.txt", "más", (await uploader("otro")).key)).status).toBe(202);
    for (let n = 0; n < 4; n += 1) expect((await upload(house, `a${n}.txt`, `de ${n}`)).status).toBe(202);
  });

  test("a stream says how many questions are left, and OpenAI's clients read a refusal in their own shape", async () => {
    const house = await serve("{ rate: { questions: 2/hour } }");
    const streamed = await chat(house, "text/event-stream");
    await streamed.text();
    expect([streamed.headers.get("ratelimit-limit"), streamed.headers.get("ratelimit-remaining")]).toEqual([
      "2",
      "1",
    ]);
    expect((await chat(house, "application/json")).headers.get("ratelimit-remaining")).toBe("0");
    const refused = await house.fetch("/v1/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "batuta", messages: [{ role: "user", content: "hola" }] }),
    });
    expect([refused.status, await refused.json()]).toMatchObject([
      429,
      { error: { type: "rate_limit_error", code: "rate_limit_exceeded" } },
    ]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
  });

  test("an upload over the workspace's quota names it, what is used and what it brings; what is there already passes", async () => {
    const house = await serve("{ quota: { workspace_mb: 0.001, workspace_documents: 3 } }");
    const text = "x".repeat(600);
    expect((await upload(house, "a.txt", text)).status).toBe(202);
    const tooMany = await upload(house, "b.txt", text);
    expect([tooMany.status, problemSchema.parse(await tooMany.json()).errors]).toEqual([
      413,
      [
        {
          path: "files",
          message:
            "The workspace may hold 1048 bytes: 600 bytes are used and this upload brings 600 bytes more.",
        },
      ],
    ]);
    expect((await upload(house, "a.txt", text)).status).toBe(202);
    expect((await upload(house, "c.txt", "c")).status).toBe(202);
    expect((await upload(house, "d.txt", "d")).status).toBe(202);
    const fourth = await upload(house, "e.txt", "e");
    expect([fourth.status, problemSchema.parse(await fourth.json()).detail]).toEqual([
      413,
      "The workspace may hold 3 documents: it has 3 and this upload brings 1 more. Delete documents, or have the quota raised.",
    ]);
    const [newest] = (await house.client.documents.list("default")).items;
    await house.client.documents.remove("default", newest?.id ?? "");
    expect((await upload(house, "e.txt", "e")).status).toBe(202);
  });
});
