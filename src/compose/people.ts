import { createAnalyticsRecords } from "../adapters/records/analyticsRecords.ts";
import { createAuditRecords } from "../adapters/records/auditRecords.ts";
import type { Database } from "../adapters/records/database.ts";
import { createIdempotencyRecords } from "../adapters/records/idempotencyRecords.ts";
import { createPersonRecords } from "../adapters/records/personRecords.ts";
import { createPhoneRecords } from "../adapters/records/phoneRecords.ts";
import { createVoteRecords } from "../adapters/records/voteRecords.ts";
import type { Config } from "../config.ts";
import type { ClockDep } from "../core/clock.ts";
import { createOnce } from "../core/limits/idempotency.ts";
import type { TelemetryDep } from "../core/telemetry.ts";

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
  const normalising = lazily(async () => {
    const { createNormalisePhone } = await import("../adapters/phone/normalisePhone.ts");
    return createNormalisePhone(country);
  });
  // Numbering plans, everyday words and the learned intents are 50 MB that a server without phones need not hold.
  const phoneRoom = lazily(async () => {
    const { composeAssistant } = await import("./assistant.ts");
    return composeAssistant(config, records);
  });
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
    phoneRoom,
    normalisePhone: async (text: string) => (await normalising())(text),
  };
}

/** Made when it is first asked for, once; what failed is tried again. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () =>
    (made ??= make().catch((cause: unknown) => {
      made = null;
      throw cause;
    }));
}
