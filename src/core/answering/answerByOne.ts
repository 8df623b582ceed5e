import type { StrategyName } from "../../contract/strategies.ts";
import type { Answering } from "./answering.ts";
import type { Attempt } from "./attempt.ts";
import { continued } from "./continuation.ts";
import { failedAnswer } from "./failedAnswer.ts";
import { failureTable } from "./failureTable.ts";
import type { ModelEvent, TokenUsage } from "./model.ts";
import type { AttemptRow } from "./usage.ts";
import { isOpened } from "./opening.ts";
import { openBalanced, openFastest, openHedged, openInOrder, type Open } from "./strategies.ts";
import { sumOf } from "./tokenUsage.ts";
import { writtenText } from "./writtenText.ts";

const openingByStrategy: Readonly<Record<StrategyName, Open>> = {
  single: openInOrder,
  fallback: openInOrder,
  fastest: openFastest,
  hedged: openHedged,
  balanced: openBalanced,
  // Of one model.
  parallel: openInOrder,
};

/**
 * One voice: the model that the strategy gets to its first content answers. Until the first content any failure
 * is unseen; after it another model goes on from the text so far. No text is given out twice.
 * Throws the signal's reason when that aborts; its sockets are closed by then.
 */
export const answerByOne: Answering = async function* answerByOne(deps, models, call, options, signal) {
  const written = writtenText(options.citable);
  let candidates = models;
  let broken: Attempt | null = null;
  let open = openingByStrategy[call.strategy];

  for (;;) {
    const opened = await open(
      deps,
      candidates,
      continued(call, written.isEmpty() ? "" : written.raw),
      signal,
    );
    open = openInOrder;
    if (!isOpened(opened)) return failedAnswer(opened, broken, written.text);
    try {
      if (broken && !written.isEmpty()) yield { type: "switched", from: broken.model, to: opened.model };
      written.goOn();
      for (let batch = await opened.next(); batch; batch = await opened.next()) {
        for (const event of asideOf(batch)) yield event;
        const text = written.push(batch);
        if (text !== "") yield { type: "text", text };
      }
      if (opened.finish) {
        const { reason } = opened.finish;
        const text = written.end();
        if (text !== "") yield { type: "text", text };
        opened.close(written.isEmpty() ? "lost" : "won");
        if (!written.isEmpty()) {
          const { model } = opened;
          return {
            kind: "answered",
            text: written.text,
            model,
            usage: usageOf(call.attempts),
            reason,
            cited: written.cited(),
          };
        }
      }
    } finally {
      // Whoever stopped listening has called it off; after an end of its own this changes nothing.
      opened.close("cancelled");
    }
    broken = opened;
    const failed = opened.failure?.class ?? "empty";
    // Whoever has failed has had its retries.
    const spent = new Set(
      call.attempts.filter(({ outcome }) => outcome === "failed").map((row) => row.modelId),
    );
    candidates = candidates.filter(
      (model) => model !== opened.model && !spent.has(model.id) && (written.isEmpty() || model.continues),
    );
    const mayGoOn =
      options.continueMidstream && !written.hasToolCalls && failureTable[failed].next !== "none";
    if (!written.isEmpty() && !mayGoOn) return failedAnswer([], broken, written.text);
  }
};

/** What is heard of a batch besides its text. */
function asideOf(batch: readonly ModelEvent[]) {
  return batch.filter((event) => event.type === "reasoning" || event.type === "tool_call");
}

/** Of the model that finished, and of those that broke off after they had written a part. */
function usageOf(attempts: readonly AttemptRow[]): TokenUsage {
  const wrote = attempts.filter(
    ({ outcome, firstContentMs }) => outcome === "won" || (outcome === "failed" && firstContentMs !== null),
  );
  return sumOf(wrote.map(({ usage }) => usage));
}
