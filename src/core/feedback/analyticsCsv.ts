import type { AnalyticsView } from "../../contract/feedback.ts";
import { csvLine } from "./csvLine.ts";

/** A line a day. */
export function analyticsCsv({ by_day }: AnalyticsView): string[] {
  return [
    csvLine(["day", "conversations", "messages", "average_confidence", "unresolved"]),
    ...by_day.map(({ day, conversations, messages, average_confidence, unresolved }) =>
      csvLine([day, conversations, messages, average_confidence, unresolved]),
    ),
  ];
}
