import { createHash, randomBytes, randomFillSync } from "node:crypto";
import { v7 } from "uuid";
import type { Random } from "../../core/random.ts";

export const secureRandom: Random = {
  id: risingIds(),
  hex: (bytes) => randomBytes(bytes).toString("hex"),
  // Spreads load and waits: nothing depends on nobody guessing it.
  fraction: Math.random,
};

/** SHA-256, hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** UUIDv7 whose counter rises within a millisecond. Random bytes are drawn many at a time: one draw costs 1.5 µs. */
function risingIds(): () => string {
  const drawn = Buffer.alloc(16 * 256);
  let used = drawn.length;
  let msecs = 0;
  let seq = 0;
  return () => {
    if (used === drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    const random = drawn.subarray(used, (used += 16));
    const now = Date.now();
    if (now > msecs) {
      msecs = now;
      // 31 bits, so that it can rise for long before it overflows.
      seq = random.readUInt32BE(0) >>> 1;
    } else {
      seq = (seq + 1) >>> 0;
      if (seq === 0) msecs += 1;
    }
    return v7({ random, msecs, seq });
  };
}
