import { turnEventSchemas } from "../../src/contract/events.ts";
import { frameData, type Frame, type ServerCalls } from "./serverCalls.ts";
import { isTerminal, type KnownTurn, type Witness } from "./witness.ts";

const ended = new Set(["completed", "failed", "cancelled", "interrupted"]);

export interface TurnRules {
  /** When the process died, on the clock of the frames. */
  readonly killedAt: number;
  /** Events older than this at the death must have been kept; checkpoints come every second. */
  readonly keptAfterMs: number;
}

/** Holds what a started turn told its asker against what the restarted server knows of it. */
export async function checkTurn(
  calls: ServerCalls,
  witness: Witness,
  turn: KnownTurn,
  rules: TurnRules,
): Promise<void> {
  if (turn.id === null || turn.conversation === null) return;
  const wrong = (what: string) => witness.violations.push(`turn ${turn.id}: ${what}`);
  const stored = await calls.turn(turn.id);
  if (!ended.has(stored.status)) wrong(`is ${stored.status} after the restart`);
  if (stored.status === "interrupted") witness.counts.turnsInterrupted += 1;

  const kept = await calls.replay(turn.id, 0);
  const last = kept.at(-1);
  const wasDone = isTerminal(turn.frames.at(-1));
  if (!isTerminal(last)) wrong("its replay has no last word");
  if (kept.filter(isTerminal).length !== 1) wrong("its replay has several last words");
  if (kept.some((frame, at) => frame.id !== at + 1))
    wrong(`its replay skips: ${kept.map(({ id }) => id).join()}`);
  if (last?.event === "done" && stored.status === "interrupted") wrong("is interrupted and done");
  for (const seen of turn.frames) {
    const same = kept[seen.id - 1];
    const crashed = same === last && !wasDone;
    if (same && same.text !== seen.text && !crashed)
      wrong(`event ${seen.id} was ${seen.text} and is ${same.text}`);
  }
  if (wasDone && kept.length !== turn.frames.length)
    wrong(`${turn.frames.length} events were seen, ${kept.length} are kept`);
  if (wasDone && stored.status !== "completed") wrong(`was answered and is ${stored.status}`);

  if (!wasDone)
    checkLoss(witness, turn, stored.status === "interrupted" ? kept.length - 1 : kept.length, rules);
  await checkResumption(calls, witness, turn, kept);
  await checkMessages(calls, witness, turn, kept);
}

/** From the first lost event to the death: the stretch that no checkpoint had covered. */
function checkLoss(
  witness: Witness,
  turn: KnownTurn,
  keptCount: number,
  { killedAt, keptAfterMs }: TurnRules,
): void {
  const firstLost = turn.frames.find((frame) => frame.id > keptCount);
  const lossMs = firstLost ? killedAt - firstLost.at : 0;
  witness.counts.longestLossMs = Math.max(witness.counts.longestLossMs, lossMs);
  if (lossMs > keptAfterMs)
    witness.violations.push(`turn ${turn.id}: ${Math.round(lossMs)} ms of events were lost`);
}

/** A reader that comes back, however far it had got, is told the end. */
async function checkResumption(
  calls: ServerCalls,
  witness: Witness,
  turn: KnownTurn,
  kept: readonly Frame[],
): Promise<void> {
  if (turn.id === null) return;
  const lastSeen = turn.frames.at(-1)?.id ?? 0;
  for (const after of new Set([1, Math.floor(kept.length / 2), kept.length - 1, lastSeen, lastSeen + 1000])) {
    const replay = await calls.replay(turn.id, after);
    witness.counts.replays += 1;
    const expected = after < kept.length ? kept.slice(after) : kept.slice(-1);
    if (replay.map(({ text }) => text).join() === expected.map(({ text }) => text).join()) continue;
    witness.violations.push(
      `turn ${turn.id}: after event ${after} of ${kept.length} came ${JSON.stringify(replay.map(({ text }) => text))}`,
    );
  }
}

async function checkMessages(
  calls: ServerCalls,
  witness: Witness,
  turn: KnownTurn,
  kept: readonly Frame[],
): Promise<void> {
  if (turn.conversation === null) return;
  const wrong = (what: string) => witness.violations.push(`turn ${turn.id}: ${what}`);
  const messages = (await calls.messages(turn.conversation)).filter((message) => message.turn_id === turn.id);
  const [asked, answered] = messages;
  if (messages.length !== 2) wrong(`has ${messages.length} messages`);
  if (asked?.id !== turn.userMessage || asked?.role !== "user" || asked.content !== turn.question)
    wrong(`its question is kept as ${JSON.stringify(asked)}`);
  const said = kept
    .filter(({ event }) => event === "chunk")
    .map((frame) => frameData(turnEventSchemas.chunk, frame).content)
    .join("");
  const [last] = kept.slice(-1);
  const content =
    said === "" && last?.event === "error" ? frameData(turnEventSchemas.error, last).message : said;
  if (answered?.role !== "assistant" || answered.content !== content)
    wrong(`said ${JSON.stringify(content)} and is kept as ${JSON.stringify(answered)}`);
}
