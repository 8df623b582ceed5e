export interface Turnstile {
  /** Waits for a place, first come first served; dispose the result to give it back. Rejects with the signal's reason. */
  enter(signal?: AbortSignal): Promise<Disposable>;
}

/** Lets at most `places` callers in at once. */
export function createTurnstile(places: number): Turnstile {
  let free = places;
  const waiting = new Set<() => void>();

  const leave = () => {
    free++;
    const [next] = waiting;
    if (next) {
      waiting.delete(next);
      next();
    }
  };

  const take = (): Disposable => {
    free--;
    let left = false;
    return {
      [Symbol.dispose]() {
        if (!left) leave();
        left = true;
      },
    };
  };

  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (free > 0) return take();
      const { promise, resolve, reject } = Promise.withResolvers<Disposable>();
      const admit = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve(take());
      };
      const giveUp = () => {
        waiting.delete(admit);
        reject(signal?.reason);
      };
      waiting.add(admit);
      signal?.addEventListener("abort", giveUp, { once: true });
      return await promise;
    },
  };
}
