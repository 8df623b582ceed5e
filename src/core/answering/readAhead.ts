/**
 * Takes from `source` as fast as it gives, whatever the pace of the reader: the time a slow reader takes must not look like
 * a model's silence. `source` ends by its own signal; a reader that leaves early only stops being told.
 */
export async function* readAhead<T, R>(source: AsyncGenerator<T, R>): AsyncGenerator<T, R> {
  let waiting: T[] = [];
  let wake = Promise.withResolvers<void>();
  const pump = async (): Promise<R> => {
    let next = await source.next();
    for (; !next.done; next = await source.next()) {
      waiting.push(next.value);
      wake.resolve();
    }
    return next.value;
  };
  let over = false;
  const ended = pump().finally(() => {
    over = true;
    wake.resolve();
  });
  // Whoever stopped reading does not hear of it.
  ended.catch(() => undefined);
  for (;;) {
    const arrived = waiting;
    waiting = [];
    for (const item of arrived) yield item;
    if (waiting.length > 0) continue;
    if (over) return ended;
    wake = Promise.withResolvers();
    await wake.promise;
  }
}
