/** How many times something may happen within a window of time that begins with the first. */
export interface Rate {
  readonly max: number;
  readonly windowMs: number;
}

/** What is counted apart: messages of the phone channel, uploads, questions, all requests, and keys that were wrong. */
const rateGroups = ["chat_process", "uploads", "questions", "requests", "failed_auth"] as const;
export type RateGroup = (typeof rateGroups)[number];

/** Null counts nothing. */
export type Rates = Readonly<Record<RateGroup, Rate | null>>;
