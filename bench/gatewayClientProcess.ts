import { answerParent } from "./childSide.ts";
import { churn, churnOrder } from "./churn.ts";
import { firstTokens, firstTokensOrder } from "./firstToken.ts";
import { holdStreams, holdStreamsOrder } from "./openStreams.ts";
import type { Question } from "./processes.ts";
import { stopCalls, stopCallsOrder } from "./stops.ts";
import { takeStreams, takeStreamsOrder } from "./streamCost.ts";

/** The clients of the gateway's benchmark, in a process of their own. */
answerParent({}, async (order: Question) => {
  switch (order.ask) {
    case "take streams":
      return takeStreams(takeStreamsOrder.parse(order));
    case "first tokens":
      return firstTokens(firstTokensOrder.parse(order));
    case "hold streams":
      return holdStreams(holdStreamsOrder.parse(order));
    case "stop calls":
      return stopCalls(stopCallsOrder.parse(order));
    case "churn":
      return churn(churnOrder.parse(order));
    default:
      throw new Error(`unknown question: ${order.ask}`);
  }
});
