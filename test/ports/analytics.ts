import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAnalyticsRecords } from "../../src/adapters/records/analyticsRecords.ts";
import { createAuditRecords, type AuditStore } from "../../src/adapters/records/auditRecords.ts";
import { createVoteRecords } from "../../src/adapters/records/voteRecords.ts";
import { createRecordedTelemetry } from "../../src/adapters/telemetry/recordedTelemetry.ts";
import type { AnalyticsRecords, AnalyticsScope, AnalyticsSums } from "../../src/core/feedback/analytics.ts";
import type { AuditRow } from "../../src/core/feedback/audit.ts";
import { auditRow } from "./audit.ts";
import type { OpenRecords, RecordsHouse } from "./records.ts";

const dayMs = 86_400_000;
/** 2023-11-14, where the house's clock begins. */
const firstDay = 19_675;
const noon = firstDay * dayMs + dayMs / 2;
const all: AnalyticsScope = {
  from: (firstDay - 3) * dayMs,
  to: (firstDay + 4) * dayMs,
  workspaces: null,
  phone: null,
};

/** What the figures of conversations promise, on any engine. */
export function analyticsSuite(engine: string, open: OpenRecords): void {
  describe(`analytics on ${engine}`, () => {
    let house: RecordsHouse;
    let audits: AuditStore;
    let analytics: AnalyticsRecords;
    beforeEach(async () => {
      house = await open();
      audits = createAuditRecords({ ...house, telemetry: createRecordedTelemetry() });
      analytics = createAnalyticsRecords({ database: house.database, flush: () => audits.flush() });
    });
    afterEach(async () => {
      await audits.close();
      await house.remove();
    });

    test("without an answer all is nothing", async () => {
      expect(await analytics.sums(all)).toEqual({
        total: { conversations: 0, answers: 0, confidence: 0, unresolved: 0 },
        byDay: [],
        byChannel: [],
        intents: [],
        firstAnswer: null,
        votes: { up: 0, down: 0, neutral: 0 },
      });
    });

    test("answers are added up by day, channel and intent; a conversation counts once in each", async () => {
      const rows: Partial<AuditRow>[] = [
        { at: noon, confidence: 0.5, firstAnswerMs: 100 },
        { at: noon + dayMs, confidence: 0.49, firstAnswerMs: 300 },
        { at: noon + dayMs, confidence: 0.9, outcome: "failed", firstAnswerMs: null },
        { at: noon, channel: "phone", conversationId: "s1", intent: "saludo", firstAnswerMs: 200 },
        { at: noon, channel: "phone", conversationId: "s2", intent: "cotizacion", firstAnswerMs: 200.5 },
        { at: noon, channel: "phone", conversationId: "s2", intent: "cotizacion", firstAnswerMs: 5_000 },
      ];
      for (const [n, row] of rows.entries()) audits.record(auditRow({ id: `a${n}`, ...row }));
      expect(await analytics.sums(all)).toEqual({
        total: { conversations: 3, answers: 6, confidence: 414, unresolved: 2 },
        byDay: [
          { day: firstDay, conversations: 3, answers: 4, confidence: 275, unresolved: 0 },
          { day: firstDay + 1, conversations: 1, answers: 2, confidence: 139, unresolved: 2 },
        ],
        byChannel: [
          { channel: "chat", conversations: 1, answers: 3, confidence: 189, unresolved: 2 },
          { channel: "phone", conversations: 2, answers: 3, confidence: 225, unresolved: 0 },
        ],
        intents: [
          { intent: "cotizacion", count: 2 },
          { intent: "saludo", count: 1 },
        ],
        firstAnswer: { mean: 1_160.1, p50: 200.5, p95: 5_000 },
        votes: { up: 0, down: 0, neutral: 0 },
      });
    });

    test("votes count by when they were cast, by workspace, and by caller", async () => {
      const votes = createVoteRecords(house);
      const vote = { workspaceId: "w1", conversationId: "c", comment: null, tags: [] };
      await votes.put({ ...vote, messageId: "m1", actor: "ana", value: "up" });
      await votes.put({ ...vote, messageId: "m2", actor: "phone:+59899123456", value: "down" });
      await votes.put({ ...vote, workspaceId: "w2", messageId: "m3", actor: "ana", value: "neutral" });
      const votesOf = async (scope: Partial<AnalyticsScope>) =>
        (await analytics.sums({ ...all, ...scope })).votes;
      expect(await votesOf({})).toEqual({ up: 1, down: 1, neutral: 1 });
      expect(await votesOf({ workspaces: ["w1"] })).toEqual({ up: 1, down: 1, neutral: 0 });
      expect(await votesOf({ workspaces: [] })).toEqual({ up: 0, down: 0, neutral: 0 });
      expect(await votesOf({ phone: "+59899123456" })).toEqual({ up: 0, down: 1, neutral: 0 });
      expect(await votesOf({ from: house.clock.now() + 1 })).toEqual({ up: 0, down: 0, neutral: 0 });
    });

    test("the sums are those of a slow count, whatever the answers and whoever asks", async () => {
      const hundredths = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
      const answer = fc.record({
        at: fc.integer({ min: all.from - dayMs, max: all.to + dayMs }),
        workspaceId: fc.constantFrom("w1", "w2"),
        channel: fc.constantFrom("chat" as const, "phone" as const, "ask" as const),
        conversationId: fc.constantFrom("c1", "c2", "c3", "c4"),
        phone: fc.constantFrom(null, "+1", "+2"),
        outcome: fc.constantFrom("completed" as const, "failed" as const, "cancelled" as const),
        intent: fc.constantFrom(null, "saludo", "general", "producto"),
        confidence: hundredths,
        firstAnswerMs: fc.option(fc.integer({ min: 0, max: 99_999 }).map((tenths) => tenths / 10)),
      });
      const asked = fc.record({
        workspaces: fc.constantFrom(null, ["w1"], ["w1", "w2"], []),
        phone: fc.constantFrom(null, "+1"),
      });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(answer, { maxLength: 40 }), asked, async (answers, scope) => {
          await house.database.query.deleteFrom("audits").execute();
          round += 1;
          const rows = answers.map((changes, n) => auditRow({ id: `${round}-${n}`, ...changes }));
          for (const row of rows) audits.record(row);
          expect(await analytics.sums({ ...all, ...scope })).toEqual(slowSums(rows, { ...all, ...scope }));
        }),
        { numRuns: 60 },
      );
    });
  });
}

