import type { AnalyticsView, VoteValue } from "../../contract/feedback.ts";
import { instant } from "../../contract/instant.ts";
import { roundMs, type ClockDep } from "../clock.ts";
import type { Channel } from "../sessions/turn.ts";
import { maskPhone } from "../maskPhone.ts";

/** Whose answers are counted, and of when. Times are milliseconds since the epoch. */
export interface AnalyticsScope {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Null for all there are. */
  readonly workspaces: readonly string[] | null;
  /** E.164; null for all callers. */
  readonly phone: string | null;
}

/** Exact sums over some answers. */
export interface AnswerSums {
  readonly conversations: number;
  readonly answers: number;
  /** In hundredths. */
  readonly confidence: number;
  readonly unresolved: number;
}

export interface AnalyticsSums {
  readonly total: AnswerSums;
  /** Days since the epoch, UTC; ascending. */
  readonly byDay: readonly (AnswerSums & { readonly day: number })[];
  readonly byChannel: readonly (AnswerSums & { readonly channel: Channel })[];
  /** Most frequent first. */
  readonly intents: readonly { readonly intent: string; readonly count: number }[];
  /** Milliseconds; the percentiles are those of the nearest rank. */
  readonly firstAnswer: { readonly mean: number; readonly p50: number; readonly p95: number } | null;
  readonly votes: Readonly<Record<VoteValue, number>>;
}

/** Sees all that was recorded before. Throws AppError `database_unavailable`. */
export interface AnalyticsRecords {
  sums(scope: AnalyticsScope): Promise<AnalyticsSums>;
}

export interface AnalyticsRecordsDep {
  readonly analytics: AnalyticsRecords;
}

/** The figures of today (UTC) and the days before it. */
export async function conversationAnalytics(
  { analytics, clock }: AnalyticsRecordsDep & ClockDep,
  asked: { readonly days: number } & Pick<AnalyticsScope, "workspaces" | "phone">,
  mayReadPhones: boolean,
): Promise<AnalyticsView> {
  const { days, workspaces, phone } = asked;
  const today = Math.floor(clock.now() / dayMs);
  const first = today - days + 1;
  const scope = { from: first * dayMs, to: (today + 1) * dayMs, workspaces, phone };
  const sums = await analytics.sums(scope);
  const { firstAnswer } = sums;
  return {
    period_days: days,
    from: dayText(first),
    to: dayText(today),
    ...(phone !== null && { phone: mayReadPhones ? phone : maskPhone(phone) }),
    total_conversations: sums.total.conversations,
    total_messages: sums.total.answers,
    intent_distribution: sums.intents.map(({ intent, count }) => ({ intent, count })),
    average_confidence: averageConfidence(sums.total),
    first_answer_ms: {
      mean: firstAnswer && roundMs(firstAnswer.mean),
      p50: firstAnswer && roundMs(firstAnswer.p50),
      p95: firstAnswer && roundMs(firstAnswer.p95),
    },
    votes: { ...sums.votes },
    unresolved: sums.total.unresolved,
    by_day: sums.byDay.map(({ day, ...of }) => ({ day: dayText(day), ...countedView(of) })),
    by_channel: sums.byChannel.map(({ channel, ...of }) => ({ channel, ...countedView(of) })),
  };
}

function countedView(sums: AnswerSums) {
  return {
    conversations: sums.conversations,
    messages: sums.answers,
    average_confidence: averageConfidence(sums),
    unresolved: sums.unresolved,
  };
}

function averageConfidence({ confidence, answers }: AnswerSums): number | null {
  return answers === 0 ? null : Math.round(confidence / answers) / 100;
}

function dayText(day: number): string {
  return instant(day * dayMs).slice(0, 10);
}

const dayMs = 86_400_000;
