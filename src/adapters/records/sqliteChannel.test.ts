import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { openChannel } from "./sqliteChannel.ts";
import type { Statement } from "./sqliteMessages.ts";

async function writer() {
  const folder = await mkdtemp(join(tmpdir(), "records-"));
  const workers: Worker[] = [];
  const channel = openChannel(() => {
    const settings = { path: join(folder, "records.db"), role: "writer", busyTimeoutMs: 50 };
    const worker = new Worker(new URL("./sqliteWorker.ts", import.meta.url), { workerData: settings });
    workers.push(worker);
    return worker;
  });
  onTestFinished(async () => {
    await channel.close();
    await rm(folder, { recursive: true });
  });
  return { channel, workers };
}

function statement(sql: string): Statement {
  return { sql, parameters: [] };
}

test("a thread that dies rejects what waits for it, and the next call starts another", async () => {
  const { channel, workers } = await writer();
  await channel.submit([statement("create table numbers (n integer)")]);
  await channel.submit([statement("insert into numbers values (1)")]);

  const endless = statement(
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
  );
  const waiting = [channel.submit([endless]), channel.submit([statement("insert into numbers values (2)")])];
  const lost = Promise.allSettled(waiting);
  await workers[0]?.terminate();

  expect(await lost).toMatchObject([
    { status: "rejected", reason: { name: "AppError", code: "database_unavailable", retryable: true } },
    { status: "rejected", reason: { name: "AppError", code: "database_unavailable", retryable: true } },
  ]);
  await channel.submit([statement("insert into numbers values (3)")]);
  const [numbers] = await channel.submit([statement("select n from numbers")]);
  expect(numbers).toEqual({ rows: [{ n: 1 }, { n: 3 }], changes: 0 });
  expect(workers).toHaveLength(2);
});

test("units submitted in one turn are answered by one commit", async () => {
  const { channel } = await writer();
  await channel.submit([statement("create table numbers (n integer)")]);

  await Promise.all([1, 2, 3].map((n) => channel.submit([statement(`insert into numbers values (${n})`)])));

  expect(channel.replies()).toBe(2);
});

test("closing a thread that has died ends at once", async () => {
  const { channel, workers } = await writer();
  await workers[0]?.terminate();

  await channel.close();

  await expect(channel.submit([statement("select 1")])).rejects.toMatchObject({
    message: "the database is closed",
  });
});
