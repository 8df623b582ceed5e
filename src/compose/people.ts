import { createNormalisePhone } from "../adapters/phone/normalisePhone.ts";
import { createAnalyticsRecords } from "../adapters/records/analyticsRecords.ts";
import { createAuditRecords } from "../adapters/records/auditRecords.ts";
import type { Database } from "../adapters/records/database.ts";
import { createIdempotencyRecords } from "../adapters/records/idempotencyRecords.ts";
import { createPersonRecords } from "../adapters/records/personRecords.ts";
import { createPhoneRecords } from "../adapters/records/phoneRecords.ts";
import { createVoteRecords } from "../adapters/records/voteRecords.ts";
import type { Config } from "../config.ts";
import { instant } from "../contract/instant.ts";
import type { ClockDep } from "../core/clock.ts";
import { createOnce } from "../core/limits/idempotency.ts";
import type { TelemetryDep } from "../core/telemetry.ts";
import type { Assistant } from "../core/understanding/assistant.ts";
import { createAssistant } from "../core/understanding/createAssistant.ts";
import { createEntityFinder } from "../core/understanding/entities/findEntities.ts";
import { learnIntents } from "../core/understanding/intents/learnIntents.ts";

/** What is kept of people beside their conversations, and how their messages are understood. */
export function composePeople(
  config: Config,
  records: { readonly database: Database } & ClockDep & TelemetryDep,
) {
  const audits = createAuditRecords(records);
  const flush = () => audits.flush();
  const idempotency = createIdempotencyRecords(records);
  const { phone, audit: kept } = config.file;
  const { country, ...line } = phone;
  return {
    auditBook: audits,
    audits,
    flushAudits: flush,
    auditKeepDays: kept.keep_days,
    analytics: createAnalyticsRecords({ ...records, flush }),
    votes: createVoteRecords(records),
    people: createPersonRecords(records),
    phoneRecords: createPhoneRecords(records),
    idempotency,
    once: createOnce({ ...records, idempotency }),
    phone: line,
    normalisePhone: createNormalisePhone(country),
    assistantProfile: config.assistant,
    assistant: learning(config, records),
  };
}

/** Learns the profile when the first message comes: a server without a phone channel pays nothing for it. */
function learning({ assistant: profile, file }: Config, { clock }: ClockDep): Assistant {
  let learned: Assistant | null = null;
  const assistant = () => {
    if (learned) return learned;
    const today = () => instant(clock.now()).slice(0, 10);
    const findEntities = createEntityFinder(profile.entities, { locale: file.locale, today });
    const classify = learnIntents(profile, findEntities);
    learned = createAssistant(profile, { classify, findEntities, assistantName: file.assistant_name });
    return learned;
  };
  return {
    understand: (...given) => assistant().understand(...given),
    remember: (...given) => assistant().remember(...given),
  };
}
