import { sql, type RawBuilder } from "kysely";
import * as z from "zod";
import { auditChannels, voteValues } from "../../contract/feedback.ts";
import type {
  AnalyticsRecords,
  AnalyticsScope,
  AnalyticsSums,
  AnswerSums,
} from "../../core/feedback/analytics.ts";
import { hardly } from "../../core/feedback/confidence.ts";
import type { Database } from "./database.ts";
import { rawSelect } from "./rawSelect.ts";

/**
 * Sums over the audit rows themselves, so they are exact. `flush` writes what is still waiting. Each question is a
 * statement of its own: other reads get between.
 */
export function createAnalyticsRecords({
  database,
  flush,
}: {
  readonly database: Database;
  readonly flush: () => Promise<void>;
}): AnalyticsRecords {
  return {
    async sums(scope) {
      await flush();
      const counts = await countsOf(database, scope);
      const days = counts.byDay.map(({ day }) => day);
      return {
        ...counts,
        intents: await intentsOf(database, scope),
        firstAnswer: await firstAnswerOf(database, scope, days),
        votes: await votesOf(database, scope),
      };
    },
  };
}

interface CountRow {
  /** Null beside a channel, and in the total. */
  readonly day: number | null;
  readonly channel: string | null;
  readonly conversations: number;
  readonly answers: number | null;
  readonly confidence: number | null;
  readonly unresolved: number | null;
}

const dayMs = 86_400_000;
const storedChannel = z.enum(auditChannels);
const storedValue = z.enum(voteValues);
const unresolvedSum = sql`sum(case when confidence < ${sql.lit(hardly)} or outcome = 'failed' then 1 else 0 end)`;

function audited({ from, to, workspaces, phone }: AnalyticsScope): RawBuilder<unknown> {
  const conditions = [sql`at >= ${from} and at < ${to}`];
  if (workspaces) conditions.push(sql`workspace_id in (${listed(workspaces)})`);
  if (phone !== null) conditions.push(sql`phone = ${phone}`);
  return sql.join(conditions, sql` and `);
}

/** `in ()` is no SQL; no workspace has an empty id. */
function listed(workspaces: readonly string[]): RawBuilder<unknown> {
  return sql.join(workspaces.length > 0 ? workspaces : [""]);
}

/** The rows are read once; what they come to by conversation is small. One that goes on over days or channels counts once. */
async function countsOf(
  { query }: Database,
  scope: AnalyticsScope,
): Promise<Pick<AnalyticsSums, "total" | "byDay" | "byChannel">> {
  const counts = sql`count(distinct conversation_id) as conversations,
    cast(sum(answers) as double precision) as answers, sum(confidence) as confidence,
    cast(sum(unresolved) as double precision) as unresolved from talks`;
  const rows = await rawSelect(
    query,
    sql<CountRow>`
    with talks as materialized (
      select conversation_id, channel, at / ${sql.lit(dayMs)} as day, count(*) as answers,
        sum(confidence) as confidence, ${unresolvedSum} as unresolved
      from audits where ${audited(scope)} group by 1, 2, 3)
    select day, cast(null as text) as channel, ${counts} group by day
    union all select cast(null as bigint), channel, ${counts} group by channel
    union all select cast(null as bigint), cast(null as text), ${counts}`,
  );
  const total = rows.find(({ day, channel }) => day === null && channel === null);
  return {
    total: total ? sumsOf(total) : { conversations: 0, answers: 0, confidence: 0, unresolved: 0 },
    byDay: rows
      .flatMap((row) => (row.day === null ? [] : [{ day: row.day, ...sumsOf(row) }]))
      .toSorted((a, b) => a.day - b.day),
    byChannel: rows
      .flatMap((row) =>
        row.channel === null ? [] : [{ channel: storedChannel.parse(row.channel), ...sumsOf(row) }],
      )
      .toSorted((a, b) => (a.channel < b.channel ? -1 : 1)),
  };
}

function sumsOf({ conversations, answers, confidence, unresolved }: CountRow): AnswerSums {
  return {
    conversations,
    answers: answers ?? 0,
    // It is stored with two decimals: what a sum of floats is off by is gone with the rounding.
    confidence: Math.round((confidence ?? 0) * 100),
    unresolved: unresolved ?? 0,
  };
}

async function intentsOf({ query }: Database, scope: AnalyticsScope): Promise<AnalyticsSums["intents"]> {
  const rows = await rawSelect(
    query,
    sql<{ intent: string; count: number }>`
    select intent, count(*) as count from audits where ${audited(scope)} and intent is not null
    group by intent order by count(*) desc, intent`,
  );
  return rows;
}

/**
 * Nearest rank: the smallest time that so many of the answers did not exceed. The times of a day come as one text: as rows
 * they would cost eight times as much, and all days at once would hold up whatever else this thread does.
 */
async function firstAnswerOf(
  { query }: Database,
  scope: AnalyticsScope,
  days: readonly number[],
): Promise<AnalyticsSums["firstAnswer"]> {
  const countByTenths = new Map<number, number>();
  for (const day of days) {
    const within = {
      ...scope,
      from: Math.max(scope.from, day * dayMs),
      to: Math.min(scope.to, (day + 1) * dayMs),
    };
    const [row] = await rawSelect(
      query,
      sql<{ times: string | null }>`
      select string_agg(cast(cast(round(first_answer_ms * 10) as integer) as text), ',') as times
      from audits where ${audited(within)} and first_answer_ms is not null`,
    );
    for (const text of row?.times?.split(",") ?? []) {
      const tenths = Number(text);
      countByTenths.set(tenths, (countByTenths.get(tenths) ?? 0) + 1);
    }
  }
  const ascending = Float64Array.from(countByTenths.keys()).toSorted();
  let answers = 0;
  let sum = 0;
  for (const [tenths, count] of countByTenths) {
    answers += count;
    sum += tenths * count;
  }
  if (answers === 0) return null;
  const rank = (share: number) => {
    let left = Math.ceil(share * answers);
    return (ascending.find((tenths) => (left -= countByTenths.get(tenths) ?? 0) <= 0) ?? 0) / 10;
  };
  return { mean: sum / answers / 10, p50: rank(0.5), p95: rank(0.95) };
}

async function votesOf({ query }: Database, scope: AnalyticsScope): Promise<AnalyticsSums["votes"]> {
  const { from, to, workspaces, phone } = scope;
  let votes = query
    .selectFrom("votes")
    .select(["value", (cell) => cell.fn.countAll<number>().as("count")])
    .where("created_at", ">=", from)
    .where("created_at", "<", to);
  if (workspaces) votes = votes.where("workspace_id", "in", workspaces.length > 0 ? workspaces : [""]);
  if (phone !== null) votes = votes.where("actor", "=", `phone:${phone}`);
  const sums = { up: 0, down: 0, neutral: 0 };
  for (const { value, count } of await votes.groupBy("value").execute())
    sums[storedValue.parse(value)] = count;
  return sums;
}
