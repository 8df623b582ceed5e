import { setTimeout as pause } from "node:timers/promises";
import { turnEventSchemas } from "../../src/contract/events.ts";
import { plantFile, plantedKinds } from "./plantedFile.ts";
import type { SeededRandom } from "./seededRandom.ts";
import { frameData, readFrames, StatusError, type ServerCalls } from "./serverCalls.ts";
import { isTerminal, type KnownDocument, type KnownTurn, type Witness } from "./witness.ts";

export interface TrafficDeps {
  readonly calls: ServerCalls;
  readonly witness: Witness;
  readonly random: SeededRandom;
  readonly models: readonly [string, ...string[]];
}

/**
 * Uploads, questions, deletions and second readings side by side until told to stop or the server is gone. Refusals of
 * a living server are violations.
 */
export function startTraffic(deps: TrafficDeps): { stop(): Promise<void> } {
  let stopping = false;
  const loop = async (work: () => Promise<unknown>) => {
    while (!stopping) {
      try {
        await work();
      } catch (cause) {
        if (!(cause instanceof StatusError)) return;
        deps.witness.violations.push(`a living server refused: ${cause.message}`);
      }
    }
  };
  const loops = [
    loop(() => uploadOne(deps)),
    loop(() => uploadOne(deps)),
    ...Array.from({ length: 4 }, () => loop(() => askOne(deps))),
    loop(() => changeOne(deps)),
  ];
  return {
    async stop() {
      stopping = true;
      await Promise.all(loops);
    },
  };
}

export async function uploadOne(
  { calls, witness, random }: TrafficDeps,
  file = plantFile(random, random.pick(plantedKinds), random.between(2, 60)),
): Promise<KnownDocument> {
  const known: KnownDocument = { file, id: null, wasReady: false, deletion: "none" };
  witness.documents.push(known);
  const { id, bytes } = await calls.upload(file);
  known.id = id;
  witness.counts.acknowledged += 1;
  if (bytes !== file.bytes.byteLength)
    witness.violations.push(`${file.name} was acknowledged with ${bytes} bytes`);
  await pause(random.between(0, 150));
  return known;
}

async function askOne(deps: TrafficDeps): Promise<void> {
  const { witness, random } = deps;
  const about = random.pick([
    null,
    ...witness.documents.filter((document) => document.wasReady && document.deletion === "none"),
  ]);
  const question = `¿Qué detalla ${about?.file.marker ?? "la obra"} del aislante? (pregunta ${witness.turns.length})`;
  await ask(deps, question, about?.id ?? null);
}

/** Streams one turn to its end, keeping every frame as it comes. */
export async function ask(
  { calls, witness, random, models }: TrafficDeps,
  question: string,
  documentId: string | null,
): Promise<void> {
  const turn: KnownTurn = { question, id: null, conversation: null, userMessage: null, frames: [] };
  witness.turns.push(turn);
  const body = {
    message: question,
    model: random.pick(models),
    ...(documentId !== null && { document_ids: [documentId] }),
  };
  const conversation = random.between(0, 2) === 0 ? await calls.createConversation() : undefined;
  const response = await calls.chat({
    ...body,
    ...(conversation !== undefined && { conversation_id: conversation }),
  });
  await readFrames(response, (frame) => {
    turn.frames.push(frame);
    if (frame.event !== "start") return;
    const { turn_id, conversation_id, user_message_id } = frameData(turnEventSchemas.start, frame);
    Object.assign(turn, { id: turn_id, conversation: conversation_id, userMessage: user_message_id });
    witness.counts.turnsStarted += 1;
  });
  const last = turn.frames.at(-1);
  if (last?.event === "done") witness.counts.turnsDone += 1;
  if (last?.event === "error") witness.violations.push(`a turn of a living server failed: ${last.text}`);
  if (!isTerminal(last)) witness.violations.push(`turn ${turn.id}: its stream ended without a last word`);
}

/** Deletes a document or has it read again. */
async function changeOne({ calls, witness, random }: TrafficDeps): Promise<void> {
  await pause(random.between(50, 400));
  const page = await calls.documents();
  for (const known of witness.documents) {
    if (page.some(({ id, status }) => id === known.id && status === "ready")) known.wasReady = true;
  }
  const candidates = witness.documents.filter(
    (document) => document.id !== null && document.deletion === "none",
  );
  const chosen = random.pick([null, ...candidates]);
  if (chosen?.id === null || chosen === null) return;
  if (random.between(0, 2) === 0) {
    chosen.deletion = "asked";
    await calls.remove(chosen.id);
    chosen.deletion = "done";
  } else {
    await calls.reprocess(chosen.id).catch((cause: unknown) => {
      // Being read already is a fair answer.
      if (!(cause instanceof StatusError && cause.status === 409)) throw cause;
    });
  }
}
