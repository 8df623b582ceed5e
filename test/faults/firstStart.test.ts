import { expect, test } from "vitest";
import { secureRandom, sha256 } from "../../src/adapters/system/secureRandom.ts";
import { firstKey } from "../../src/core/access/firstStart.ts";
import type { KeyRecords } from "../../src/core/access/keys.ts";

test("a start that dies while it makes the first key has kept that key already", async () => {
  const kept: string[] = [];
  const hashes: string[] = [];
  const unused = () => Promise.reject(new Error("not asked for"));
  const keys: KeyRecords = {
    findByHash: unused,
    revoke: unused,
    noteUse: () => undefined,
    list: () => Promise.resolve([]),
    create(_key, hash) {
      hashes.push(hash);
      expect(kept.map(sha256)).toEqual(hashes);
      return Promise.reject(new Error("killed"));
    },
  };
  const starting = firstKey({ keys, random: secureRandom, digest: sha256 }, null, (secret) =>
    kept.push(secret),
  );
  await expect(starting).rejects.toThrow("killed");
  expect(kept).toEqual([expect.stringMatching(/^bt_[0-9a-f]{64}$/)]);
});
