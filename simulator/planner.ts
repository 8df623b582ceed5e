import { answerTo } from "./answer.ts";
import type { Behaviour, Fault } from "./behaviour.ts";
import { embeddingsOf } from "./embeddings.ts";
import { faultyStream, faultyWhole } from "./faults.ts";
import type { Answer, Format, Prompt } from "./formats/format.ts";
import type { JsonRecord } from "./json.ts";
import { streamPlan, wholePlan, type Plan } from "./plan.ts";
import type { Route } from "./route.ts";
import { belongsToShare } from "./share.ts";

export interface Asked {
  readonly route: Route;
  readonly model: string;
  /** Calls of one name share the counts behind `times` and `fail`. */
  readonly name: string;
  readonly stream: boolean;
  readonly body: JsonRecord;
  readonly prompt: Prompt;
  readonly behaviour: Behaviour;
}

export interface Planner {
  /** `fault` is the one that this call meets; null when it is answered well. */
  plan(asked: Asked): { readonly plan: Plan; readonly fault: Fault | null };
  /** Forgets the counts. */
  reset(): void;
}

const maxPlans = 500;

/** Decides what each call gets. A good chat answer is written once and played many times. */
export function createPlanner(): Planner {
  const planByKey = new Map<string, Plan>();
  const countByName = new Map<string, number>();

  function faultOf({ name, behaviour: { fault, times, fail } }: Asked): Fault | null {
    if (fault === null) return null;
    const count = countByName.get(name) ?? 0;
    countByName.set(name, count + 1);
    return count < times && belongsToShare(fail, count) ? fault : null;
  }

  function remembered(key: string, write: () => Plan): Plan {
    const known = planByKey.get(key);
    if (known) return known;
    const plan = write();
    if (planByKey.size >= maxPlans) planByKey.clear();
    planByKey.set(key, plan);
    return plan;
  }

  return {
    plan(asked) {
      const { route, model, stream, prompt, behaviour } = asked;
      const fault = faultOf(asked);
      if (route.kind === "embeddings") return { plan: embeddingsPlan(asked, fault), fault };
      const said = () => answerTo(prompt, behaviour, model);
      if (fault === null && behaviour.moderator !== null)
        return { plan: remembered(moderatedKey(asked), () => good(asked, said())), fault };
      const answer = said();
      if (fault === null) {
        return { plan: remembered(answerKey(asked, answer), () => good(asked, answer)), fault };
      }
      const faulty = stream ? faultyStream : faultyWhole;
      return { plan: faulty(route.format, answer, behaviour, fault), fault };
    },
    reset: () => countByName.clear(),
  };
}

/** What a moderator says depends on the whole prompt, and takes some milliseconds to make. */
function moderatedKey({ route, stream, name, prompt }: Asked): string {
  return [route.format.name, stream, name, JSON.stringify(prompt)].join("\n");
}

function answerKey({ route, stream, name }: Asked, answer: Answer): string {
  const { pieces, promptTokens, usageInStream } = answer;
  return [route.format.name, stream, name, promptTokens, usageInStream, pieces.length, pieces[0]].join("\n");
}

function good({ route, stream, behaviour }: Asked, answer: Answer): Plan {
  if (stream) return streamPlan(route.format, answer, behaviour);
  return goodWhole(route.format, answer, behaviour);
}

function goodWhole(format: Format, answer: Answer, behaviour: Behaviour): Plan {
  const tokens = answer.thoughts.length + answer.pieces.length;
  return wholePlan(JSON.stringify(format.whole(answer)), tokens, behaviour);
}

/** Faults of embeddings are those of a whole answer whose body happens to be vectors. */
function embeddingsPlan({ route, body, model, behaviour }: Asked, fault: Fault | null): Plan {
  const format: Format = { ...route.format, whole: () => embeddingsOf(body, model) };
  const none = answerTo({ messages: [], maxTokens: 0, usageInStream: false }, behaviour, model);
  return fault === null ? goodWhole(format, none, behaviour) : faultyWhole(format, none, behaviour, fault);
}
