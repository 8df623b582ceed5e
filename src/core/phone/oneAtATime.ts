/** Runs the works of one key one after the other, in the order in which they came; those of other keys do not wait. */
export type OneAtATime = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  const lastByKey = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const done = (lastByKey.get(key) ?? Promise.resolve()).then(work);
    // Who asked for the work is told what it failed of; the next one goes on all the same.
    const last = done
      .catch(() => undefined)
      .then(() => {
        if (lastByKey.get(key) === last) lastByKey.delete(key);
      });
    lastByKey.set(key, last);
    return done;
  };
}
