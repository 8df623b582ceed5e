import { differ, likeness, type Sentence } from "./sentences.ts";

/** From here on two sentences say the same, if they do not differ. */
const alike = 0.4;
/** From here on they are about the same. */
const related = 0.15;

/** The sentence itself and those of other answers that say the same. */
export function agreeing(one: Sentence, all: readonly Sentence[]): readonly Sentence[] {
  return all.filter((other) => other === one || (other.label !== one.label && saySame(one, other)));
}

/** Of sentences that say the same, the first. */
export function distinct(sentences: readonly Sentence[]): readonly Sentence[] {
  return sentences.filter(
    (one, at) => !sentences.slice(0, at).some((other) => other === one || saySame(one, other)),
  );
}

/** Two sentences of different answers that are about the same and cannot both be true; none when all agree. */
export function conflictIn(all: readonly Sentence[]): readonly Sentence[] {
  let best = related;
  let conflict: readonly Sentence[] = [];
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at + 1)) {
      const score = other.label === one.label || !differ(one, other) ? 0 : likeness(one, other);
      if (score <= best) continue;
      best = score;
      conflict = [one, other];
    }
  }
  return conflict;
}

function saySame(one: Sentence, other: Sentence): boolean {
  return likeness(one, other) >= alike && !differ(one, other);
}
