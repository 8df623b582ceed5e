/** A long computation in pieces of some milliseconds, so that whoever runs it may do other things in between. */
export type Learning<T> = Generator<undefined, T, undefined>;

/** Without a pause. */
export function learned<T>(learning: Learning<T>): T {
  for (;;) {
    const step = learning.next();
    if (step.done) return step.value;
  }
}

/** `breathe` resolves in a later turn of the event loop. */
export async function learnedWithPauses<T>(learning: Learning<T>, breathe: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = learning.next();
    if (step.done) return step.value;
    await breathe();
  }
}
