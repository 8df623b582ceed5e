import { type Dispatcher, Pool } from "undici";

/** Connections to model servers, kept alive and shared by all models behind one origin. */
export interface HttpPool {
  /** `origin` as of `URL`, e.g. `https://api.openai.com`. */
  to(origin: string): Dispatcher;
  /** Ends every connection, answers under way included. */
  close(): Promise<void>;
}

/**
 * One connection a request: what is cut, stalled or called off takes no other answer with it, so neither pipelining
 * nor HTTP/2. Waiting is the caller's to limit; only a connection that nobody waits for any more is given up here.
 */
export function createHttpPool(): HttpPool {
  const poolByOrigin = new Map<string, Pool>();
  let closed: Promise<void> | null = null;
  return {
    to(origin) {
      const known = poolByOrigin.get(origin);
      if (known) return known;
      const pool = new Pool(origin, {
        connections: null,
        pipelining: 1,
        allowH2: false,
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: { timeout: 60_000 },
        keepAliveTimeout: 20_000,
      });
      poolByOrigin.set(origin, pool);
      if (closed) closed = Promise.all([closed, pool.destroy()]).then(() => undefined);
      return pool;
    },
    close() {
      closed ??= Promise.all([...poolByOrigin.values()].map((pool) => pool.destroy())).then(() => undefined);
      return closed;
    },
  };
}
