import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../../src/adapters/records/sqlite.ts";
import type { Database } from "../../src/adapters/records/database.ts";
import { secureRandom } from "../../src/adapters/system/secureRandom.ts";
import { createManualClock, type ManualClock } from "../../src/adapters/system/manualClock.ts";

/** An empty database of some engine, and how to get rid of it. */
export interface RecordsHouse {
  readonly database: Database;
  readonly clock: ManualClock;
  readonly random: typeof secureRandom;
  remove(): Promise<void>;
}

export type OpenRecords = () => Promise<RecordsHouse>;

export const openSqliteRecords: OpenRecords = async () => {
  const folder = await mkdtemp(join(tmpdir(), "batuta-records-"));
  const clock = createManualClock(1_700_000_000_000);
  const database = await openSqlite({ path: join(folder, "records.sqlite"), now: clock.now });
  return {
    database,
    clock,
    random: secureRandom,
    async remove() {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
};
