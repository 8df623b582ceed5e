import { wordsOf } from "../../../simulator/words.ts";
import type { StrategyName } from "../../../src/contract/strategies.ts";
import type { Fate } from "./faultTable.ts";
import type { Provider } from "./matrixHouse.ts";

/** A faulty model `bad` and, except for `single`, a healthy one behind it, `good`. */
export interface Case {
  /** The simulator's keys of `bad`, without `after`. */
  readonly keys: string;
  /** Words ahead of the fault. */
  readonly after: number;
  readonly stream: boolean;
  readonly strategy: StrategyName;
  readonly provider: Provider;
  readonly fate: Fate;
}

/** What can be seen of a case from outside. */
export interface Seen {
  readonly strategy: StrategyName;
  /** The model that answered, or `failed` and the class. */
  readonly outcome: string;
  readonly text: string;
  /** Parts other than text, sorted. */
  readonly parts: readonly string[];
  /** As the simulator counted them. */
  readonly calls: { readonly bad: number; readonly good: number };
  /** `model try outcome class usage`, sorted. */
  readonly rows: readonly string[];
  /** Calls that were under way 100 ms after the end. */
  readonly open: number;
  /** Called-off attempts whose hang-up the simulator did not see. */
  readonly kept: number;
}

export const tokens = 6;
export const giantKb = 64;

const words = wordsOf(1, 0, tokens);
/** Tokens as the simulator writes them. */
const pieces = words.map((word, at) => (at === 0 ? word : ` ${word}`));
const answerText = pieces.join("");

type Told = Pick<Seen, "outcome" | "text" | "parts" | "calls" | "rows">;

/** The rules of the strategies, spelt out over what calling `bad` comes to. */
export function expectedOf(one: Case): Seen {
  const told = one.fate.kind === "answers" ? expectedAnswer(one, one.fate) : expectedFailure(one, one.fate);
  return {
    strategy: one.strategy,
    ...told,
    parts: told.parts.toSorted(),
    rows: told.rows.toSorted(),
    open: 0,
    kept: 0,
  };
}

const goodWon = `good 1 won - told ${tokens}`;
const goodLost = "good 1 lost - estimated";
const goodWhole = `answer good whole ${tokens}`;

function expectedAnswer(one: Case, { slow, tells }: Extract<Fate, { kind: "answers" }>): Told {
  const isGiant = one.keys.includes("giant");
  const said = isGiant ? pieces.toSpliced(one.after, 0, ` ${"x".repeat(giantKb * 1_024 - 1)}`) : pieces;
  const text = said.join("");
  const count = text.split(/\s+/u).filter((word) => word !== "").length;
  const used = tells ? `told ${said.length}` : "estimated";
  const won = `bad 1 won - ${used}`;
  const alone: Told = {
    outcome: "bad",
    text,
    parts: [],
    calls: { bad: 1, good: 0 },
    rows: [won],
  };
  const both = { bad: 1, good: 1 };
  switch (one.strategy) {
    case "single":
    case "fallback":
    case "balanced":
      return alone;
    case "fastest":
      return slow ? overtaken : { ...alone, calls: both, rows: [won, goodLost] };
    case "hedged":
      return slow ? overtaken : alone;
    case "parallel": {
      const parts = [`answer bad whole ${count}`, goodWhole, "moderating"];
      return { ...alone, parts, calls: both, rows: [won, goodWon] };
    }
  }
}

/** `good` came first and `bad` was called off. */
const overtaken: Told = {
  outcome: "good",
  text: answerText,
  parts: [],
  calls: { bad: 1, good: 1 },
  rows: [goodWon, "bad 1 lost - estimated"],
};

function expectedFailure({ strategy }: Case, fate: Extract<Fate, { kind: "fails" }>): Told {
  const { as, tries, slow, output } = fate;
  const said = words.slice(0, fate.words).join(" ");
  const used = output === null ? "estimated" : `told ${output}`;
  const rows = Array.from({ length: tries }, (_, nth) => `bad ${nth + 1} failed ${as} ${used}`);
  const replaced: Told = {
    outcome: "good",
    text: answerText,
    parts: [],
    calls: { bad: tries, good: 1 },
    rows: [...rows, goodWon],
  };
  // Where nothing is missing the simulator says it all again, and none of that is given out.
  const continued: Told = {
    ...replaced,
    parts: ["switched bad > good"],
    rows: [...rows, `good 1 won - told ${tokens - (fate.words % tokens)}`],
  };
  switch (strategy) {
    case "single":
      return { outcome: `failed ${as}`, text: said, parts: [], calls: { bad: tries, good: 0 }, rows };
    case "fallback":
    case "balanced":
      return fate.words > 0 ? continued : replaced;
    case "hedged":
      if (slow) return overtaken;
      return fate.words > 0 ? continued : replaced;
    case "fastest":
      if (slow) return overtaken;
      // It was called off at the first word of `bad`, and is asked anew to go on.
      if (fate.words > 0)
        return { ...continued, calls: { bad: tries, good: 2 }, rows: [...continued.rows, goodLost] };
      return replaced;
    case "parallel":
      return { ...replaced, parts: [`answer bad ${as} ${fate.words}`, goodWhole, "moderating"] };
  }
}
