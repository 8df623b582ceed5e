import { createHash, randomBytes } from "node:crypto";
import { v7 } from "uuid";
import type { Random } from "../../core/random.ts";

export const secureRandom: Random = {
  id: () => v7(),
  hex: (bytes) => randomBytes(bytes).toString("hex"),
  // Spreads load and waits: nothing depends on nobody guessing it.
  fraction: Math.random,
};

/** SHA-256, hex. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
