import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doctor, type DoctorCheck } from "./doctor.ts";
import { adminKeyCheck, dataFolderCheck, nodeVersionCheck, portCheck } from "./machineChecks.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batuta-doctor-"));
});
afterAll(() => rm(folder, { recursive: true }));

const fine: DoctorCheck = { name: "Node", run: async () => ({ ok: true, detail: "v24", remedy: "unused" }) };
const ill: DoctorCheck = {
  name: "Records",
  run: async () => ({ ok: false, detail: "locked", remedy: "Stop the other one." }),
};
const broken: DoctorCheck = { name: "Index", run: () => Promise.reject(new Error("no such table")) };

describe("the doctor", () => {
  test("prints a line for each check, and the remedy of each problem", async () => {
    let text = "";
    const code = await doctor({ write: (piece) => (text += piece) }, [fine, ill, broken], false);
    expect([code, text]).toEqual([
      1,
      [
        "ok       Node     v24",
        "problem  Records  locked",
        "                  → Stop the other one.",
        "problem  Index    no such table",
        "",
      ].join("\n"),
    ]);
  });

  test("answers 0 when all is well, and JSON when asked", async () => {
    let text = "";
    const code = await doctor({ write: (piece) => (text += piece) }, [fine], true);
    expect([code, JSON.parse(text)]).toEqual([
      0,
      { ok: true, checks: [{ name: "Node", ok: true, detail: "v24", remedy: "unused" }] },
    ]);
  });
});

describe("the checks of the machine", () => {
  test("know which Node will do", async () => {
    const versions = ["v20.19.0", "v24.0.0", "v100.1.0"];
    const results = await Promise.all(versions.map((version) => nodeVersionCheck(version).run()));
    expect(results.map(({ ok }) => ok)).toEqual([false, true, true]);
  });

  test("take a data folder that can be made, and want room in it", async () => {
    const unmade = join(folder, "not", "yet");
    expect(await dataFolderCheck(unmade, 0).run()).toMatchObject({ ok: true });
    expect(await dataFolderCheck(unmade, Number.MAX_SAFE_INTEGER).run()).toMatchObject({ ok: false });
    await writeFile(join(folder, "file"), "in the way");
    expect(await dataFolderCheck(join(folder, "file", "data"), 0).run()).toMatchObject({ ok: false });
  });

  test("find the admin key", async () => {
    const path = join(folder, "admin.key");
    expect(await adminKeyCheck(path).run()).toMatchObject({ ok: false });
    await writeFile(path, "secret\n");
    expect(await adminKeyCheck(path).run()).toMatchObject({ ok: true, detail: path });
  });

  test("tell a free port from Batuta's own and from a stranger's", async () => {
    let answer = JSON.stringify({ status: "live", version: "1.2.3" });
    const server = createServer((_request, response) => void response.end(answer)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const check = portCheck("127.0.0.1", port);
    expect(await check.run()).toEqual({ ok: true, detail: `Batuta 1.2.3 answers on 127.0.0.1:${port}` });
    answer = "hello";
    expect(await check.run()).toMatchObject({
      ok: false,
      detail: `127.0.0.1:${port} is taken by another program`,
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await check.run()).toMatchObject({ ok: true, detail: `127.0.0.1:${port} is free` });
  });
});