/** The same by hand, one figure at a time. */
function slowSums(rows: readonly AuditRow[], { from, to, workspaces, phone }: AnalyticsScope): AnalyticsSums {
  const counted = rows.filter(
    (row) =>
      row.at >= from &&
      row.at < to &&
      (workspaces === null || workspaces.includes(row.workspaceId)) &&
      (phone === null || row.phone === phone),
  );
  const sums = (some: readonly AuditRow[]) => ({
    conversations: new Set(some.map(({ conversationId }) => conversationId)).size,
    answers: some.length,
    confidence: some.reduce((sum, { confidence }) => sum + Math.round(confidence * 100), 0),
    unresolved: some.filter(({ confidence, outcome }) => confidence < 0.5 || outcome === "failed").length,
  });
  const days = [...new Set(counted.map(({ at }) => Math.floor(at / dayMs)))].toSorted((a, b) => a - b);
  const channels = [...new Set(counted.map(({ channel }) => channel))].toSorted();
  const intents = [...new Set(counted.flatMap(({ intent }) => intent ?? []))];
  const times = counted.flatMap(({ firstAnswerMs }) => firstAnswerMs ?? []).toSorted((a, b) => a - b);
  const rank = (share: number) => times[Math.ceil(share * times.length) - 1] ?? Number.NaN;
  const tenths = times.reduce((sum, ms) => sum + Math.round(ms * 10), 0);
  return {
    total: sums(counted),
    byDay: days.map((day) => ({ day, ...sums(counted.filter(({ at }) => Math.floor(at / dayMs) === day)) })),
    byChannel: channels.map((channel) => ({
      channel,
      ...sums(counted.filter((row) => row.channel === channel)),
    })),
    intents: intents
      .map((intent) => ({ intent, count: counted.filter((row) => row.intent === intent).length }))
      .toSorted((a, b) => b.count - a.count || (a.intent < b.intent ? -1 : 1)),
    firstAnswer:
      times.length === 0 ? null : { mean: tenths / times.length / 10, p50: rank(0.5), p95: rank(0.95) },
    votes: { up: 0, down: 0, neutral: 0 },
  };
}
