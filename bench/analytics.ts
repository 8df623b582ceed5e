import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAnalyticsRecords } from "../src/adapters/records/analyticsRecords.ts";
import { createAuditRecords, type AuditStore } from "../src/adapters/records/auditRecords.ts";
import { openSqlite } from "../src/adapters/records/sqlite.ts";
import { secureRandom } from "../src/adapters/system/secureRandom.ts";
import { systemClock } from "../src/adapters/system/systemClock.ts";
import { createRecordedTelemetry } from "../src/adapters/telemetry/recordedTelemetry.ts";
import { auditChannels } from "../src/contract/feedback.ts";
import type { AnalyticsScope } from "../src/core/feedback/analytics.ts";
import type { Figure } from "./figures.ts";
import type { Benchmark } from "./main.ts";

const answers = 100_000;
const answersPerConversation = 5;
const days = 30;
const dayMs = 86_400_000;
const rounds = 5;
const intents = ["saludo", "cotizacion", "informacion", "producto", "general"];

/** The figures of a month with 100,000 answers, as the analytics of conversations ask for them. */
export const analytics: Benchmark = async () => {
  const folder = await mkdtemp(join(tmpdir(), "batuta-analytics-"));
  const database = await openSqlite({ path: join(folder, "records.sqlite"), now: systemClock.now });
  const audits = createAuditRecords({ database, clock: systemClock, telemetry: createRecordedTelemetry() });
  try {
    const now = systemClock.now();
    const began = process.cpuUsage();
    await fill(audits, now);
    const writing = cpuSince(began) / answers;
    const records = createAnalyticsRecords({ database, flush: () => audits.flush() });
    const scope: AnalyticsScope = { from: now - days * dayMs, to: now + 1, workspaces: null, phone: null };
    const count = () =>
      database.query
        .selectFrom("audits")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("at", ">=", scope.from)
        .where("at", "<", scope.to)
        .execute();
    await records.sums(scope);
    const all = await medianOf(() => records.sums(scope));
    const bare = await medianOf(count);
    const week = await medianOf(() => records.sums({ ...scope, from: now - 7 * dayMs }));
    const caller = await medianOf(() => records.sums({ ...scope, phone: "+59899000004" }));
    const reference = (value: number) => ({ what: "counting the rows", value });
    const target = { atMost: 200 };
    return [
      figure("all figures of 100,000 answers", all.ms, "ms", { target, reference: reference(bare.ms) }),
      figure("the same, CPU", all.cpu, "ms", { target, reference: reference(bare.cpu) }),
      figure("of the last 7 of 30 days", week.ms, "ms"),
      figure("of one caller", caller.ms, "ms"),
      figure("entering an answer, CPU of all threads", writing * 1_000, "µs"),
    ];
  } finally {
    await audits.close();
    await database.close();
    await rm(folder, { recursive: true });
  }
};

function figure(what: string, value: number, unit: string, more: Partial<Figure> = {}): Figure {
  return { what, value, unit, ...more };
}

async function fill(audits: AuditStore, now: number): Promise<void> {
  let conversationId = "";
  for (let n = 0; n < answers; n += 1) {
    if (n % answersPerConversation === 0) conversationId = secureRandom.id();
    const channel = auditChannels[Math.floor(n / answersPerConversation) % auditChannels.length] ?? "chat";
    const isPhone = channel === "phone";
    audits.record({
      workspaceId: `w${n % 5}`,
      id: secureRandom.id(),
      at: now - Math.floor((n * days * dayMs) / answers),
      channel,
      conversationId,
      turnId: null,
      actor: `actor ${n % 1_000}`,
      phone: isPhone ? `+59899${String(n % 1_000).padStart(6, "0")}` : null,
      client: "bench",
      outcome: n % 20 === 0 ? "failed" : "completed",
      model: "fast",
      intent: isPhone ? (intents[n % intents.length] ?? null) : null,
      confidence: secureRandom.fraction(),
      sources: ["uno.pdf", "dos.pdf"],
      sourceCount: 2,
      preview: "x".repeat(200),
      firstAnswerMs: secureRandom.fraction() * 5_000,
      latencyMs: 6_000,
      requiresVerification: true,
    });
    if (n % 5_000 === 0) await audits.flush();
  }
  await audits.flush();
}

interface Spent {
  readonly ms: number;
  /** Of all threads, in milliseconds. */
  readonly cpu: number;
}

async function medianOf(run: () => Promise<unknown>): Promise<Spent> {
  const spent: Spent[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    await run();
    spent.push({ ms: performance.now() - started, cpu: cpuSince(cpu) });
  }
  const median = (of: (each: Spent) => number) => spent.map(of).toSorted((a, b) => a - b)[rounds >> 1] ?? 0;
  return { ms: median(({ ms }) => ms), cpu: median(({ cpu }) => cpu) };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
